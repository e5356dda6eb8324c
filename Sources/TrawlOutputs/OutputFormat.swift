#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How outcomes are written.
public enum OutputFormat: String, Sendable, Hashable, CaseIterable {
    /// Tables for people.
    case table
    /// One record a line.
    case jsonl
    /// One array of records.
    case json
    /// Comma-separated values.
    case csv
    /// One list of records.
    case yaml
    /// One object `{device: {getter: result}}` with NAPALM's names and shapes.
    case napalm
    /// What the devices said, and nothing around it.
    case raw
}

/// Where outcomes are written to.
public enum OutputDestination: Sendable, Hashable {
    /// Standard output.
    case standardOutput
    /// A file, replaced whole or not at all.
    case file(String)
    /// A directory with one file a device; for ``OutputFormat/jsonl`` and ``OutputFormat/raw``.
    case directory(String)
}

/// What a writer should know of the run and of the terminal.
public struct OutputOptions: Sendable {
    /// Whether the destination is a terminal, where nothing of a device may act.
    public var isTerminal: Bool
    /// The terminal's columns; `nil` for no limit.
    public var width: Int?
    /// Whether headings may be bold.
    public var color: Bool
    /// Writes outcomes in the plan's order; `nil` writes them as they complete.
    public var order: OutcomeOrder?
    /// The names of all devices of the run: whose files need telling apart.
    public var devices: [String]
    /// The requests of the run, in order.
    public var requests: [OutcomeOrder.RequestName]
    /// The journal of the run, where it is to be one that can be gone on with.
    public var journal: RunJournal?
    /// How long a reader that stands still is waited for; for ever by default.
    public var patience: OutputPatience
    /// The bytes that are held back in memory before a temporary file is used.
    ///
    /// Default: 64 MiB.
    public var memoryLimit: Int

    /// Makes options.
    public init(
        isTerminal: Bool = false,
        width: Int? = nil,
        color: Bool = false,
        order: OutcomeOrder? = nil,
        devices: [String] = [],
        requests: [OutcomeOrder.RequestName] = [],
        journal: RunJournal? = nil,
        patience: OutputPatience = OutputPatience(),
        memoryLimit: Int = 64 << 20
    ) {
        self.isTerminal = isTerminal
        self.width = width
        self.color = color
        self.order = order
        self.devices = devices
        self.requests = requests
        self.journal = journal
        self.patience = patience
        self.memoryLimit = memoryLimit
    }
}

extension OutputFormat {
    /// Makes a writer of this format.
    ///
    /// A host program must ignore `SIGPIPE`, or a closed pipe ends it before the writer can say so.
    ///
    /// - Throws: What the destination refused, or ``OutputError/unsupported(_:)`` for a format that is one document
    ///   and a directory.
    public func writer(
        to destination: OutputDestination,
        options: OutputOptions = OutputOptions()
    ) throws(OutputError) -> any OutcomeWriter {
        switch destination {
        case .standardOutput:
            let file = OutputFile(
                descriptor: STDOUT_FILENO,
                name: "standard output",
                patience: options.patience
            )
            return try stream(to: file, options: options, flushesEachOutcome: true)
        case .file(let path):
            Leftovers.remove(from: SystemCalls.parent(of: SystemCalls.resolved(path)) ?? "/")
            let file = try OutputFile(replacing: path, patience: options.patience)
            return try stream(to: file, options: options, flushesEachOutcome: false)
        case .directory(let path):
            Leftovers.remove(from: path)
            switch self {
            case .jsonl:
                return try DeviceFilesWriter(
                    directory: path,
                    devices: options.devices,
                    journal: options.journal,
                    memoryLimit: options.memoryLimit
                )
            case .raw:
                return try RawFilesWriter(
                    directory: path,
                    devices: options.devices,
                    requests: options.requests,
                    namesCollections: Set(options.requests.map(\.collection)).count > 1,
                    journal: options.journal
                )
            default:
                throw .unsupported("`--format \(rawValue)` is one document: `--output` needs a file, not a directory")
            }
        }
    }

    /// The writer to a descriptor or file that is open.
    func stream(
        to file: sending OutputFile,
        options: OutputOptions,
        flushesEachOutcome: Bool
    ) throws(OutputError) -> StreamWriter {
        let limit = options.memoryLimit
        return try StreamWriter(
            document: document(options: options),
            file: file,
            flushesEachOutcome: flushesEachOutcome,
            ordered: options.order.map { OrderedItems(order: $0, spill: Spill(limit: limit)) },
            journal: options.journal
        )
    }

    private func document(options: OutputOptions) -> sending any OutcomeDocument {
        switch self {
        case .table:
            TableDocument(
                style: TableDocument.Style(width: options.width, color: options.color),
                memoryLimit: options.memoryLimit
            )
        case .jsonl: JSONLinesDocument(isTerminal: options.isTerminal)
        case .json: JSONArrayDocument(isTerminal: options.isTerminal)
        case .csv: CSVDocument(memoryLimit: options.memoryLimit)
        case .yaml: YAMLDocument()
        case .napalm: NAPALMDocument(isTerminal: options.isTerminal, memoryLimit: options.memoryLimit)
        case .raw: RawDocument(isTerminal: options.isTerminal)
        }
    }
}
