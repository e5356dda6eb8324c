import FoundationEssentials
import Logging
import Trawl
import TrawlCollections
package import TrawlMetrics
import TrawlOutputs

/// Outcome records, one a line, to a file that is put aside now and then, or to standard output.
package final class LinesOutput: ExporterOutput, LedgerKeeper {
    /// The name in messages and in the label `output`.
    package let name: String
    let ledger: PushLedger
    private let inbox: Signal<OutcomeInbox>
    private let writer: LinesWriter
    private let life = PushLife()

    /// Makes an output; nothing is opened before the first record.
    init(name: String, _ definition: LinesDefinition, logger: Logger) {
        self.name = name
        ledger = PushLedger(name: name, capacity: (definition.buffer.samples, definition.buffer.bytes))
        inbox = Signal(OutcomeInbox(limits: definition.buffer))
        writer = LinesWriter(name: name, definition, ledger: ledger, logger: logger)
    }

    package func offer(_ polled: PolledRequest) {
        // A record is of what was asked.
        guard !polled.isImplied else { return }
        var dropped = 0
        inbox.change { dropped = $0.add(polled.outcome) }
        ledger.count { $0.queued += 1 }
        ledger.lose(dropped, .full)
    }

    /// Nothing: a record is about one poll, and no series.
    package func ended(device: String, request: (collection: String, name: String)?) {}

    /// Nothing: two collections that ask the same have a record each.
    package func order(_ collections: [String]) {}

    package var unsent: Int { ledger.unsent }

    package var problem: String? { ledger.current.problem }

    /// Nothing: no file is open, and no thread waits.
    func abandon() {}

    package var metrics: [SampleGroup] {
        let (waiting, bytes) = inbox.peek { ($0.count, $0.bytes) }
        ledger.count {
            $0.waiting = waiting
            $0.waitingBytes = bytes
        }
        return ledger.metrics
    }

    package func run() async {
        await life.work { [self] in
            let patience = OutputPatience()
            await withTaskCancellationHandler {
                while let outcomes = await inbox.answer({ $0.take(most: 64) }) {
                    await writer.write(outcomes, patience)
                }
            } onCancel: {
                // A pipe that nobody reads must not hold up the end.
                patience.end(after: .milliseconds(200))
            }
        }
    }

    package func finish(within limit: Duration) async {
        await life.end()
        let patience = OutputPatience()
        patience.end(after: limit)
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline, let outcomes = inbox.ask({ $0.take(most: 64) }) {
            await writer.write(outcomes, patience)
        }
        let left = inbox.peek { $0.count }
        await writer.close(unwritten: left)
    }
}

/// Outcomes that wait to be written, bounded.
struct OutcomeInbox: Sendable {
    private let limits: BufferLimits
    /// What waits, and before ``head`` the places of what is gone.
    private var outcomes: [(outcome: Outcome?, bytes: Int)] = []
    private var head = 0
    private(set) var bytes = 0
    private(set) var count = 0

    init(limits: BufferLimits) {
        self.limits = limits
    }

    /// Adds an outcome.
    ///
    /// - Returns: How many had to go for it.
    mutating func add(_ outcome: Outcome) -> Int {
        let size = Self.size(of: outcome)
        outcomes.append((outcome, size))
        bytes += size
        count += 1
        var dropped = 0
        while bytes > limits.bytes || count > limits.samples, count > 0 {
            drop()
            dropped += 1
        }
        return dropped
    }

    /// The bytes of its record, near enough: what stands around the answers is small.
    ///
    /// Not those of the transfer: several outcomes may share it, and one that failed may have nothing of what came.
    private static func size(of outcome: Outcome) -> Int {
        outcome.replies.reduce(512) { size, reply in
            switch reply.body {
            case .json(let slice): size + slice.byteCount
            case .text(let text): size + text.utf8.count
            }
        }
    }

    /// Takes the oldest; `nil` where there is none.
    mutating func take(most: Int) -> [Outcome]? {
        guard count > 0 else { return nil }
        let taken = outcomes[head...].prefix(most).compactMap(\.outcome)
        for _ in taken { drop() }
        return taken
    }

    private mutating func drop() {
        bytes -= outcomes[head].bytes
        // An outcome may hold a device's whole answer.
        outcomes[head].outcome = nil
        count -= 1
        head += 1
        if head == outcomes.count || head > 1024, head * 2 > outcomes.count {
            outcomes.removeFirst(head)
            head = 0
        }
    }
}
