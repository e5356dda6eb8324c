import Synchronization

/// When something happened, told from inside a closure.
final class Moment: Sendable {
    private let instant = Mutex<ContinuousClock.Instant?>(nil)

    func mark() {
        instant.withLock { $0 = .now }
    }

    /// How long ago it was; forever where it never happened.
    var elapsed: Duration {
        instant.withLock { $0?.duration(to: .now) } ?? .seconds(1_000_000)
    }
}
