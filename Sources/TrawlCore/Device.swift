/// The name of an API's way of writing commands and answers, as an inventory spells it.
public struct DialectName: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The spelling in files and records, such as `eapi`.
    public let rawValue: String

    /// Names a dialect; whether it exists is the registry's business.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Whichever API the device turns out to have: it is found out before the first request, without a login.
    public static let auto = DialectName(rawValue: "auto")
    /// Arista eAPI.
    public static let eapi = DialectName(rawValue: "eapi")
    /// Cisco NX-API: command lines in JSON-RPC, or in `ins_api`.
    public static let nxapi = DialectName(rawValue: "nxapi")
    /// Cisco NX-API REST: managed objects, JSON.
    public static let nxapiREST = DialectName(rawValue: "nxapi-rest")
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

    /// How NX-API's commands are wrapped.
    public enum Envelope: String, Sendable, Hashable, CaseIterable {
        /// JSON-RPC, the default.
        case jsonRPC = "json-rpc"
        /// The older `ins_api`, for releases without JSON-RPC.
        case insAPI = "ins_api"
    }

    /// The inventory's name: the device's identity in every output.
    public var name: String {
        get { fields.value.name }
        set { fields.value.name = newValue }
    }

    /// A host name or an IP address, IPv6 without brackets.
    public var address: String {
        get { fields.value.address }
        set { fields.value.address = newValue }
    }

    /// The TCP port; 0 with ``DialectName/auto`` alone, for the ports where APIs listen.
    ///
    /// Default: the dialect's.
    public var port: Int {
        get { fields.value.port }
        set { fields.value.port = newValue }
    }

    /// How the API is carried.
    ///
    /// Default: ``Scheme/https``.
    public var scheme: Scheme {
        get { fields.value.scheme }
        set { fields.value.scheme = newValue }
    }

    /// What the API speaks.
    public var dialect: DialectName {
        get { fields.value.dialect }
        set { fields.value.dialect = newValue }
    }

    /// Who logs in; `nil` sends no credentials.
    public var credential: Credential? {
        get { fields.value.credential }
        set { fields.value.credential = newValue }
    }

    /// What the certificate is checked against.
    public var tls: TLSPolicy {
        get { fields.value.tls }
        set { fields.value.tls = newValue }
    }

    /// What collections filter by and records carry; keys are valid Prometheus label names.
    public var labels: [String: String] {
        get { fields.value.labels }
        set { fields.value.labels = newValue }
    }

    /// The local address or interface to connect from.
    public var source: String? {
        get { fields.value.source }
        set { fields.value.source = newValue }
    }

    /// The proxy to connect through; never taken from the environment.
    public var proxy: String? {
        get { fields.value.proxy }
        set { fields.value.proxy = newValue }
    }

    /// When it is logged into for a session.
    ///
    /// Default: ``SessionUse/auto``.
    public var session: SessionUse {
        get { fields.value.session }
        set { fields.value.session = newValue }
    }

    /// How NX-API's commands are wrapped; without a meaning on other dialects.
    ///
    /// Default: ``Envelope/jsonRPC``.
    public var envelope: Envelope {
        get { fields.value.envelope }
        set { fields.value.envelope = newValue }
    }

    private struct Fields: Sendable, Hashable {
        var name: String
        var address: String
        var port: Int
        var scheme: Scheme
        var dialect: DialectName
        var credential: Credential?
        var tls: TLSPolicy
        var labels: [String: String]
        var source: String?
        var proxy: String?
        var session: SessionUse
        var envelope: Envelope
    }

    /// Behind a reference, as every outcome and every call carries its device.
    private var fields: Boxed<Fields>

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
        session: SessionUse = .auto,
        envelope: Envelope = .jsonRPC
    ) {
        fields = Boxed(
            Fields(
                name: name,
                address: address,
                port: port ?? (scheme == .https ? 443 : 80),
                scheme: scheme,
                dialect: dialect,
                credential: credential,
                tls: tls,
                labels: labels,
                source: source,
                proxy: proxy,
                session: session,
                envelope: envelope
            )
        )
    }

    /// The AAA domain that counts this device's rejected logins: the label `aaa`, or one domain for all without it.
    public var aaaDomain: String { labels["aaa"] ?? "" }

    /// Address and port as messages show them, IPv6 in brackets.
    public var endpoint: String {
        if port == 0 { return address }
        return address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
}
