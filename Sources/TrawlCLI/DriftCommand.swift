import ArgumentParser
import Logging
import Trawl
import TrawlCollections
import TrawlOutputs

/// `trawl drift`: which models read which releases how well.
struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Compares what models find on the releases of a fleet.",
        discussion: """
            Asks the devices for models, and lists by platform and release which fields are missing that other \
            releases have, which only one release has, and what did not fit. JSON lines in a pipe. The exit status is 3 \
            where something did not fit or a device did not answer, and 5 where devices were spared from a rejected \
            credential.
            """
    )

    @Argument(help: "Models (see docs/models.md); all that take no required argument without any.")
    var models: [String] = []

    @OptionGroup var selection: SelectionOptions

    @Option(help: "Devices in flight at once.")
    var concurrency: Int?

    mutating func run() async throws {
        StderrLog.install(level: .warning)
        let inventory = try selection.readInventory()
        let devices = try selection.select(from: inventory)
        let collection = RequestCollection(name: "drift", requests: try requests())
        var plan = try Stop.planning { () throws(PlanError) in
            try Plan(collections: [collection], devices: devices)
        }
        if let concurrency { plan.concurrency = max(1, concurrency) }
        let resolved = try await SecretInputs(inventory: inventory).resolvingSecrets(for: plan.entries.map(\.device))
        for index in plan.entries.indices { plan.entries[index].device = resolved[index] }
        try await PromptedLogins(typed: inventory.promptedCredentials).prove(&plan)
        let start = ContinuousClock.now
        var report = DriftReport(releaseRequest: Facts.name)
        var summary = RunSummary()
        var spared = SparedDevices()
        let asked = plan
        try await withPoller(PollerOptions(devices: max(1, min(asked.concurrency, asked.entries.count)))) { poller in
            try await poller.withOutcomes(of: asked) { outcomes in
                for await outcome in outcomes {
                    report.add(outcome)
                    summary.add(outcome)
                    spared.add(outcome)
                }
            }
        }
        report.finish()
        if Terminal.isOutputWatched {
            for line in report.lines { print(line) }
            if report.isEmpty {
                print("no drift: every release of a platform has the same fields, and everything fits")
            }
        } else {
            for record in report.records { print(String(decoding: record, as: UTF8.self)) }
        }
        for line in summary.lines(elapsed: start.duration(to: .now)) { Terminal.note(line) }
        if let note = spared.note {
            Terminal.note(note)
            throw ExitCode(ExitStatus.unsafe.rawValue)
        }
        if summary.failedOutcomes > 0 { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    /// A request for each model, `facts` first: its `version` is the release.
    private func requests() throws -> [Request] {
        let all = ModelRegistry.all.filter { model in !model.arguments.contains { $0.isRequired } }
        let names = models.isEmpty ? all.map { $0.name } : models
        return try ([Facts.name] + names.filter { $0 != Facts.name }).map { name in
            guard let model = all.first(where: { $0.name == name }) else {
                let known = all.map { $0.name }.joined(separator: ", ")
                throw Stop(.unusable, "error: unknown model `\(name)`", "  hint: there are \(known)")
            }
            return Request(name: name, model: model)
        }
    }
}
