import ArgumentParser
import Foundation
import Trawl
import TrawlCollections
import TrawlOutputs

/// `trawl run`: asks devices what collections say.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs collections over the devices of an inventory.",
        discussion: "Several collections run in one process, with shared connections, logins and limits."
    )

    @Argument(help: "Names of collections (see `trawl list`), or paths of collection files.")
    var collections: [String]

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var flags: OutputFlags

    @Flag(help: "Only what failed last time.")
    var failed = false

    @Flag(help: "Sends what is no plain read too, of collections that say `changes: allowed`.")
    var allowChanges = false

    mutating func run() async throws {
        try flags.checkDestination()
        let inputs = try PlanInputs(collections: collections, selection: selection)
        if !allowChanges { try inputs.refuseChanges() }
        var plan = try inputs.plan(over: inputs.devices, allowingChanges: allowChanges)
        let memories = inputs.files.map { FailureMemoryStore(file: $0, inventory: inputs.inventory) }
        if failed {
            plan = plan.keeping { device, item in
                memories[item.collection].contains(
                    device: device.name,
                    request: inputs.files[item.collection].collection.requests[item.request].name
                )
            }
            guard !plan.entries.isEmpty else {
                let somethingFailed = memories.contains { !$0.isEmpty }
                let what = somethingFailed ? "none of the chosen devices failed last time" : "nothing failed last time"
                if !flags.quiet { Terminal.note(what) }
                return
            }
        }
        try flags.checkGetters(of: plan)
        let changed = plan.entries.count(where: \.changes)
        if changed > 0, !flags.quiet {
            Terminal.note("changes: \(changed == 1 ? "1 device is" : "\(changed) devices are") sent more than reads")
        }
        if let concurrency = flags.concurrency { plan.concurrency = concurrency }
        if let timeout = flags.timeout { plan.runTimeout = timeout.duration }
        let resolved = try await SecretInputs(inventory: inputs.inventory).resolvingSecrets(
            for: plan.entries.map(\.device)
        )
        for index in plan.entries.indices { plan.entries[index].device = resolved[index] }
        try await PromptedLogins(typed: inputs.inventory.promptedCredentials).prove(&plan)
        let byName = Dictionary(
            zip(inputs.files.map(\.collection.name), memories),
            uniquingKeysWith: { first, _ in first }
        )
        let session = RunSession(
            plan: plan,
            flags: flags,
            record: { byName[$0.collection]?.record($0) },
            keep: { byName[$0.collection]?.forget($0) }
        )
        let status = try await session.run()
        for memory in memories { memory.save() }
        if status != .ok { throw ExitCode(status.rawValue) }
    }
}

/// Collections, inventory and selected devices of one command line, read and checked; nothing is sent.
struct PlanInputs {
    let files: [CollectionFile]
    let inventory: Inventory
    let devices: [Device]

    init(collections words: [String], selection: SelectionOptions) throws {
        let library = CollectionLibrary()
        var paths: [String] = []
        for word in words {
            do throws(CollectionLibrary.NotFound) {
                paths.append(try library.path(of: word))
            } catch {
                throw Stop(.unusable, "error: \(error)")
            }
        }
        files = try reporting { () throws(FileProblems) in try CollectionFile.read(paths) }
        for warning in files.flatMap(\.warnings) { Terminal.note("\(warning)") }
        let names = files.map(\.collection.name)
        if let twice = names.first(where: { name in names.filter { $0 == name }.count > 1 }) {
            throw Stop(.unusable, "error: two collections are named `\(twice)`")
        }
        inventory = try selection.readInventory(named: files.compactMap(\.inventory))
        devices = try selection.select(from: inventory)
    }

    /// Stops a command line that does not allow the changes that the collections do.
    func refuseChanges() throws {
        let changes = files.flatMap { file in
            file.changes.map { change in
                var change = change
                change.hint = "the file allows changes; say `--allow-changes` on the command line too"
                return change
            }
        }
        if !changes.isEmpty { throw Stop(.unsafe, "\(FileProblems(changes))") }
    }

    func plan(over devices: [Device], allowingChanges: Bool) throws -> Plan {
        let plan = try Stop.planning { () throws(PlanError) in
            try Plan(collections: files.map(\.collection), devices: devices, allowingChanges: allowingChanges)
        }
        guard !plan.entries.isEmpty else {
            throw Stop(.unusable, "error: the collection's own `devices` filter leaves none of the devices")
        }
        return plan
    }
}
