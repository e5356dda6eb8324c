import Foundation
import Trawl
import TrawlOutputs

/// How a run with `--output` can be gone on with: its journal, what is left to ask, and the command that asks it.
struct Resumption {
    let journal: RunJournal?
    /// What is not there yet; without `--resume` the whole plan.
    let rest: Plan
    /// The devices of the plan of which everything is there.
    let done: [Device]

    init(of plan: Plan, flags: OutputFlags) throws {
        journal = try Self.journal(of: plan, flags)
        let kept = journal?.kept ?? []
        guard !kept.isEmpty else {
            rest = plan
            done = []
            return
        }
        rest = plan.keeping { device, item in
            let collection = plan.collections[item.collection].name
            let request = plan.request(of: item).name
            return !kept.contains(OutcomeKey(device: device.name, collection: collection, request: request))
        }
        let left = Set(rest.entries.map(\.device.name))
        done = plan.entries.map(\.device).filter { !left.contains($0.name) }
    }

    private static func journal(of plan: Plan, _ flags: OutputFlags) throws -> RunJournal? {
        guard let output = flags.output else { return nil }
        guard !plan.entries.contains(where: \.changes) else {
            guard flags.resume else { return nil }
            throw Stop(
                .unusable,
                "error: a run that changes devices is not gone on with: what was under way may have been done"
            )
        }
        let identity = RunJournal.Identity(format: flags.chosenFormat, requests: asked(by: plan))
        guard flags.resume else {
            let journal = try OutputFlags.opening { () throws(OutputError) in
                try RunJournal.begin(run: RunID.make(), identity, to: flags.destination)
            }
            if let replaced = journal?.replacedRun, !flags.quiet {
                Terminal.note(
                    "beginning anew: run \(TerminalText.escape(replaced)) was interrupted, and `--resume` was not said"
                )
            }
            return journal
        }
        let devices = plan.entries.map(\.device.name)
        let journal = try OutputFlags.opening { () throws(OutputError) in
            try RunJournal.resume(identity, from: flags.destination, devices: devices)
        }
        guard let journal else {
            guard FileManager.default.fileExists(atPath: output) else {
                throw Stop(
                    .unusable,
                    "error: there is no interrupted run to \(TerminalText.escape(output))",
                    "  hint: leave `--resume` out to begin one"
                )
            }
            throw Stop(.ok, "nothing to go on with: the last run to \(TerminalText.escape(output)) was not interrupted")
        }
        if !flags.quiet {
            let count = journal.kept.count
            Terminal.note(
                "going on with run \(TerminalText.escape(journal.run)): \(count == 1 ? "1 outcome is" : "\(count) outcomes are") there"
            )
        }
        return journal
    }

    /// What each request asks, in words by which a change is noticed.
    private static func asked(by plan: Plan) -> [OutcomeOrder.RequestName: String] {
        var asked: [OutcomeOrder.RequestName: String] = [:]
        for collection in plan.collections {
            for request in collection.requests {
                let commands = DialectRegistry.all.map(\.name).flatMap { dialect in
                    request.commands(for: dialect).map { "\(dialect) \(words(of: $0))" }
                }
                let name = OutcomeOrder.RequestName(collection: collection.name, request: request.name)
                asked[name] = (commands + [request.model.map { "model \($0.name)" } ?? ""]).joined(separator: "\n")
            }
        }
        return asked
    }

    private static func words(of command: Command) -> String {
        var words = [command.title, command.format?.rawValue ?? "", command.version ?? "", "\(command.revision ?? 0)"]
        if case .http(let http) = command.content {
            // Values may be secret, and no hash of one should lie on a disk.
            words += http.headers.map(\.name) + [http.body ?? ""]
        }
        return words.joined(separator: "\u{1F}")
    }

    /// The command line that goes on with this run, for a shell.
    static var command: String {
        let words = CommandLine.arguments.filter { $0 != "--resume" } + ["--resume"]
        return words.map(quoted).joined(separator: " ")
    }

    private static func quoted(_ word: String) -> String {
        let isPlain = word.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                || "@%+=:,./_-".unicodeScalars.contains(scalar)
        }
        if isPlain, !word.isEmpty { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
