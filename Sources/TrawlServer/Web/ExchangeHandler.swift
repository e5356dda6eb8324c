import NIOCore
import NIOHTTP1
import TrawlCore

/// One connection's requests and answers: collects requests within the limits, frames answers, and watches the clock.
///
/// NIO's pipelining handler in front of it holds the next request back until this one is answered.
final class ExchangeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = ServerRequest
    typealias OutboundIn = WebPart
    typealias OutboundOut = HTTPServerResponsePart

    /// What a connection is doing.
    private enum Phase {
        /// Nothing; a request may begin.
        case idle
        /// A request arrives.
        case reading
        /// The service is asked; how long that takes is its own affair.
        case answering
        /// An answer is handed over.
        case writing
        /// The last answer leaves; what comes is dropped, so that the client can read it.
        case ending
    }

    private let limits: WebLimits
    private let connections: WebConnections
    private let arrival: ArrivalHandler
    private let transport: TransportHandler

    private var phase = Phase.reading
    /// The end of the phase.
    private var deadline: Scheduled<Void>?
    /// The end of what leaves, which may go on in the phases after it.
    private var writeDeadline: Scheduled<Void>?
    /// Answers that were handed over whole and have not left.
    private var unsent = 0
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var requests = 0
    /// Whether bytes of the next request came while this one was answered.
    private var hasMore = false
    private var isNew = true
    private var keepsAlive = false

    init(limits: WebLimits, connections: WebConnections, arrival: ArrivalHandler, transport: TransportHandler) {
        self.limits = limits
        self.connections = connections
        self.arrival = arrival
        self.transport = transport
    }

    func handlerAdded(context: ChannelHandlerContext) {
        arrival.onArrival = { [unowned self] in self.bytesArrived(context: context) }
        begin(.reading, within: limits.read, context: context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        writeDeadline?.cancel()
        arrival.onArrival = {}
    }

    // MARK: Requests

    private func bytesArrived(context: ChannelHandlerContext) {
        isNew = false
        switch phase {
        case .idle: begin(.reading, within: limits.read, context: context)
        case .answering, .writing: hasMore = true
        case .reading, .ending: break
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard phase == .reading || phase == .idle else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            receive(head, context: context)
        case .body(let buffer):
            guard body.count + buffer.readableBytes <= limits.body else { return refuse(413, context: context) }
            body.append(contentsOf: buffer.readableBytesView)
        case .end:
            ask(context: context)
        }
    }

    private func receive(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        // Without bytes before it, where it came with the request before it.
        if phase == .idle { begin(.reading, within: limits.read, context: context) }
        self.head = head
        body = []
        guard head.uri.utf8.count <= limits.target else { return refuse(414, context: context) }
        guard head.version.major == 1 else { return refuse(505, context: context) }
        let hosts = head.headers["Host"].count
        guard hosts == 1 || (hosts == 0 && head.version.minor == 0) else { return refuse(400, context: context) }
        let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
        guard length <= limits.body else { return refuse(413, context: context) }
        if head.headers.contains(name: "Expect") {
            let goOn = HTTPResponseHead(version: head.version, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
        }
    }

    private func ask(context: ChannelHandlerContext) {
        guard let head else { return }
        deadline?.cancel()
        phase = .answering
        hasMore = false
        requests += 1
        arrival.beginRequest()
        // After CONNECT or an upgrade, what follows would be no HTTP; nothing of the kind is spoken here.
        keepsAlive = head.isKeepAlive && head.method != .CONNECT && !head.headers.contains(name: "Upgrade")
        connections.note(context.channel, isBusy: true)
        let request = ServerRequest(
            method: head.method.rawValue,
            target: head.uri,
            headers: head.headers.map { HTTPField($0.name, $0.value) },
            body: body,
            localAddress: context.channel.localAddress?.ipAddress ?? "",
            numberOnConnection: requests
        )
        body = []
        context.fireChannelRead(wrapInboundOut(request))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, context.channel.isActive, phase == .reading || phase == .idle
        else {
            return context.close(promise: nil)
        }
        switch error {
        case .headerOverflow: refuse(arrival.hasFirstLine ? 431 : 414, context: context)
        case .invalidVersion: refuse(505, context: context)
        default: refuse(400, context: context)
        }
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard phase == .answering || phase == .writing else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let status, let headers, let length):
            phase = .writing
            watchWriting(context: context)
            if connections.isStopping { keepsAlive = false }
            let framing = AnswerFraming(request: head, keepsAlive: keepsAlive)
            let answer = framing.head(status: status, fields: headers, length: length)
            keepsAlive = answer.keepsAlive
            context.write(wrapOutboundOut(.head(answer.head)), promise: promise)
        case .body(let bytes):
            guard head?.method != .HEAD, !bytes.isEmpty else {
                promise?.succeed()
                return
            }
            let buffer = context.channel.allocator.buffer(bytes: bytes)
            context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: promise)
        case .end:
            finish(context: context)
            promise?.succeed()
        }
    }

    private func finish(context: ChannelHandlerContext) {
        unsent += 1
        let goesOn = keepsAlive && !connections.isStopping
        if goesOn, hasMore {
            begin(.reading, within: limits.read, context: context)
        } else if goesOn {
            begin(.idle, within: limits.idle, context: context)
        } else {
            phase = .ending
            arrival.drops = true
        }
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenSuccess { self.answerSent(context: context) }
        // The next request may come out of the pipelining handler before this returns.
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
    }

    private func answerSent(context: ChannelHandlerContext) {
        unsent -= 1
        guard unsent == 0 else { return }
        switch phase {
        case .writing:
            watchWriting(context: context)
        case .ending:
            writeDeadline?.cancel()
            if hasMore { linger(context: context) } else { context.close(promise: nil) }
        case .idle, .reading, .answering:
            writeDeadline?.cancel()
            connections.note(context.channel, isBusy: phase == .answering)
            // The server may have been stopped meanwhile.
            if phase == .idle, connections.isStopping { context.close(promise: nil) }
        }
    }

    /// Answers a request that nobody is asked about, and ends the connection.
    ///
    /// Past the encoder, which knows of no answer without a request.
    private func refuse(_ status: Int, context: ChannelHandlerContext) {
        connections.noteRefusal(status)
        arrival.send(AnswerFraming(request: head, keepsAlive: false).refusal(status))
        linger(context: context)
    }

    /// Closes once the client has closed, or after a while: to close with unread bytes would take the answer back.
    private func linger(context: ChannelHandlerContext) {
        arrival.drops = true
        begin(.ending, within: limits.linger, context: context)
    }

    // MARK: Deadlines

    private func begin(_ phase: Phase, within limit: Duration, context: ChannelHandlerContext) {
        self.phase = phase
        deadline?.cancel()
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limit)) {
            self.deadlinePassed(context: context)
        }
    }

    private func deadlinePassed(context: ChannelHandlerContext) {
        switch phase {
        case .idle, .ending: context.close(promise: nil)
        // Nothing was said yet, or answers before it are still on their way.
        case .reading where isNew || unsent > 0: context.close(promise: nil)
        case .reading: refuse(408, context: context)
        case .answering, .writing: break
        }
    }

    private func watchWriting(context: ChannelHandlerContext) {
        writeDeadline?.cancel()
        writeDeadline = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limits.write)) {
            self.connections.noteSlowClient()
            // What the client does not read would keep a connection from being closed in an orderly way.
            self.transport.end(.reset)
        }
    }
}
