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

    private var context: ChannelHandlerContext?
    private let endingAtOnce: Ending?
    private let isDeaf: Bool

    /// Makes a handler; `endingAtOnce` ends the connection as soon as it is there, `isDeaf` drops what comes in.
    init(endingAtOnce: Ending? = nil, isDeaf: Bool = false) {
        self.endingAtOnce = endingAtOnce
        self.isDeaf = isDeaf
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !isDeaf { context.fireChannelRead(data) }
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        if let endingAtOnce { return end(endingAtOnce) }
        context.fireChannelActive()
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
}
