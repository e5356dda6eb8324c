/// The bounds of one transfer.
package struct TransferLimits: Sendable, Hashable {
    /// To a finished TCP connect and TLS handshake, name resolution included.
    package var connectTimeout: Duration
    /// From the start of the transfer to its last byte.
    package var requestTimeout: Duration
    /// Decoded bytes of the body.
    package var responseSize: Int

    package init(
        connectTimeout: Duration = .seconds(5),
        requestTimeout: Duration = .seconds(30),
        responseSize: Int = 16 << 20
    ) {
        self.connectTimeout = connectTimeout
        self.requestTimeout = requestTimeout
        self.responseSize = responseSize
    }
}

/// What the engine did so far; counts only, so that benchmarks and tests can compare runs on any machine.
package struct TransferStatistics: Sendable, Hashable {
    /// Transfers that ended, well or badly.
    package var transfers = 0
    /// Connections opened, as libcurl counts them.
    package var connections = 0
    /// Easy handles created.
    package var handles = 0
    /// Finished TLS handshakes.
    package var handshakes = 0
    /// Connections that are open now.
    package var openConnections = 0

    package init(transfers: Int = 0, connections: Int = 0, handles: Int = 0, handshakes: Int = 0) {
        self.transfers = transfers
        self.connections = connections
        self.handles = handles
        self.handshakes = handshakes
    }

    package static func + (left: TransferStatistics, right: TransferStatistics) -> TransferStatistics {
        var sum = left
        sum.transfers += right.transfers
        sum.connections += right.connections
        sum.handles += right.handles
        sum.handshakes += right.handshakes
        sum.openConnections += right.openConnections
        return sum
    }
}
