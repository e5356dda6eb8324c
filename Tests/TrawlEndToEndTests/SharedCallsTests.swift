import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// Requests of several collections that travel together.
@Suite(.serialized, .timeLimit(.minutes(4)))
struct SharedCallsTests {
    @Test func `four models over a thousand devices of both vendors take a call each`() async throws {
        try await withFleet(.init(deviceCount: 1000)) { fleet, sandbox in
            let collections = ["facts", "arp", "lldp-neighbors-detail", "interfaces"]
            let words = ["run"] + collections + ["-i", "sim.yaml", "--format", "jsonl"]
            let result = try await sandbox.run([TrawlProgram.path] + words, timeout: .seconds(180))
            #expect(result.status == 0, "\(result.stderr.suffix(1000))")
            #expect(result.lines.count == 4000)
            #expect(fleet.statistics.requests == 1000)
            for platform in [DialectName.eapi, .nxapi] {
                let device = try #require(fleet.devices.first { $0.dialect == platform })
                #expect(fleet.statistics(of: device.name).commands.values.allSatisfy { $0 == 1 })
            }
        }
    }
}
