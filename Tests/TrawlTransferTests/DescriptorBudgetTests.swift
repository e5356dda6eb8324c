import Testing
import TrawlCore

@testable import TrawlTransfer

@Suite(.timeLimit(.minutes(1)))
struct DescriptorBudgetTests {
    @Test
    func `the limit is raised as far as it goes, and never lowered`() {
        let raised = DescriptorLimit.raise()
        #expect(raised >= 256)
        #expect(DescriptorLimit.raise() == raised)
    }

    @Test(arguments: [
        (1024, 1, 976), (1024, 4, 244), (65_536, 1, 65_488), (48, 1, 2), (10, 1, 2), (0, 0, 2), (1024, 0, 976),
    ])
    func `devices in flight are what the limit leaves`(limit: Int, perDevice: Int, expected: Int) {
        let budget = DescriptorBudget(limit: limit)
        #expect(budget.inFlight(connectionsPerDevice: perDevice) == expected)
    }

    @Test(arguments: [
        (1048, 800, 800, 1000), (1048, 801, 500, 500), (1048, 50_000, 500, 500), (49, 2, 2, 2), (49, 3, 1, 1),
    ])
    func `what idles and what is in flight share the room`(limit: Int, wanted: Int, kept: Int, inFlight: Int) {
        let budget = DescriptorBudget(limit: limit)
        #expect(budget.kept(of: wanted) == kept)
        #expect(budget.inFlight(connectionsPerDevice: 1, keeping: wanted) == inFlight)
        var configuration = TransferClient.Configuration(devices: 1, loops: 1)
        configuration.keep(devices: wanted, interval: .seconds(60), budget: budget)
        if kept < wanted { #expect(configuration.connectionsPerShard == kept) }
    }
}
