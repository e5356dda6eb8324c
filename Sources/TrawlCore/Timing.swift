/// How long the phases of one HTTP exchange took.
///
/// Each is a span of its own, not a time since the start, except ``firstByte`` and ``total``.
public struct Timing: Sendable, Hashable {
    /// From admission asked for to admission given: the wait for limits, not for the device.
    public var queued: Duration
    /// Finding the address of the name.
    public var resolve: Duration
    /// The TCP connect; zero on a kept connection.
    public var connect: Duration
    /// The TLS handshake; zero on a kept connection and over plain HTTP.
    public var tls: Duration
    /// From the start of the exchange to the first byte of the answer.
    public var firstByte: Duration
    /// From the start of the exchange to its end.
    public var total: Duration
    /// Octets of the answer's body after decoding.
    public var bytes: Int
    /// Whether a kept connection was used again.
    public var reused: Bool

    /// Makes a timing; by default nothing took any time.
    public init(
        queued: Duration = .zero,
        resolve: Duration = .zero,
        connect: Duration = .zero,
        tls: Duration = .zero,
        firstByte: Duration = .zero,
        total: Duration = .zero,
        bytes: Int = 0,
        reused: Bool = false
    ) {
        self.queued = queued
        self.resolve = resolve
        self.connect = connect
        self.tls = tls
        self.firstByte = firstByte
        self.total = total
        self.bytes = bytes
        self.reused = reused
    }
}

extension Duration {
    /// The duration in milliseconds, as records and messages show it.
    package var milliseconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) * 1e3 + Double(attoseconds) / 1e15
    }

    /// The duration in seconds.
    package var seconds: Double { milliseconds / 1e3 }
}
