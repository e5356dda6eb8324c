public import TrawlCore

/// What arrived at a fleet, or at one of its devices.
public struct FleetStatistics: Sendable, Hashable {
    /// Connections that were accepted.
    public var connections = 0
    /// Connections that are open now.
    public var openConnections = 0
    /// The most connections that were open at once.
    public var peakConnections = 0
    /// TLS handshakes that were completed.
    public var handshakes = 0
    /// Requests that were read whole.
    public var requests = 0
    /// Requests that are not answered yet.
    public var requestsInFlight = 0
    /// The most requests that were in flight at once.
    public var peakRequestsInFlight = 0
    /// User names and passwords that were checked; a request with a valid cookie needs none.
    public var logins = 0
    /// User names and passwords that were rejected.
    public var rejectedLogins = 0
    /// Session cookies that were handed out.
    public var sessions = 0
    /// Sessions that a request showed after their end, each counted once.
    public var expiries = 0
    /// Sessions that were logged out of.
    public var logouts = 0
    /// How often each command arrived, as it was spelled; refused ones too.
    public var commands: [String: Int] = [:]
}

/// One request as it arrived at a simulated device.
public struct RecordedRequest: Sendable, Hashable {
    /// When it had arrived whole.
    public var received: ContinuousClock.Instant
    /// The method.
    public var method: String
    /// The path and query.
    public var target: String
    /// The header fields in the order they came.
    public var headers: [HTTPField]
    /// The commands inside, in the order they came.
    public var commands: [String]

    /// The first value of a header field; names are compared without regard to case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
