package import TrawlCore

/// An answer to a client that is to be served well.
package struct WebResponse: Sendable {
    /// The status code.
    package var status: Int
    /// Header fields beyond the framing ones.
    package var headers: [HTTPField]
    /// The body in pieces, which are sent one after the other, as fast as the client takes them.
    package var body: [[UInt8]]
    /// Lives until the body has left, such as a place among the few who may have a large one.
    package var place: (any AnyObject & Sendable)?

    /// Makes a response.
    package init(status: Int = 200, headers: [HTTPField] = [], body: [[UInt8]] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Makes a response with a text body.
    package init(status: Int = 200, contentType: String = "text/plain; charset=utf-8", text: String) {
        self.init(status: status, headers: [HTTPField("Content-Type", contentType)], body: [Array(text.utf8)])
    }

    /// How many bytes the body has.
    package var length: Int { body.reduce(0) { $0 + $1.count } }
}
