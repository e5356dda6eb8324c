/// The name of an API's way of writing commands and answers, as an inventory spells it.
public struct DialectName: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The spelling in files and records, such as `eapi`.
    public let rawValue: String

    /// Names a dialect; whether it exists is the registry's business.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Arista eAPI.
    public static let eapi = DialectName(rawValue: "eapi")
    /// Cisco NX-API, JSON-RPC.
    public static let nxapi = DialectName(rawValue: "nxapi")
    /// RESTCONF (RFC 8040), JSON.
    public static let restconf = DialectName(rawValue: "restconf")
    /// NVIDIA's NVUE, the REST API of Cumulus Linux.
    public static let nvue = DialectName(rawValue: "nvue")
    /// Junos' REST API of RPCs, in JSON.
    public static let junos = DialectName(rawValue: "junos")
    /// Plain HTTP requests with JSON or text answers.
    public static let http = DialectName(rawValue: "http")

    /// The name itself.
    public var description: String { rawValue }
}

/// One management API: where it is, what it speaks, and how it is logged into.
public struct Device: Sendable, Hashable {
    /// How the API is carried.
    public enum Scheme: String, Sendable, Hashable, CaseIterable {
        /// TLS, the default.
        case https
        /// Plain text; only where a device says so, nothing ever falls back to it.
        case http
    }

    /// When a device is logged into for a session, where its dialect knows sessions.
    public enum SessionUse: String, Sendable, Hashable, CaseIterable {
        /// Where it is asked more than once: by several calls of a run, or by the runs of a poller that keeps
        /// connections.
        case auto
        /// Even for one call.
        case always
        /// Never: every call carries user and password.
        case never
    }

    /// The inventory's name: the device's identity in every output.
    public var name: String

    /// A host name or an IP address, IPv6 without brackets.
    public var address: String

    /// The TCP port.
    ///
    /// Default: the dialect's.
    public var port: Int

    /// How the API is carried.
    ///
    /// Default: ``Scheme/https``.
    public var scheme: Scheme

    /// What the API speaks.
    public var dialect: DialectName

    /// Who logs in; `nil` sends no credentials.
    public var credential: Credential?

    /// What the certificate is checked against.
    public var tls: TLSPolicy

    /// What collections filter by and records carry; keys are valid Prometheus label names.
    public var labels: [String: String]

    /// The local address or interface to connect from.
    public var source: String?

    /// The proxy to connect through; never taken from the environment.
    public var proxy: String?

    /// When it is logged into for a session.
    ///
    /// Default: ``SessionUse/auto``.
    public var session: SessionUse

    /// Makes a device; `port` defaults to the scheme's own.
    public init(
        name: String,
        address: String,
        port: Int? = nil,
        scheme: Scheme = .https,
        dialect: DialectName,
        credential: Credential? = nil,
        tls: TLSPolicy = TLSPolicy(),
        labels: [String: String] = [:],
        source: String? = nil,
        proxy: String? = nil,
        session: SessionUse = .auto
    ) {
        self.name = name
        self.address = address
        self.port = port ?? (scheme == .https ? 443 : 80)
        self.scheme = scheme
        self.dialect = dialect
        self.credential = credential
        self.tls = tls
        self.labels = labels
        self.source = source
        self.proxy = proxy
        self.session = session
    }

    /// The AAA domain that counts this device's rejected logins: the label `aaa`, or one domain for all without it.
    public var aaaDomain: String { labels["aaa"] ?? "" }

    /// Address and port as messages show them, IPv6 in brackets.
    public var endpoint: String {
        address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
}
