import NIOHTTP1
import TrawlCore

/// How an answer is framed: what its head says of its length and of the connection.
struct AnswerFraming {
    /// The request's head; `nil` where there was no whole one.
    var request: HTTPRequestHead?
    /// Whether the connection may go on.
    var keepsAlive: Bool

    /// The head of an answer, and whether the connection goes on after it.
    ///
    /// - Parameters:
    ///   - status: The status code.
    ///   - fields: Header fields beyond the framing ones.
    ///   - length: The body's length; `nil` where nobody knows it before its end.
    /// - Returns: Both.
    func head(status: Int, fields: [HTTPField], length: Int?) -> (head: HTTPResponseHead, keepsAlive: Bool) {
        let version = request?.version ?? .http1_1
        var keepsAlive = keepsAlive
        var headers = HTTPHeaders(fields.map { ($0.name, $0.value) })
        if let length {
            if status != 204, status != 304 { headers.replaceOrAdd(name: "Content-Length", value: "\(length)") }
        } else if version.minor == 0 {
            // Its end is the connection's.
            keepsAlive = false
        } else {
            headers.replaceOrAdd(name: "Transfer-Encoding", value: "chunked")
        }
        if !keepsAlive {
            headers.replaceOrAdd(name: "Connection", value: "close")
        } else if version.minor == 0 {
            headers.replaceOrAdd(name: "Connection", value: "keep-alive")
        }
        let head = HTTPResponseHead(
            version: version,
            status: HTTPResponseStatus(statusCode: status),
            headers: headers
        )
        return (head, keepsAlive)
    }

    /// A whole answer that ends the connection, as it goes over the wire.
    func refusal(_ status: Int) -> [UInt8] {
        let text = "\(status) \(HTTPResponseStatus(statusCode: status).reasonPhrase)"
        let lines = [
            "HTTP/1.1 \(text)", "Content-Type: text/plain; charset=utf-8", "Content-Length: \(text.utf8.count + 1)",
            "Connection: close", "", request?.method == .HEAD ? "" : "\(text)\n",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }
}
