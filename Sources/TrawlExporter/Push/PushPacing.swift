/// What a receiver's answer means for the samples that it was sent.
enum PushVerdict: Sendable, Hashable {
    /// It has them.
    case accepted
    /// It may take them later, and maybe not before a while.
    case later(Duration?)
    /// They are too many for one request.
    case tooLarge
    /// It will never take them.
    case refused

    /// The verdict of a status; `retryAfter` is what the header of this name says.
    init(status: Int, retryAfter: Duration? = nil) {
        switch status {
        case 200..<300: self = .accepted
        case 413: self = .tooLarge
        case 429, 500..<600: self = .later(retryAfter)
        default: self = .refused
        }
    }

    /// Whether a refusal is about single samples: the rest of a batch, sent by itself, would be taken.
    ///
    /// As Prometheus, Mimir and Thanos word it.
    static func isAboutSomeSamples(status: Int, words: String) -> Bool {
        guard status == 400 else { return false }
        let words = words.lowercased().map { $0 == "-" ? " " : $0 }
        return ["out of order", "out of bounds", "duplicate sample", "too old"].contains { String(words).contains($0) }
    }
}

/// When to send again what was not taken.
struct PushPacing: Sendable, Hashable {
    /// The bound of the first wait.
    static let first = Duration.milliseconds(500)
    /// The bound of the longest wait that Trawl chooses itself.
    static let longest = Duration.seconds(30)
    /// The longest wait that a receiver may ask for.
    static let longestAsked = Duration.seconds(900)
    /// The shortest wait: a receiver that refuses at once is not asked in a loop.
    private static let shortest = Duration.milliseconds(50)

    /// Failures in a row.
    private(set) var failures = 0
    /// Nothing is sent before; `nil` where nothing failed.
    private(set) var notBefore: ContinuousClock.Instant?

    /// Notes a failure, and waits.
    ///
    /// - Parameters:
    ///   - now: When.
    ///   - asked: How long the receiver asked to be left alone.
    ///   - fraction: A random number from 0 to 1: the share of the bound that is waited for, so that many pushers do
    ///     not come back at once.
    mutating func failed(at now: ContinuousClock.Instant, asked: Duration?, fraction: Double) {
        failures += 1
        let bound = min(Self.longest, Self.first * (1 << min(failures - 1, 10)))
        let chosen = max(Self.shortest, bound * fraction)
        notBefore = now + max(chosen, min(asked ?? .zero, Self.longestAsked))
    }

    /// Notes that something got through.
    mutating func succeeded() {
        failures = 0
        notBefore = nil
    }
}
