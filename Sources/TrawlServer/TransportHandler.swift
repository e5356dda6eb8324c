import NIOCore
import NIOPosix

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The first handler of every pipeline: it can end a connection beneath TLS, which would otherwise say goodbye first.
final class TransportHandler: ChannelInboundHandler, ChannelOutboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    /// How a connection ends.
    enum Ending {
        /// With FIN.
        case close
        /// With RST.
        case reset
    }

    /// What becomes of what comes in.
    enum Manner {
        /// It is handed on.
        case passes
        /// It is handed on once this much time has passed since the connection was accepted.
        case waits(Duration)
        /// It is dropped.
        case deaf
        /// The connection ends as soon as it is there.
        case endsAtOnce(Ending)
        /// The connection ends as soon as anything comes in.
        case endsAtFirstByte(Ending)
    }

    private var context: ChannelHandlerContext?
    private var manner: Manner
    private var held: [NIOAny] = []

    init(manner: Manner = .passes) {
        self.manner = manner
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch manner {
        case .passes: context.fireChannelRead(data)
        case .waits: held.append(data)
        case .deaf, .endsAtOnce: break
        case .endsAtFirstByte(let ending): end(ending)
        }
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        guard case .waits(let pause) = manner else { return }
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(pause)) { self.goOn() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        if case .endsAtOnce(let ending) = manner { return end(ending) }
        context.fireChannelActive()
    }

    /// Hands on what was held back; nothing happens where the connection is gone.
    private func goOn() {
        manner = .passes
        guard let context else { return }
        for data in held { context.fireChannelRead(data) }
        held = []
        context.fireChannelReadComplete()
    }

    /// Ends the connection beneath every other handler.
    func end(_ ending: Ending) {
        guard let context else { return }
        if ending == .reset, let socket = context.channel as? any SocketOptionProvider {
            // Without lingering, close drops what was not sent and tells the peer so.
            _ = socket.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        }
        context.close(promise: nil)
    }

    /// Closes this side's half of the connection beneath every other handler.
    func closeOutput() {
        context?.close(mode: .output, promise: nil)
    }
}
