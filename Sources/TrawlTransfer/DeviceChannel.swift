package import TrawlCore

/// One device's place in the engine: a loop and a multi handle for its whole life, and the easy handles it keeps.
package final class DeviceChannel: @unchecked Sendable {
    /// The device.
    package let device: Device
    let loop: TransferLoop
    let shard: Int
    let needsResolver: Bool

    // Touched only on the loop's thread.
    var idleHandles: [EasyHandle] = []
    var isClosed = false
    /// Whether a connection was kept, so that the next transfer probably needs no connect.
    var hasConnection = false

    init(device: Device, loop: TransferLoop, shard: Int) {
        self.device = device
        self.loop = loop
        self.shard = shard
        needsResolver = !Resolver.isNumeric(device.address)
    }

    /// The loop that moves this device's transfers: work that runs on it needs no hop.
    package var executor: any TaskExecutor { loop }

    /// Runs a body on the loop once it has done what is at hand: what others are told then, they are told once.
    package func afterwards(_ body: @escaping @Sendable () -> Void) {
        loop.submit(.call(body))
    }

    /// Sends one request and waits for the whole answer.
    ///
    /// Cancelling the task takes the transfer out at once, with its socket when it was on the wire.
    ///
    /// - Parameters:
    ///   - request: What to send.
    ///   - limits: How long to wait and how much to take.
    ///   - keepsConnection: Whether the connection stays open for the device's next request.
    ///   - onFreshConnection: Whether a new connection is wanted even where one is kept.
    /// - Returns: The answer, whatever its status.
    /// - Throws: What went wrong, in terms of the device; ``DeviceError/Code/interrupted`` on cancellation.
    package func perform(
        _ request: HTTPRequest,
        within limits: TransferLimits,
        keepsConnection: Bool = true,
        onFreshConnection: Bool = false
    ) async throws(DeviceError) -> HTTPResponse {
        let transfer = Transfer(
            channel: self,
            request: request,
            limits: limits,
            keepsConnection: keepsConnection,
            onFreshConnection: onFreshConnection
        )
        return try await wait(for: transfer).get()
    }

    /// Connects, with TLS where the device speaks it, and closes again: nothing is sent.
    ///
    /// - Throws: Why the device cannot be reached or trusted.
    package func connect(within limits: TransferLimits) async throws(DeviceError) {
        let transfer = Transfer(
            channel: self,
            request: HTTPRequest(path: "/"),
            limits: limits,
            keepsConnection: false,
            onFreshConnection: true,
            connectsOnly: true
        )
        _ = try await wait(for: transfer).get()
    }

    /// Connects, sends nothing, and closes again.
    ///
    /// - Returns: The certificate that the device showed, and why it cannot be reached or trusted.
    package func certificate(
        within limits: TransferLimits
    ) async -> (certificate: PresentedCertificate?, error: DeviceError?) {
        let transfer = Transfer(
            channel: self,
            request: HTTPRequest(path: "/"),
            limits: limits,
            keepsConnection: false,
            onFreshConnection: true,
            connectsOnly: true,
            wantsCertificate: true
        )
        guard case .failure(let error) = await wait(for: transfer) else { return (transfer.certificate, nil) }
        return (transfer.certificate, error)
    }

    private func wait(for transfer: Transfer) async -> Result<HTTPResponse, DeviceError> {
        await withTaskCancellationHandler {
            await withSuspension { continuation in
                transfer.await(continuation)
                loop.submit(.start(transfer))
            }
        } onCancel: {
            loop.submit(.cancel(transfer))
        }
    }

    /// Shuts the device's idle connections, so that nothing else arriving on them is ever read.
    package func dropConnection() {
        loop.submit(.drop(self))
    }

    /// Closes the device's idle connections and lets go of its handles and, with them, of its TLS sessions.
    ///
    /// Transfers that run go on to their end.
    package func close() {
        loop.submit(.close(self))
    }
}
