import Synchronization
import TrawlCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What is known of a run that writes to a file or a directory while it lasts, so that another can go on with it.
///
/// It lies beside a file as `.NAME.trawl-journal` and in a directory as `.trawl-journal`, for its owner alone to read, and
/// holds what the output will hold: which run it is, and each outcome that did not fail. It is written outcome by outcome
/// without waiting for the disk, so that it outlives the process but perhaps not the host; what is torn at its end is
/// dropped. Who completes a run removes it.
public final class RunJournal: Sendable {
    /// What makes two runs the same.
    public struct Identity: Sendable, Hashable {
        /// How outcomes are written.
        public var format: OutputFormat
        /// What each request asks, in any words; they are compared, and kept as a hash alone.
        public var requests: [OutcomeOrder.RequestName: String]

        /// Describes a run.
        public init(format: OutputFormat, requests: [OutcomeOrder.RequestName: String]) {
            self.format = format
            self.requests = requests
        }
    }

    /// The run's id, which who goes on with it keeps.
    public let run: String
    /// What is there already and need not be asked again: outcomes that did not fail.
    ///
    /// Empty for a run that begins.
    public let kept: Set<OutcomeKey>
    /// The id of an interrupted run whose journal lay here and is replaced.
    public let replacedRun: String?

    /// Whether this goes on with a run.
    let isResumed: Bool
    private let place: JournalPlace
    private let descriptor: Int32
    /// Where the first outcome begins.
    private let start: Int
    private let end: Mutex<Int>

    private init(
        run: String,
        kept: Set<OutcomeKey> = [],
        replacedRun: String? = nil,
        isResumed: Bool,
        place: JournalPlace,
        descriptor: Int32,
        start: Int,
        end: Int
    ) {
        self.run = run
        self.kept = kept
        self.replacedRun = replacedRun
        self.isResumed = isResumed
        self.place = place
        self.descriptor = descriptor
        self.start = start
        self.end = Mutex(end)
    }

    deinit {
        _ = close(descriptor)
    }

    /// Begins the journal of a new run; one that an interrupted run left is replaced.
    ///
    /// - Parameters:
    ///   - run: The run's id.
    ///   - identity: What the run writes and asks.
    ///   - destination: Where the run writes to.
    /// - Returns: The journal; `nil` where the destination is a pipe, a device or standard output.
    /// - Throws: What the system refused, or ``OutputError/unsupported(_:)`` while another run writes there.
    public static func begin(
        run: String,
        _ identity: Identity,
        to destination: OutputDestination
    ) throws(OutputError) -> RunJournal? {
        guard let place = try JournalPlace(destination, makesDirectory: true) else { return nil }
        guard let descriptor = try place.open(creates: true) else { return nil }
        do throws(OutputError) {
            var reader = JournalReader(descriptor: descriptor, path: place.output)
            let old = try reader.header()
            try SystemCalls.truncate(descriptor, to: 0, path: place.output)
            let header = JournalHeader(run: run, identity).line
            try SystemCalls.write(header, to: descriptor, path: place.output)
            return RunJournal(
                run: run,
                replacedRun: old?.header.run,
                isResumed: false,
                place: place,
                descriptor: descriptor,
                start: header.count,
                end: header.count
            )
        } catch {
            _ = close(descriptor)
            throw error
        }
    }

    /// Takes up the journal of an interrupted run.
    ///
    /// - Parameters:
    ///   - identity: What the run writes and asks now. Requests may come and go; one that asks something else is refused.
    ///   - destination: Where the run writes to.
    ///   - devices: The names of the devices whose files are looked at in a directory.
    /// - Returns: The journal; `nil` where there is no interrupted run.
    /// - Throws: What the system refused, or ``OutputError/unsupported(_:)`` for a run that is not the same, while another
    ///   run writes there, and for a journal that cannot be read.
    public static func resume(
        _ identity: Identity,
        from destination: OutputDestination,
        devices: [String]
    ) throws(OutputError) -> RunJournal? {
        guard let place = try JournalPlace(destination, makesDirectory: false) else { return nil }
        guard let descriptor = try place.open(creates: false) else { return nil }
        do throws(OutputError) {
            var reader = JournalReader(descriptor: descriptor, path: place.output)
            guard let (header, start) = try reader.header() else {
                // Killed before its first line was whole, a run has nothing to go on with.
                if try reader.isBarelyBegun() {
                    _ = close(descriptor)
                    return nil
                }
                throw .unsupported("\(TerminalText.escape(place.journal)) is no journal that this version can read")
            }
            if let difference = header.difference(from: identity, output: place.output) {
                throw .unsupported(difference)
            }
            var kept: Set<OutcomeKey> = []
            while let frame = try reader.next() { kept.insert(frame.key) }
            try SystemCalls.truncate(descriptor, to: reader.offset, path: place.output)
            if case .directory(let path) = destination, identity.format == .jsonl {
                kept = try DeviceFile.kept(in: path, of: header.run, devices: devices)
            }
            return RunJournal(
                run: header.run,
                kept: kept,
                isResumed: true,
                place: place,
                descriptor: descriptor,
                start: start,
                end: reader.offset
            )
        } catch {
            _ = close(descriptor)
            throw error
        }
    }

    /// Removes the journal: the run is complete.
    public func remove() {
        SystemCalls.remove(place.journal)
    }

    /// Adds an outcome that did not fail; `item` is what its format makes of it, `nil` where it shows nothing.
    func add(_ outcome: Outcome, _ item: [UInt8]? = nil) throws(OutputError) {
        guard outcome.status != .failed else { return }
        let frame = JournalFrame.bytes(of: OutcomeKey(outcome), item)
        try end.withLock { end throws(OutputError) in
            // A signal or a full disk may leave a part of it, which who reads it drops.
            try SystemCalls.write(frame, to: descriptor, path: place.output)
            end += frame.count
        }
    }

    /// The items of the outcomes that were kept, one after the other.
    func keptItems() -> KeptItems {
        KeptItems(
            reader: JournalReader(descriptor: descriptor, path: place.output, offset: start),
            end: end.withLock { $0 }
        )
    }

    /// Reads what a journal kept; each outcome once.
    struct KeptItems {
        fileprivate var reader: JournalReader
        fileprivate let end: Int
        private var seen: Set<OutcomeKey> = []

        fileprivate init(reader: JournalReader, end: Int) {
            self.reader = reader
            self.end = end
        }

        /// The next outcome that its format shows something of.
        mutating func next() throws(OutputError) -> (key: OutcomeKey, item: [UInt8])? {
            while reader.offset < end, let frame = try reader.next() {
                guard seen.insert(frame.key).inserted, let item = try reader.item(of: frame) else { continue }
                return (frame.key, item)
            }
            return nil
        }
    }
}
