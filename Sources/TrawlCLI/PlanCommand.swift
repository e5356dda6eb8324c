import ArgumentParser
import Foundation
import Trawl
import TrawlOutputs

/// `trawl plan`: what a run would do; sends nothing and reads no password.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Shows what a run would send to whom, and whether this host can; sends nothing."
    )

    @Argument(help: "Names of collections, or paths of collection files.")
    var collections: [String]

    @OptionGroup var selection: SelectionOptions

    mutating func run() async throws {
        let inputs = try PlanInputs(collections: collections, selection: selection)
        let plan = try inputs.plan(over: inputs.devices, allowingChanges: true)
        let report = PlanReport(plan: plan)
        try Results.write(report.lines)
        guard report.problems.isEmpty else {
            throw Stop(.unusable, report.problems.map { "error: \($0)" }.joined(separator: "\n"))
        }
        if let fit = report.scheduleFit, !fit.problems.isEmpty { throw ServeInputs.stop(for: fit) }
    }
}
