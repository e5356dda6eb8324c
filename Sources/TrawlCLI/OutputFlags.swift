import ArgumentParser
import Foundation
import Trawl
import TrawlCollections
import TrawlOutputs

/// A format by its name.
struct FormatArgument: ExpressibleByArgument {
    var format: OutputFormat

    init?(argument: String) {
        guard let format = OutputFormat(rawValue: argument) else { return nil }
        self.format = format
    }

    static let allValueStrings = OutputFormat.allCases.map(\.rawValue)
}

/// A duration as collection files spell it.
struct DurationArgument: ExpressibleByArgument {
    var duration: Duration

    init?(argument: String) {
        guard let duration = Duration(written: argument) else { return nil }
        self.duration = duration
    }
}

/// The order in which outcomes are written.
enum OrderArgument: String, ExpressibleByArgument, CaseIterable {
    case completed
    case inventory
}

/// How a run is limited and its outcomes are shown.
struct OutputFlags: ParsableArguments {
    @Option(name: .shortAndLong, help: "How outcomes are written; by default a table on a terminal, else JSON lines.")
    var format: FormatArgument?

    @Option(
        name: .shortAndLong,
        help: "Where to; a directory, or a path that ends in `/`, gets one file a device."
    )
    var output: String?

    @Flag(help: "Goes on with the interrupted run that wrote to the same --output.")
    var resume = false

    @Option(help: "Outcomes as they complete, or as the inventory lists them.")
    var order: OrderArgument = .completed

    @Option(help: "Devices in flight at once; wins over the collection's.")
    var concurrency: Int?

    @Option(help: "The run's timeout, such as `90s` or `5m`; wins over the collection's.")
    var timeout: DurationArgument?

    @Flag(help: "No live line.")
    var noProgress = false

    @Flag(name: .shortAndLong, help: "Neither live line nor summary.")
    var quiet = false

    @Flag(help: "Says on standard error what happens to each request.")
    var debug = false

    func validate() throws {
        if resume, output == nil { throw ValidationError("`--resume` needs the `--output` of the interrupted run") }
        if let concurrency, concurrency < 1 { throw ValidationError("`--concurrency` needs a number above 0") }
    }

    /// The format, chosen by who reads where none was asked for.
    var chosenFormat: OutputFormat {
        format?.format ?? (output == nil && Terminal.isOutputWatched ? .table : .jsonl)
    }

    /// Checks that there is something to write to, before anything is sent.
    func checkDestination() throws(Stop) {
        if output == nil { try Results.checkOutput() }
    }

    /// Checks that `--format napalm` has something to show, before anything is sent; says what it leaves out.
    func checkGetters(of plan: Plan) throws(Stop) {
        guard chosenFormat == .napalm else { return }
        let getters = NAPALMGetters(of: plan)
        if let refusal = getters.refusal { throw refusal }
        if let note = getters.note, !quiet { Terminal.note(note) }
    }

    var destination: OutputDestination {
        guard let output else { return .standardOutput }
        var isDirectory: ObjCBool = false
        // ObjCBool is how Foundation spells an out parameter.
        let exists = unsafe FileManager.default.fileExists(atPath: output, isDirectory: &isDirectory)
        if output.hasSuffix("/") || (exists && isDirectory.boolValue) { return .directory(output) }
        return .file(output)
    }

    /// The live line is for a terminal, and only where results do not run through it.
    var showsProgress: Bool {
        !noProgress && !quiet && Terminal.isWatched
            && (output != nil || chosenFormat == .table || !Terminal.isOutputWatched)
    }

    /// A writer for the outcomes of a plan.
    func writer(for plan: Plan, journal: RunJournal?, patience: OutputPatience) throws -> any OutcomeWriter {
        let names = plan.entries.map(\.device.name)
        let requests = plan.collections.flatMap { collection in
            collection.requests.map { OutcomeOrder.RequestName(collection: collection.name, request: $0.name) }
        }
        let environment = ProcessInfo.processInfo.environment
        let options = OutputOptions(
            isTerminal: output == nil && Terminal.isOutputWatched,
            width: output == nil ? Terminal.outputWidth(environment) : nil,
            color: output == nil && Terminal.wantsColor(environment),
            order: order == .inventory ? OutcomeOrder(devices: names, requests: requests) : nil,
            devices: names,
            requests: requests,
            journal: journal,
            patience: patience
        )
        return try Self.opening { () throws(OutputError) in
            try chosenFormat.writer(to: destination, options: options)
        }
    }

    /// Opens something to write to; what is in the way stops the command.
    static func opening<Value>(_ open: () throws(OutputError) -> Value) throws(Stop) -> Value {
        do throws(OutputError) {
            return try open()
        } catch {
            if case .unsupported = error { throw Stop(.unusable, "error: \(error)") }
            throw Stop(.unwritten, "error: \(error)")
        }
    }
}
