/// A rate with a burst, as a value: each take says how long to wait first.
///
/// Takes are reservations, so that several waiters each get their own turn and none has to ask again.
struct TokenBucket: Sendable {
    private let interval: Duration
    private let burst: Int
    /// When the bucket would be full; in the future by one interval for each token that is missing.
    private var fullAt: ContinuousClock.Instant?

    init(rate: Rate, burst: Int) {
        interval = rate.interval
        self.burst = max(1, burst)
    }

    /// Takes one token, and says how long to wait before using it.
    mutating func take(at now: ContinuousClock.Instant) -> Duration {
        let start = max(fullAt ?? now, now)
        fullAt = start + interval
        let wait = now.duration(to: start) - interval * (burst - 1)
        return max(.zero, wait)
    }
}
