import TrawlCore

/// One HTTP exchange on its way through a loop.
///
/// Touched only on the loop's thread once it was submitted.
final class Transfer: @unchecked Sendable {
    /// Where the exchange is.
    enum State {
        /// Submitted, or waiting for the loop to take it.
        case new
        /// Its device's name is being looked up, until the deadline at most.
        case resolving(until: ContinuousClock.Instant)
        /// Waits for its turn to open a connection.
        case waiting
        /// In libcurl's hands.
        case running(EasyHandle)
        /// Over; the caller has its answer.
        case ended
    }

    let channel: DeviceChannel
    let request: HTTPRequest
    let limits: TransferLimits
    /// Whether the connection stays open afterwards for the device's next exchange.
    let keepsConnection: Bool
    /// Whether no kept connection may be used.
    let onFreshConnection: Bool
    /// Whether the connection alone is wanted, and nothing is sent on it.
    let connectsOnly: Bool
    var state = State.new
    /// Was cancelled before it was started.
    var isCancelled = false
    /// Counts among the loop's simultaneous connects, until its connection stands.
    var isConnecting = false
    var addresses: [String]?
    /// Whether what the device shows is to be kept in ``certificate``.
    let wantsCertificate: Bool
    var certificate: PresentedCertificate?
    private var continuation: Suspension<Result<HTTPResponse, DeviceError>>?

    init(
        channel: DeviceChannel,
        request: HTTPRequest,
        limits: TransferLimits,
        keepsConnection: Bool,
        onFreshConnection: Bool,
        connectsOnly: Bool = false,
        wantsCertificate: Bool = false
    ) {
        self.channel = channel
        self.request = request
        self.limits = limits
        self.keepsConnection = keepsConnection
        self.onFreshConnection = onFreshConnection
        self.connectsOnly = connectsOnly
        self.wantsCertificate = wantsCertificate
    }

    /// Hands over the caller, before the transfer is submitted.
    func await(_ continuation: Suspension<Result<HTTPResponse, DeviceError>>) {
        self.continuation = continuation
    }

    var hasEnded: Bool {
        if case .ended = state { true } else { false }
    }

    /// Ends the exchange; only the first end reaches the caller.
    func end(_ result: Result<HTTPResponse, DeviceError>) {
        guard !hasEnded else { return }
        state = .ended
        continuation?.resume(returning: result)
        continuation = nil
    }
}
