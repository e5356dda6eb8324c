import Testing
import TrawlModels

@testable import TrawlMetrics

/// What paths find in models, known without an answer; pure.
@Suite struct ModelFieldsTests {
    @Test(
        arguments: [
            (nil, false), ("entries", false), ("entries.*", false), ("nothing.*", true),
        ] as [(MetricPath?, Bool)]
    )
    func `a list has no keys that a star stands for`(each: MetricPath?, hasKeys: Bool) {
        #expect(ModelFields(of: ARP.self).hasKeys(at: each) == hasKeys)
    }

    @Test(arguments: [("interfaces.*", true), ("interfaces", false)] as [(MetricPath, Bool)])
    func `what a device words itself may have keys wherever a star is`(each: MetricPath, hasKeys: Bool) {
        #expect(ModelFields.unknown.hasKeys(at: each) == hasKeys)
    }
}
