import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A server for real clients: it answers well, within limits, and stops in an orderly way.
///
/// What plays devices, well and badly behaved, is ``HTTPListener``.
package final class WebServer: Sendable {
    /// Where it listens, with the port that it got.
    package let address: ListenAddress
    private let group: MultiThreadedEventLoopGroup
    private let listener: NIOAsyncChannel<NIOAsyncChannel<ServerRequest, WebPart>, Never>
    private let connections: WebConnections
    private let service: WebService
    private let limits: WebLimits

    /// What has happened to its connections so far.
    package var statistics: WebStatistics { connections.statistics }

    /// Serves while `body` runs; afterwards answers under way are finished within a bound, and every thread is gone.
    ///
    /// - Throws: ``ListenerError`` where it cannot listen, and what `body` throws.
    package static func withServer<Result>(
        at address: ListenAddress,
        limits: WebLimits = WebLimits(),
        service: WebService,
        body: (WebServer) async throws -> Result
    ) async throws -> Result {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: min(2, System.coreCount))
        do {
            let server = try await WebServer(address, limits: limits, service: service, group: group)
            let result = try await server.serve(while: body)
            await shutDown(group)
            return result
        } catch {
            await shutDown(group)
            throw error
        }
    }

    private static func shutDown(_ group: MultiThreadedEventLoopGroup) async {
        // Fails only where it was shut down before.
        try? await group.shutdownGracefully()
    }

    private init(
        _ address: ListenAddress,
        limits: WebLimits,
        service: WebService,
        group: MultiThreadedEventLoopGroup
    ) async throws {
        let connections = WebConnections(most: limits.connections)
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: 1024)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.keepFromChildren() }
            }
            .childChannelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            // What a client has yet to read is held in the kernel's buffers and here; this is here.
            .childChannelOption(
                ChannelOptions.writeBufferWaterMark,
                value: .init(low: 64 << 10, high: 256 << 10)
            )
        do {
            listener = try await bootstrap.bind(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    do {
                        return try Self.set(up: channel, limits: limits, service: service, connections: connections)
                    } catch {
                        // Nobody else closes a connection that was never set up.
                        channel.close(promise: nil)
                        throw error
                    }
                }
            }
        } catch let error as IOError {
            let reason = unsafe strerror(error.errnoCode).map { unsafe String(cString: $0).lowercased() }
            throw ListenerError.addressUnusable(address, reason: reason ?? "error \(error.errnoCode)")
        } catch is SocketAddressError.UnknownHost {
            throw ListenerError.addressUnusable(address, reason: "no such host")
        }
        self.address = ListenAddress(host: address.host, port: listener.channel.localAddress?.port ?? address.port)
        self.group = group
        self.connections = connections
        self.service = service
        self.limits = limits
    }

    private static func set(
        up channel: any Channel,
        limits: WebLimits,
        service: WebService,
        connections: WebConnections
    ) throws -> NIOAsyncChannel<ServerRequest, WebPart> {
        guard connections.admit(channel) else { throw ChannelError.ioOnClosedChannel }
        try channel.keepFromChildren()
        let pipeline = channel.pipeline.syncOperations
        let (transport, arrival) = (TransportHandler(), ArrivalHandler())
        try pipeline.addHandler(transport)
        if let tls = try service.tls() { try pipeline.addHandler(NIOSSLServerHandler(context: tls.context)) }
        try pipeline.addHandler(arrival)
        var parsing = NIOHTTPDecoderLimitConfiguration()
        parsing.maxHeaderFieldSize = max(limits.headers, limits.target) + 1
        parsing.maxHeaderListSize = limits.headers + limits.target
        parsing.maxHeaderFieldCount = limits.headerCount
        try pipeline.configureHTTPServerPipeline(
            withErrorHandling: false,
            withEncoderConfiguration: HTTPResponseEncoder.Configuration(),
            withDecoderLimitConfiguration: parsing
        )
        try pipeline.addHandler(
            ExchangeHandler(limits: limits, connections: connections, arrival: arrival, transport: transport)
        )
        return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
    }

    private func serve<Result>(while body: (WebServer) async throws -> Result) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await self.accept() }
            do {
                let result = try await body(self)
                await stop()
                return result
            } catch {
                await stop()
                throw error
            }
        }
    }

    /// Serves every connection, each in a task of its own, until the listener is closed and the last of them is gone.
    private func accept() async {
        await withDiscardingTaskGroup { tasks in
            // A listener that breaks ends like one that is closed.
            try? await listener.executeThenClose { accepted in
                for try await channel in accepted {
                    tasks.addTask { await WebConnection(channel: channel, service: self.service).serve() }
                }
            }
        }
    }

    /// Takes no more connections, and gives answers under way some time.
    private func stop() async {
        // A listening socket that will not close is closed by the group's end.
        try? await listener.channel.close()
        connections.stop()
        // On the event loop: what is cancelled here could not sleep.
        group.any().scheduleTask(in: TimeAmount(limits.stop)) { self.connections.closeAll() }
    }
}
