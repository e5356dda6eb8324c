import NIOCore

/// Stands in front of the HTTP decoder and sees bytes before they are a request: a deadline begins with the first one.
final class ArrivalHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Called when bytes came.
    var onArrival: () -> Void = {}
    /// Whether what comes is dropped: the connection is about to end, and the client has yet to read why.
    var drops = false
    /// Whether the request that arrives has got beyond its first line.
    private(set) var hasFirstLine = false
    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !drops else { return }
        let buffer = unwrapInboundIn(data)
        hasFirstLine = hasFirstLine || buffer.readableBytesView.contains(UInt8(ascii: "\n"))
        onArrival()
        context.fireChannelRead(data)
    }

    /// Sends bytes past the HTTP encoder, under TLS where there is any.
    func send(_ bytes: [UInt8]) {
        guard let context else { return }
        context.writeAndFlush(NIOAny(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
    }

    /// Says that the next byte begins another request.
    func beginRequest() {
        hasFirstLine = false
    }
}
