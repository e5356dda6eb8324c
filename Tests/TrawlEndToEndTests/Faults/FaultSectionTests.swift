import TestSupport
import Testing

/// The fault catalogue, a section a run: what each device's trouble is called, how often it is tried, what arrives at
/// the device, and that good devices beside it have their answer.
@Suite(.serialized, .timeLimit(.minutes(4)))
struct FaultSectionTests {
    @Test(arguments: FaultSection.all)
    func `a device's trouble has its name, its tries and no effect on others`(section: FaultSection) async throws {
        try await section.play()
    }
}
