package import TrawlCore

/// One HTTP request as a client sent it, whole.
package struct ServerRequest: Sendable {
    /// The method, such as `POST`.
    package var method: String
    /// The path and query as they came.
    package var target: String
    /// Header fields in the order they came.
    package var headers: [HTTPField]
    /// The body.
    package var body: [UInt8]
    /// The local IP address that the client connected to: with one listener for many addresses, whom it meant.
    package var localAddress: String
    /// How many requests came on this connection, this one included.
    package var numberOnConnection: Int

    /// Makes a request.
    package init(
        method: String,
        target: String,
        headers: [HTTPField] = [],
        body: [UInt8] = [],
        localAddress: String = "127.0.0.1",
        numberOnConnection: Int = 1
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.localAddress = localAddress
        self.numberOnConnection = numberOnConnection
    }

    /// The target without its query.
    package var path: String { String(target.prefix { $0 != "?" }) }

    /// The first value of a header field; names are compared without regard to case.
    package func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }

    /// The value of a cookie.
    package func cookie(_ name: String) -> String? {
        for part in (header("Cookie") ?? "").split(separator: ";") {
            let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            if pair.count == 2, pair[0] == name { return String(pair[1]) }
        }
        return nil
    }
}
