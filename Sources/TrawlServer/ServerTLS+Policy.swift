import NIOCore
import NIOSSL

extension ServerTLS {
    /// What a server of ours asks of its clients.
    package struct Policy: Sendable, Hashable {
        /// Whether clients need a certificate.
        package enum ClientCertificates: Sendable, Hashable {
            /// They are asked for none.
            case none
            /// One that is shown has to be good.
            case ifGiven
            /// They need a good one.
            case required
        }

        /// Whether nothing older than TLS 1.3 is spoken; TLS 1.2 is the oldest otherwise.
        package var needsTLS13 = false
        /// Whether TLS 1.3 is spoken.
        package var allowsTLS13 = true
        /// Whether clients need a certificate.
        package var clientCertificates = ClientCertificates.none
        /// The file with the clients' authorities.
        package var clientAuthorityFile: String?

        /// Makes a policy that asks clients for nothing.
        package init() {}
    }

    /// Reads a certificate chain and its key from PEM files, for real clients.
    ///
    /// - Throws: What is wrong with a file.
    package init(certificateFile: String, keyFile: String, policy: Policy) throws {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificateFile).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: keyFile, format: .pem))
        )
        configuration.minimumTLSVersion = policy.needsTLS13 ? .tlsv13 : .tlsv12
        configuration.maximumTLSVersion = policy.allowsTLS13 ? nil : .tlsv12
        if let file = policy.clientAuthorityFile, policy.clientCertificates != .none {
            configuration.trustRoots = .file(file)
            configuration.certificateVerification =
                policy.clientCertificates == .ifGiven ? .optionalVerification : .noHostnameVerification
        }
        configuration.applicationProtocols = ["http/1.1"]
        // A client that says nothing any more must not hold up the end of the program.
        configuration.shutdownTimeout = .milliseconds(250)
        try self.init(context: NIOSSLContext(configuration: configuration))
    }
}
