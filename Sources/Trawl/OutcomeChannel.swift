import Synchronization
public import TrawlCore

/// The outcomes of a run as they come, one sequence for one reader.
///
/// At most a few hundred wait to be read; then the run slows down, so that a slow reader costs time and not memory.
public struct Outcomes: AsyncSequence, Sendable {
    let run: Run

    /// How far the run is.
    public var progress: RunProgress { run.progress.withLock { $0 } }

    /// The run's id.
    public var runID: String { run.id }

    /// Ends the run early: transfers that are on the wire are dropped, and their outcomes are `cancelled`.
    ///
    /// The sequence goes on to its end, with every outcome that is finished.
    public func stop() {
        run.requestStop()
    }

    /// Starts reading.
    public func makeAsyncIterator() -> Iterator { Iterator(channel: run.channel) }

    /// Reads the outcomes of a run.
    public struct Iterator: AsyncIteratorProtocol {
        let channel: OutcomeChannel

        /// The next outcome; `nil` at the run's end.
        public mutating func next() async -> Outcome? { await channel.receive() }
    }
}

@available(*, unavailable)
extension Outcomes.Iterator: Sendable {}

/// A bounded channel from many device tasks to one reader.
final class OutcomeChannel: Sendable {
    private struct State: Sendable {
        /// What came since the reader last ran out.
        var incoming: [Outcome?] = []
        /// What the reader takes, from ``start`` on; taken out, as an outcome is too large to be copied on its way.
        var outgoing: [Outcome?] = []
        var start = 0
        var reader: Suspension<Outcome?>?
        /// Somebody is about to wake the reader.
        var isWaking = false
        var isFinished = false
        /// Nobody reads any more.
        var isAbandoned = false

        mutating func pop() -> Outcome? {
            if start == outgoing.count {
                outgoing.removeAll(keepingCapacity: true)
                swap(&incoming, &outgoing)
                start = 0
            }
            guard start < outgoing.count else { return nil }
            defer { start += 1 }
            return outgoing[start].take()
        }
    }

    private let state = Mutex(State())
    private let room: Slots

    init(capacity: Int) {
        room = Slots(capacity)
    }

    /// Hands over an outcome, waiting while the reader is far behind.
    ///
    /// - Parameters:
    ///   - outcome: What to hand over.
    ///   - later: Runs the body that wakes the reader. Waking it costs more than all else here, so that a loop does it
    ///     once for all outcomes of a pass.
    func send(_ outcome: Outcome, wakingBy later: (@escaping @Sendable () -> Void) -> Void = { $0() }) async {
        // A cancelled run still delivers what is finished, so a slot is not waited for then.
        let hasRoom = await room.acquire()
        let (isQueued, wakes) = state.withLock { state in
            if state.isAbandoned { return (false, false) }
            state.incoming.append(outcome)
            guard state.reader != nil, !state.isWaking else { return (true, false) }
            state.isWaking = true
            return (true, true)
        }
        if hasRoom, !isQueued { room.release() }
        if wakes { later { self.wakeReader() } }
    }

    private func wakeReader() {
        let (reader, outcome) = state.withLock { state -> (Suspension<Outcome?>?, Outcome?) in
            state.isWaking = false
            guard state.reader != nil else { return (nil, nil) }
            let outcome = state.pop()
            guard outcome != nil || state.isFinished else { return (nil, nil) }
            defer { state.reader = nil }
            return (state.reader, outcome)
        }
        if outcome != nil { room.release() }
        reader?.resume(returning: outcome)
    }

    func receive() async -> Outcome? {
        // Mostly something is there, and then the task need not be suspended.
        if let answer = state.withLock({ Self.answer(&$0) }) { return passOn(answer) }
        return await withSuspension { suspension in
            let answer: Outcome?? = state.withLock { state in
                if let answer = Self.answer(&state) { return .some(answer) }
                state.reader = suspension
                return nil
            }
            if let answer { suspension.resume(returning: passOn(answer)) }
        }
    }

    /// What a reader has at once: an outcome, the end, or nothing yet.
    private static func answer(_ state: inout State) -> Outcome?? {
        if let outcome = state.pop() { return .some(outcome) }
        return state.isFinished ? .some(nil) : nil
    }

    private func passOn(_ answer: Outcome?) -> Outcome? {
        if answer != nil { room.release() }
        return answer
    }

    /// No further outcome comes.
    func finish() {
        let reader = state.withLock { state -> Suspension<Outcome?>? in
            state.isFinished = true
            // Who is about to wake the reader has something for it; the end comes after that.
            guard !state.isWaking else { return nil }
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: nil)
    }

    /// Nobody reads any more: what comes is dropped and nobody waits for room.
    func abandon() {
        let count = state.withLock { state in
            state.isAbandoned = true
            defer {
                state.incoming = []
                state.outgoing = []
                state.start = 0
            }
            return state.incoming.count + state.outgoing.count - state.start
        }
        for _ in 0..<count { room.release() }
    }
}
