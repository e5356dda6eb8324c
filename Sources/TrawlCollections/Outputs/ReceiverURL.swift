public import Trawl

/// Where an output sends to.
public struct ReceiverURL: Sendable, Hashable {
    /// How the receiver is spoken to.
    public var scheme: Device.Scheme
    /// A host name or an IP address, IPv6 without brackets.
    public var host: String
    /// The TCP port.
    public var port: Int
    /// Path and query, beginning with `/`.
    public var path: String

    /// Makes one.
    public init(scheme: Device.Scheme, host: String, port: Int, path: String) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
    }

    /// Host and port as messages show them, IPv6 in brackets.
    public var endpoint: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Whether it is this host, over an interface that nobody else is on.
    var isLoopback: Bool { host == "localhost" || host.hasPrefix("127.") || host == "::1" }

    /// Parameters of a query that carry who asks, as InfluxDB 1 takes them.
    private static let logins: Set = ["u", "p", "username", "user", "password", "token", "api_key", "apikey"]

    /// Reads a URL; an objection never repeats it.
    init(written text: String) throws(ScalarObjection) {
        let login = "set `username` and `password`, or the token's key, each with its source"
        let noURL = ScalarObjection(
            "this is not a URL that can be sent to",
            hint: "it is written `https://prometheus.example.net/api/v1/write`"
        )
        guard let scheme = Device.Scheme.allCases.first(where: { text.hasPrefix("\($0.rawValue)://") }) else {
            throw noURL
        }
        let rest = text.dropFirst(scheme.rawValue.count + 3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else {
            throw ScalarObjection("a user or a password does not belong in a URL", hint: login)
        }
        var host = authority
        var port: Substring?
        if authority.first == "[" {
            guard let close = authority.firstIndex(of: "]") else { throw noURL }
            host = authority[..<close].dropFirst()
            let after = authority[authority.index(after: close)...]
            guard after.isEmpty || after.first == ":" else { throw noURL }
            if !after.isEmpty { port = after.dropFirst() }
            guard host.contains(":"), host.utf8.allSatisfy({ Self.isHexadecimal($0) || ":.".utf8.contains($0) }) else {
                throw noURL
            }
        } else {
            if let colon = authority.firstIndex(of: ":") {
                host = authority[..<colon]
                port = authority[authority.index(after: colon)...]
            }
            let isName = host.utf8.allSatisfy { ScalarKind.isAlphanumeric($0) || "._-".utf8.contains($0) }
            guard !host.isEmpty, isName else { throw noURL }
        }
        if let port {
            guard let number = Int(port), (1...65_535).contains(number), String(number) == port else { throw noURL }
            self.port = number
        } else {
            self.port = scheme == .https ? 443 : 80
        }
        let path = rest.dropFirst(authority.count)
        guard path.isEmpty || path.first == "/",
            path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") })
        else { throw noURL }
        for parameter in path.drop(while: { $0 != "?" }).dropFirst().split(separator: "&")
        where Self.logins.contains(parameter.prefix { $0 != "=" }.lowercased()) {
            throw ScalarObjection("a user, a password or a token does not belong in a URL", hint: login)
        }
        self.scheme = scheme
        self.host = String(host)
        self.path = path.isEmpty ? "/" : String(path)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }
}
