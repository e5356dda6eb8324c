import Trawl

/// A file that says who may use a server of ours, and how it speaks TLS, in the manner of Prometheus' `web-config`.
package struct WebConfiguration: Sendable, Hashable {
    /// Whether clients need a certificate.
    package enum ClientCertificates: String, Sendable, Hashable, CaseIterable {
        /// They are asked for none.
        case none = "NoClientCert"
        /// One that is shown has to be good.
        case ifGiven = "VerifyClientCertIfGiven"
        /// They need a good one.
        case required = "RequireAndVerifyClientCert"
    }

    /// A version of TLS.
    package enum TLSVersion: String, Sendable, Hashable, CaseIterable {
        /// TLS 1.2.
        case tls12 = "TLS12"
        /// TLS 1.3.
        case tls13 = "TLS13"
    }

    /// What is said about TLS.
    package struct TLS: Sendable, Hashable {
        /// The certificate's file.
        package var certificateFile: String
        /// The key's file.
        package var keyFile: String
        /// Whether clients need a certificate.
        package var clientCertificates: ClientCertificates
        /// The file of the clients' authority.
        package var clientAuthorityFile: String?
        /// The oldest version.
        package var oldest: TLSVersion
        /// The newest version.
        package var newest: TLSVersion
    }

    /// The file's path, as it was given.
    package var path: String
    /// What is said about TLS; `nil` for plain HTTP.
    package var tls: TLS?
    /// Users and the bcrypt hashes of their passwords.
    package var users: [String: String]
    /// The file with a token on every line.
    package var tokensFile: String?

    /// The largest file.
    static let largest = 1 << 20

    /// Reads a file.
    ///
    /// - Throws: Every mistake of the file at once, with its place.
    package init(contentsOf path: String) throws(FileProblems) {
        try self.init(try SourceFile(reading: path, limit: Self.largest, noun: "the web configuration"))
    }

    init(_ source: SourceFile) throws(FileProblems) {
        var log = ProblemLog(source: source)
        path = source.path
        users = [:]
        if let root = YAMLReader.read(source, mostValues: 100_000, log: &log) {
            let top = YAMLMark(line: Int(root.mark.line), column: Int(root.mark.column))
            Shape.webConfiguration.check(root, as: "the web configuration", keyMark: top, log: &log)
            tls = root.entry("tls_server_config").flatMap { Self.tls($0, besideFile: source.path, log: &log) }
            for entry in root["basic_auth_users"]?.entries ?? [] { users[entry.key] = entry.value.text }
            tokensFile = root["bearer_tokens_file"]?.text.map { RelativePath.resolve($0, besideFile: source.path) }
        }
        guard !log.hasErrors else { throw log.report(hiding: SecretLines.inWebConfiguration) }
    }

    private static func tls(_ entry: YAMLEntry, besideFile path: String, log: inout ProblemLog) -> TLS? {
        let node = entry.value
        let file = { (key: String) in node[key]?.text.map { RelativePath.resolve($0, besideFile: path) } }
        let clients = node["client_auth_type"]?.text.flatMap(ClientCertificates.init) ?? .none
        let authority = file("client_ca_file")
        if clients != .none, authority == nil {
            log.error(
                at: node.entry("client_auth_type")?.keyMark ?? entry.keyMark,
                "`client_auth_type` needs the key `client_ca_file`"
            )
        } else if node["client_auth_type"]?.text ?? ClientCertificates.none.rawValue
            == ClientCertificates.none.rawValue,
            let key = node.entry("client_ca_file")
        {
            log.error(
                at: key.keyMark,
                "`client_ca_file` does nothing while no client is asked for a certificate",
                hint: "set `client_auth_type: \(ClientCertificates.required.rawValue)`"
            )
        }
        let oldest = node["min_version"]?.text.flatMap(TLSVersion.init) ?? .tls12
        let newest = node["max_version"]?.text.flatMap(TLSVersion.init) ?? .tls13
        if (oldest, newest) == (.tls13, .tls12), let key = node.entry("max_version") {
            log.error(at: key.keyMark, "`max_version` is older than `min_version`")
        }
        guard let certificate = file("cert_file"), let key = file("key_file") else { return nil }
        return TLS(
            certificateFile: certificate,
            keyFile: key,
            clientCertificates: clients,
            clientAuthorityFile: authority,
            oldest: oldest,
            newest: newest
        )
    }
}
