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
        let wait = wait(at: now)
        fullAt = max(fullAt ?? now, now) + interval
        return wait
    }

    /// Takes one token, unless it could not be used within `limit`; then `nil`.
    ///
    /// Whoever has no time to wait must not take what nobody would use: the next ones would wait for it all the same.
    mutating func take(at now: ContinuousClock.Instant, within limit: Duration?) -> Duration? {
        if let limit, wait(at: now) > limit { return nil }
        return take(at: now)
    }

    private func wait(at now: ContinuousClock.Instant) -> Duration {
        max(.zero, now.duration(to: max(fullAt ?? now, now)) - interval * (burst - 1))
    }
}
