import Foundation
import Trawl
import TrawlCollections
import TrawlExporter

/// What `trawl serve` reads: again at each reload, with the same rules.
struct ServeInputs: Sendable {
    let collections: [String]
    let selection: SelectionOptions
    private let typed = TypedSecrets()

    init(collections: [String], selection: SelectionOptions) {
        self.collections = collections
        self.selection = selection
    }

    /// What was read.
    struct Reading: Sendable {
        /// What to serve.
        var configuration: ExporterConfiguration
        /// The paths of the collections.
        var collections: [String]
        /// The path of the inventory.
        var inventory: String
        /// Every file that it was read from.
        var files: [String]
        /// When the reading began.
        var began: FileWatch.Moment
    }

    /// Reads collections, inventory and passwords, and makes the plan; nothing is sent.
    ///
    /// - Throws: ``Stop`` with everything that is wrong.
    func read() async throws -> Reading {
        let began = FileWatch.Moment.now
        let inputs = try PlanInputs(collections: collections, selection: selection)
        try inputs.refuseChanges()
        var plan = try inputs.plan(over: inputs.devices, allowingChanges: false)
        try Self.refuseContradictions(in: inputs.files)
        let fit = ScheduleFit(of: plan)
        guard fit.problems.isEmpty else { throw Self.stop(for: fit) }
        let secrets = SecretInputs(inventory: inputs.inventory, typed: typed)
        let resolved = try await secrets.resolvingSecrets(for: plan.entries.map(\.device))
        for index in plan.entries.indices { plan.entries[index].device = resolved[index] }
        let trustFiles = Self.stampFiles(of: &plan)
        let outputs = try await Self.outputs(of: inputs.files)
        // A schedule has no end.
        plan.runTimeout = nil
        let paths = inputs.files.map(\.path)
        return Reading(
            configuration: ExporterConfiguration(files: inputs.files, plan: plan, outputs: outputs),
            collections: paths,
            inventory: inputs.inventory.path,
            files: paths + [inputs.inventory.path] + inputs.inventory.passwordFiles
                + trustFiles + inputs.files.flatMap(\.outputs).flatMap(\.secretFiles),
            began: began
        )
    }

    /// Notes what is in the files of the devices' TLS, so that a reload tells devices whose files were replaced.
    ///
    /// - Returns: The files.
    private static func stampFiles(of plan: inout Plan) -> [String] {
        var stamps: [[String]: String] = [:]
        for index in plan.entries.indices {
            let files = plan.entries[index].device.tls.files
            guard !files.isEmpty else { continue }
            let stamp = stamps[files] ?? files.map(Self.stamp).joined(separator: " ")
            stamps[files] = stamp
            plan.entries[index].device.tls.fileStamp = stamp
        }
        return Set(stamps.keys.joined()).sorted()
    }

    /// A hash of a file's content, good for the life of the process.
    private static func stamp(_ path: String) -> String {
        guard let content = FileManager.default.contents(atPath: path) else { return "unreadable" }
        // All of it, where `Data` hashes its beginning only.
        return String([UInt8](content).hashValue, radix: 16)
    }

    /// A name is one metric, whichever collection says so.
    private static func refuseContradictions(in files: [CollectionFile]) throws(Stop) {
        let problems = MetricContradiction.all(in: files)
        guard !problems.isEmpty else { return }
        var stop = Stop(.unusable)
        stop.lines = problems.flatMap { ["error: \($0)", "  hint: \($0.hint)"] }
        throw stop
    }

    private static func outputs(of files: [CollectionFile]) async throws -> [ResolvedOutput] {
        do throws(FileProblems) {
            return try await OutputDefinition.resolvingSecrets(of: files.flatMap(\.outputs)) { Terminal.note("\($0)") }
        } catch {
            throw Stop(.unusable, "\(error)")
        }
    }

    /// Why a schedule that cannot be kept is not begun.
    static func stop(for fit: ScheduleFit) -> Stop {
        var stop = Stop(.unusable)
        stop.lines = zip(fit.problems, fit.hints).flatMap { problem, hint in
            ["error: the schedule cannot be kept: \(problem)", "  hint: \(hint)"]
        }
        return stop
    }
}
