/// How many calls one device takes at once, found out by asking: `per_host.concurrency: auto`.
///
/// A value: it is told how calls ended and says whether another may go.
///
/// It begins at one, allows one more after each round of answers that came about as fast as the fastest round, and
/// falls to a half where the device says that it is busy or does not answer in time.
struct AdaptiveConcurrency: Sendable {
    /// How a call ended.
    enum End: Sendable, Hashable {
        /// The device answered, after so long.
        case answered(Duration)
        /// The device is busy, or did not answer in time.
        case overloaded
        /// Another failure, which says nothing about load.
        case other
    }

    /// A round is flat where it took no more than half as long again as the fastest one, and this.
    static let tolerance = Duration.milliseconds(10)

    /// The calls that may be in flight.
    private(set) var allowed = 1
    /// The calls that are.
    private(set) var inFlight = 0
    private let ceiling: Int
    private var answers = 0
    private var sum = Duration.zero
    private var fastest: Duration?

    init(ceiling: Int) {
        self.ceiling = max(1, ceiling)
    }

    /// Takes a place; false where all are taken.
    mutating func enter() -> Bool {
        guard inFlight < allowed else { return false }
        inFlight += 1
        return true
    }

    /// Gives a place back.
    mutating func leave(_ end: End) {
        inFlight -= 1
        switch end {
        case .other: return
        case .overloaded:
            allowed = max(1, allowed / 2)
            (answers, sum) = (0, .zero)
        case .answered(let time):
            answers += 1
            sum += time
            // A round is as many answers as calls go at once: each step up is judged by calls that felt the last one.
            guard answers >= allowed else { return }
            let mean = sum / answers
            (answers, sum) = (0, .zero)
            let best = min(fastest ?? mean, mean)
            fastest = best
            if mean <= best * 3 / 2 + Self.tolerance { allowed = min(ceiling, allowed + 1) }
        }
    }
}
