import NIOCore
import NIOHTTP1
import NIOTLS
import TrawlCore

/// Collects a request, asks the service, and sends the answer as well or as badly as it says.
///
/// NIO's pipelining handler in front of it holds the next request back until this one is answered.
final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let service: HTTPService
    private let transport: TransportHandler
    private let address: String
    private let maximumBody: Int

    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var isTooLarge = false
    private var scheduled: Scheduled<Void>?
    private var isAnswering = false
    private var requests = 0
    private var isGone = false

    init(service: HTTPService, transport: TransportHandler, address: String, maximumBody: Int) {
        self.service = service
        self.transport = transport
        self.address = address
        self.maximumBody = maximumBody
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            begin(head, context: context)
        case .body(let buffer):
            if body.count + buffer.readableBytes > maximumBody {
                isTooLarge = true
                body = []
            } else if !isTooLarge {
                body.append(contentsOf: buffer.readableBytesView)
            }
        case .end:
            guard let head else { return }
            self.head = nil
            answer(head, context: context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            service.observe(.handshakeCompleted, address)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        isGone = true
        endRequest()
        scheduled?.cancel()
        scheduled = nil
        context.fireChannelInactive()
    }

    /// A broken handshake or a broken connection is the client's affair; the connection ends.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func begin(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        self.head = head
        isTooLarge = false
        let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
        body = []
        body.reserveCapacity(min(length, maximumBody))
        if head.headers.contains(name: "Expect"), length <= maximumBody {
            let goOn = HTTPResponseHead(version: head.version, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
        }
    }

    private func endRequest() {
        guard isAnswering else { return }
        isAnswering = false
        service.observe(.requestEnded, address)
    }

    private func answer(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        isAnswering = true
        requests += 1
        service.observe(.requestReceived, address)
        guard !isTooLarge else {
            var refusal = ServerResponse(status: 413, contentType: "text/plain", text: "request too large\n")
            refusal.headers.append(HTTPField("Connection", "close"))
            return send(refusal, to: head, context: context)
        }
        let request = ServerRequest(
            method: head.method.rawValue,
            target: head.uri,
            headers: head.headers.map { HTTPField($0.name, $0.value) },
            body: body,
            localAddress: address,
            numberOnConnection: requests
        )
        body = []
        let response = service.answer(request)
        after(response.delay, context: context) { context in
            self.send(response, to: head, context: context)
        }
    }

    /// Does something later, unless the connection is gone by then.
    private func after(
        _ delay: Duration,
        context: ChannelHandlerContext,
        _ action: @escaping (ChannelHandlerContext) -> Void
    ) {
        guard delay > .zero else { return action(context) }
        scheduled = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) {
            guard !self.isGone else { return }
            action(context)
        }
    }

    private func send(_ response: ServerResponse, to request: HTTPRequestHead, context: ChannelHandlerContext) {
        switch response.delivery {
        case .never:
            return
        case .disconnect:
            return transport.end(.close)
        case .reset:
            return transport.end(.reset)
        case .halfClose:
            return transport.closeOutput()
        case .raw(let answer):
            return sendRaw(answer, context: context)
        case .whole, .truncated, .dripping, .endless, .twice, .thenClose:
            break
        }
        let keepsAlive = writeHead(of: response, to: request, context: context)
        guard request.method != .HEAD else { return finish(keepsAlive: keepsAlive, context: context) }
        switch response.delivery {
        case .truncated(let count, let resets):
            write(response.body.prefix(count), context: context)
            let sent = context.eventLoop.makePromise(of: Void.self)
            sent.futureResult.assumeIsolated().whenSuccess {
                if resets { self.transport.end(.reset) } else { context.close(promise: nil) }
            }
            // An empty piece says when those before it have left: a reset would take them back.
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer()))), promise: sent)
        case .dripping(let count, let pause):
            drip(response.body[...], count: max(1, count), pause: pause, keepsAlive: keepsAlive, context: context)
        case .endless(let total):
            repeatBody(response.body, remaining: total, keepsAlive: keepsAlive, context: context)
        case .twice(let pause):
            write(response.body[...], context: context)
            finish(keepsAlive: keepsAlive, context: context)
            let bytes = Self.wire(response)
            after(pause, context: context) { $0.writeBeneathHTTP(bytes, promise: nil) }
        case .thenClose(let pause):
            write(response.body[...], context: context)
            finish(keepsAlive: keepsAlive, context: context)
            after(pause, context: context) { $0.close(promise: nil) }
        case .whole, .never, .disconnect, .reset, .halfClose, .raw:
            write(response.body[...], context: context)
            finish(keepsAlive: keepsAlive, context: context)
        }
    }

    /// Writes the head with the framing fields, and says whether the connection goes on.
    private func writeHead(
        of response: ServerResponse,
        to request: HTTPRequestHead,
        context: ChannelHandlerContext
    ) -> Bool {
        var headers = HTTPHeaders(response.headers.map { ($0.name, $0.value) })
        var keepsAlive = request.isKeepAlive
        if headers[canonicalForm: "Connection"].contains(where: { $0.lowercased() == "close" }) {
            keepsAlive = false
        } else if !keepsAlive {
            headers.add(name: "Connection", value: "close")
        } else if request.version == .http1_0 {
            headers.add(name: "Connection", value: "keep-alive")
        }
        if case .endless = response.delivery {
            headers.replaceOrAdd(name: "Transfer-Encoding", value: "chunked")
        } else if response.status >= 200, response.status != 204, response.status != 304 {
            headers.replaceOrAdd(name: "Content-Length", value: String(response.body.count))
        }
        let status = HTTPResponseStatus(statusCode: response.status)
        let head = HTTPResponseHead(version: request.version, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        return keepsAlive
    }

    private func write(_ bytes: ArraySlice<UInt8>, context: ChannelHandlerContext) {
        guard !bytes.isEmpty else { return }
        let buffer = context.channel.allocator.buffer(bytes: bytes)
        context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
    }

    private func finish(keepsAlive: Bool, context: ChannelHandlerContext) {
        endRequest()
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if !keepsAlive { context.close(promise: nil) }
    }

    private func drip(
        _ bytes: ArraySlice<UInt8>,
        count: Int,
        pause: Duration,
        keepsAlive: Bool,
        context: ChannelHandlerContext
    ) {
        write(bytes.prefix(count), context: context)
        context.flush()
        let rest = bytes.dropFirst(count)
        guard !rest.isEmpty else { return finish(keepsAlive: keepsAlive, context: context) }
        after(pause, context: context) { context in
            self.drip(rest, count: count, pause: pause, keepsAlive: keepsAlive, context: context)
        }
    }

    /// Sends the body again and again; the next piece waits until the last one left, so memory stays flat.
    private func repeatBody(_ piece: [UInt8], remaining: Int, keepsAlive: Bool, context: ChannelHandlerContext) {
        guard remaining > 0, !piece.isEmpty, !isGone else { return finish(keepsAlive: keepsAlive, context: context) }
        let part = piece.prefix(remaining)
        let buffer = context.channel.allocator.buffer(bytes: part)
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenSuccess {
            self.repeatBody(piece, remaining: remaining - part.count, keepsAlive: keepsAlive, context: context)
        }
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: sent)
    }

    /// Sends bytes as they are; the next repetition waits until the last one left.
    private func sendRaw(_ answer: ServerResponse.RawAnswer, context: ChannelHandlerContext) {
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenSuccess {
            guard !self.isGone else { return }
            var rest = answer
            if answer.times > 0, !answer.repeated.isEmpty {
                rest.bytes = answer.repeated
                rest.times -= 1
                self.after(answer.pause, context: context) { self.sendRaw(rest, context: $0) }
            } else if !answer.ending.isEmpty {
                rest.bytes = answer.ending
                rest.ending = []
                self.sendRaw(rest, context: context)
            } else if answer.closes {
                context.close(promise: nil)
            }
        }
        context.writeBeneathHTTP(answer.bytes, promise: sent)
    }

    /// A whole answer as it goes over the wire.
    private static func wire(_ response: ServerResponse) -> [UInt8] {
        let fields = response.headers.map { "\($0.name): \($0.value)\r\n" }.joined()
        let head = "HTTP/1.1 \(response.status) OK\r\n\(fields)Content-Length: \(response.body.count)\r\n\r\n"
        return Array(head.utf8) + response.body
    }
}

extension ChannelHandlerContext {
    /// Sends bytes past the HTTP encoder, under TLS where there is any.
    fileprivate func writeBeneathHTTP(_ bytes: [UInt8], promise: EventLoopPromise<Void>?) {
        do {
            let encoder = try pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
            encoder.writeAndFlush(NIOAny(channel.allocator.buffer(bytes: bytes)), promise: promise)
        } catch {
            // Without an encoder the connection is on its way out.
            promise?.fail(error)
        }
    }
}
