import TrawlCore

/// Which failures are worth another try, and when.
///
/// A value: it is told what happened and says what to do.
struct RetryPolicy: Sendable {
    /// What to do after a failure.
    enum Action: Sendable, Hashable {
        /// The failure stands.
        case giveUp
        /// The same again, after a wait.
        case retry(after: Duration)
        /// The same again on a new connection, at once: an answer was not ours.
        case retryOnFreshConnection
    }

    /// What is known about the try that failed.
    struct Try: Sendable {
        /// Tries so far, this one included.
        var count: Int
        /// Whether the connection had served before.
        var wasReused: Bool
        /// Whether a fresh connection was already asked for because of a wrong id.
        var wasFreshRetry: Bool
        /// What is left of the run; `nil` for no end.
        var timeLeft: Duration?
    }

    /// A device that asks for a longer rest than this has failed for a run without an end of its own.
    static let longestRest: Duration = .seconds(120)

    var limits: RetryLimits

    /// What to do after a failure; `random` is from 0 to 1, for full jitter.
    func action(after error: DeviceError, _ attempt: Try, random: Double) -> Action {
        if error.code == .wrongID {
            return attempt.wasReused && !attempt.wasFreshRetry ? .retryOnFreshConnection : .giveUp
        }
        guard error.isTransient, attempt.count < limits.attempts else { return .giveUp }
        let ceiling = min(limits.backoffCap, limits.backoffBase * (1 << min(attempt.count - 1, 20)))
        var wait = ceiling * random
        if error.errorClass == .throttled {
            wait = error.retryAfter ?? max(.seconds(1), wait)
            if attempt.timeLeft == nil, wait > Self.longestRest { return .giveUp }
        }
        if let left = attempt.timeLeft, wait >= left { return .giveUp }
        return .retry(after: wait)
    }
}

/// The run-wide budget: once 50 first attempts were made, retries are at most a fifth of them.
///
/// Without it a site in trouble would get three times the load that brought it down.
struct RetryBudget: Sendable {
    /// First attempts after which half of everything is forgotten, so that a year of health pays for no storm of
    /// retries; `nil` for a run, which ends.
    var window: Int?
    private var firstAttempts = 0
    private var retries = 0

    init(window: Int? = nil) {
        self.window = window
    }

    /// Counts a call's first attempt.
    mutating func noteFirstAttempt() {
        firstAttempts += 1
        guard let window, firstAttempts >= window else { return }
        firstAttempts /= 2
        retries /= 2
    }

    /// Takes one retry out of the budget; false where it is used up.
    mutating func takeRetry() -> Bool {
        guard firstAttempts < 50 || (retries + 1) * 5 <= firstAttempts else { return false }
        retries += 1
        return true
    }
}
