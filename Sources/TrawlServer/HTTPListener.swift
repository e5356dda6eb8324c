import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization
import TrawlCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A listening socket that answers HTTP, with or without TLS, on as many addresses as the host has.
///
/// One socket is bound to every address and, unless told otherwise, to the loopback interface, so that each of
/// 127.0.0.0/8 reaches it and no other host does. The local address of a connection says whom the client meant.
package final class HTTPListener: Sendable {
    /// Where the listener can be reached from.
    package enum Reach: Sendable, Hashable {
        /// From this host alone.
        case loopback
        /// From wherever the host's addresses can be reached.
        case everywhere
    }

    /// What a listener is made of.
    package struct Options: Sendable {
        /// The TCP port; 0 takes any free one.
        package var port: Int
        /// Where it can be reached from.
        package var reach: Reach
        /// Connections that the kernel may hold until they are accepted; capped by `net.core.somaxconn`.
        package var backlog: Int
        /// The largest request body that is read; a larger one is answered with 413.
        package var maximumBody: Int

        /// Makes options; by default any free port of the loopback interface.
        package init(port: Int = 0, reach: Reach = .loopback, backlog: Int = 8192, maximumBody: Int = 4 << 20) {
            self.port = port
            self.reach = reach
            self.backlog = backlog
            self.maximumBody = maximumBody
        }
    }

    /// The port that is listened on.
    package let port: Int
    private let group: MultiThreadedEventLoopGroup
    private let channel: any Channel
    private let connections: ConnectionTable

    /// Listens while `body` runs; afterwards every connection is closed and every thread is gone.
    package static func withListener<Result>(
        _ options: Options = Options(),
        service: HTTPService,
        body: (HTTPListener) async throws -> Result
    ) async throws -> Result {
        let listener = try await HTTPListener(options, service: service)
        do {
            let result = try await body(listener)
            await listener.stop()
            return result
        } catch {
            await listener.stop()
            throw error
        }
    }

    private init(_ options: Options, service: HTTPService) async throws {
        DescriptorLimit.raise()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
        let connections = ConnectionTable()
        do {
            let channel = try await Self.bind(options, service: service, group: group, connections: connections)
            guard let port = channel.localAddress?.port else { throw ListenerError.noAddress }
            self.port = port
            self.channel = channel
        } catch {
            await Self.shutDown(group)
            throw error
        }
        self.group = group
        self.connections = connections
    }

    private static func bind(
        _ options: Options,
        service: HTTPService,
        group: MultiThreadedEventLoopGroup,
        connections: ConnectionTable
    ) async throws -> any Channel {
        var bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: Int32(clamping: options.backlog))
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.keepFromChildren() }
            }
            .childChannelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(ChannelOptions.maxMessagesPerRead, value: 4)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    connections.add(channel)
                    try Self.set(up: channel, service: service, maximumBody: options.maximumBody)
                }
            }
        if options.reach == .loopback {
            bootstrap = try bootstrap.serverChannelOption(
                boundInterface,
                value: loopbackInterface()
            )
        }
        do {
            return try await bootstrap.bind(host: "0.0.0.0", port: options.port).get()
        } catch let error as IOError {
            let reason = unsafe strerror(error.errnoCode).map { unsafe String(cString: $0).lowercased() }
            throw ListenerError.portUnusable(options.port, reason: reason ?? "error \(error.errnoCode)")
        }
    }

    private static func set(up channel: any Channel, service: HTTPService, maximumBody: Int) throws {
        try channel.keepFromChildren()
        let address = channel.localAddress?.ipAddress ?? ""
        service.observe(.accepted, address)
        channel.closeFuture.whenComplete { _ in service.observe(.closed, address) }
        let pipeline = channel.pipeline.syncOperations
        switch service.plan(address) {
        case .serve(let tls, let pause):
            let transport = TransportHandler(manner: pause > .zero ? .waits(pause) : .passes)
            try pipeline.addHandler(transport)
            if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls.context)) }
            try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: true, withErrorHandling: true)
            try pipeline.addHandler(
                RequestHandler(service: service, transport: transport, address: address, maximumBody: maximumBody)
            )
        case .ignore:
            try pipeline.addHandler(TransportHandler(manner: .deaf))
        case .close:
            try pipeline.addHandler(TransportHandler(manner: .endsAtOnce(.close)))
        case .reset:
            try pipeline.addHandler(TransportHandler(manner: .endsAtOnce(.reset)))
        case .resetAtFirstByte:
            try pipeline.addHandler(TransportHandler(manner: .endsAtFirstByte(.reset)))
        }
    }

    private func stop() async {
        // A listening socket that will not close is closed by the group's end below.
        try? await channel.close()
        connections.closeAll()
        await Self.shutDown(group)
    }

    private static func shutDown(_ group: MultiThreadedEventLoopGroup) async {
        // Fails only where it was shut down before.
        try? await group.shutdownGracefully()
    }

    /// The option that binds a socket to one interface and needs no privilege.
    private static var boundInterface: ChannelOptions.Types.SocketOption {
        #if os(Linux)
        // SO_BINDTOIFINDEX, which glibc does not name: https://man7.org/linux/man-pages/man7/socket.7.html
        ChannelOptions.Types.SocketOption(level: .socket, name: NIOBSDSocket.Option(rawValue: 62))
        #else
        // Darwin's IP_BOUND_IF.
        ChannelOptions.Types.SocketOption(level: .ip, name: NIOBSDSocket.Option(rawValue: 25))
        #endif
    }

    private static func loopbackInterface() throws -> Int {
        let device = try System.enumerateDevices().first { $0.address?.ipAddress == "127.0.0.1" }
        guard let device else { throw ListenerError.noLoopback }
        return device.interfaceIndex
    }
}

/// Why a listener could not start, beyond what the system says.
package enum ListenerError: Error, Sendable, CustomStringConvertible {
    /// No interface has the address 127.0.0.1.
    case noLoopback
    /// The socket has no address after it was bound.
    case noAddress
    /// The port is taken, or not for this user.
    case portUnusable(Int, reason: String)
    /// The address is taken, no address of this host, or not for this user.
    case addressUnusable(ListenAddress, reason: String)

    /// What happened, in one line.
    package var description: String {
        switch self {
        case .noLoopback: "no interface has the address 127.0.0.1"
        case .noAddress: "the listening socket has no address"
        case .portUnusable(let port, let reason): "cannot listen on 0.0.0.0:\(port): \(reason)"
        case .addressUnusable(let address, let reason): "cannot listen on \(address): \(reason)"
        }
    }
}

/// The connections that are open, so that stopping ends them.
private final class ConnectionTable: Sendable {
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        channels.withLock { $0[id] = channel }
        channel.closeFuture.whenComplete { _ in
            self.channels.withLock { _ = $0.removeValue(forKey: id) }
        }
    }

    func closeAll() {
        for channel in channels.withLock({ Array($0.values) }) {
            channel.close(promise: nil)
        }
    }
}
