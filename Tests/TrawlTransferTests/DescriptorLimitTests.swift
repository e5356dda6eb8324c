import Testing

@testable import TrawlTransfer

@Suite(.timeLimit(.minutes(1)))
struct DescriptorLimitTests {
    @Test
    func `the limit is raised as far as it goes, and never lowered`() {
        let raised = DescriptorLimit.raise()
        #expect(raised >= 256)
        #expect(DescriptorLimit.raise() == raised)
    }

    @Test(arguments: [
        (1024, 1, 976), (1024, 4, 244), (65_536, 1, 65_488), (48, 1, 1), (10, 1, 1), (0, 0, 1), (1024, 0, 976),
    ])
    func `devices in flight are what the limit leaves`(limit: Int, perDevice: Int, expected: Int) {
        let devices = DescriptorLimit.concurrency(underLimit: limit, connectionsPerDevice: perDevice)
        #expect(devices == expected)
    }
}
