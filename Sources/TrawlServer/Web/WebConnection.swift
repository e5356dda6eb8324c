import NIOCore
import TrawlCore

/// One connection while it is served: its requests are answered one after the other.
struct WebConnection: Sendable {
    let channel: NIOAsyncChannel<ServerRequest, WebPart>
    let service: WebService

    /// Below this a body is not worth compressing.
    private static let leastCompressed = 1400

    /// Answers until the connection ends; where the client goes away, the answer under way is cancelled.
    func serve() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // A connection that breaks is the client's affair.
                try? await channel.executeThenClose { inbound, outbound in
                    for try await request in inbound {
                        let response = await service.answer(request)
                        defer { withExtendedLifetime(response.place) {} }
                        try await Self.send(response, to: request, through: outbound)
                    }
                }
            }
            group.addTask { try? await channel.channel.closeFuture.get() }
            await group.next()
            group.cancelAll()
        }
    }

    private static func send(
        _ response: WebResponse,
        to request: ServerRequest,
        through outbound: NIOAsyncChannelOutboundWriter<WebPart>
    ) async throws {
        guard let stream = compression(of: response, to: request) else {
            try await outbound.write(
                .head(status: response.status, headers: response.headers, length: response.length)
            )
            for piece in response.body { try await outbound.write(.body(piece)) }
            return try await outbound.write(.end)
        }
        let headers = response.headers + [HTTPField("Content-Encoding", "gzip"), HTTPField("Vary", "Accept-Encoding")]
        try await outbound.write(.head(status: response.status, headers: headers, length: nil))
        for (index, piece) in response.body.enumerated() {
            let compressed = stream.compress(piece, isLast: index == response.body.count - 1)
            if !compressed.isEmpty { try await outbound.write(.body(compressed)) }
        }
        try await outbound.write(.end)
    }

    private static func compression(of response: WebResponse, to request: ServerRequest) -> GzipStream? {
        guard request.method != "HEAD", response.length >= leastCompressed,
            AcceptedEncoding.takesGzip(request.header("Accept-Encoding"))
        else { return nil }
        return GzipStream()
    }
}
