import TrawlTransfer

/// What a poller's engine did so far; counts only, which do not vary from machine to machine.
public struct PollerStatistics: Sendable, Hashable {
    /// HTTP exchanges that ended, well or badly.
    public var transfers = 0
    /// Connections that were opened.
    public var connections = 0
    /// TLS handshakes that were finished.
    public var handshakes = 0
    /// libcurl's easy handles that were created.
    public var handles = 0
    /// Connections that are open now.
    public var openConnections = 0

    /// Makes statistics of nothing.
    public init() {}

    init(_ statistics: TransferStatistics) {
        transfers = statistics.transfers
        connections = statistics.connections
        handshakes = statistics.handshakes
        handles = statistics.handles
        openConnections = statistics.openConnections
    }
}
