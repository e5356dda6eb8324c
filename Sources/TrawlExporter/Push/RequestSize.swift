/// How many samples a request has: fewer once a receiver finds one too large, and more again while it takes them.
struct RequestSize: Sendable, Hashable {
    /// What is sent where the receiver takes it.
    let wanted: Int
    /// The most that is sent now.
    private(set) var most: Int
    private var accepted = 0
    /// So many are taken until more are tried.
    private static let trial = 256

    init(wanted: Int) {
        self.wanted = wanted
        most = wanted
    }

    /// The least that is tried: where that is too large, everything is.
    var least: Int { max(1, wanted / 64) }

    /// Notes that a request was taken.
    mutating func succeeded() {
        guard most < wanted else { return }
        accepted += 1
        guard accepted >= Self.trial else { return }
        accepted = 0
        most = min(wanted, most * 2)
    }

    /// Notes that a request was too large.
    ///
    /// - Returns: Whether less is worth a try.
    mutating func tooLarge(samples: Int) -> Bool {
        accepted = 0
        guard samples > least else { return false }
        most = max(least, min(most, samples) / 2)
        return true
    }
}
