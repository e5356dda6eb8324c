import NIOSSL

/// A certificate and its key, ready to serve TLS 1.2 and 1.3.
package struct ServerTLS: Sendable {
    /// A version of TLS that a server may end at.
    package enum Version: Sendable, Hashable {
        /// TLS 1.1.
        case v11
        /// TLS 1.2.
        case v12
    }

    let context: NIOSSLContext

    init(context: NIOSSLContext) {
        self.context = context
    }

    /// Reads a certificate chain and its key from PEM files.
    ///
    /// - Parameters:
    ///   - certificateFile: The certificate, and what leads from it to the authority.
    ///   - keyFile: The certificate's key.
    ///   - newest: The newest version that is spoken; below 1.2 the older ones are spoken too.
    ///   - clientAuthority: Whose certificate clients must have; `nil` where none is asked for.
    /// - Throws: What is wrong with a file.
    package init(
        certificateFile: String,
        keyFile: String,
        newest: Version? = nil,
        clientAuthority: String? = nil
    ) throws {
        let chain = try NIOSSLCertificate.fromPEMFile(certificateFile).map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(file: keyFile, format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain,
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = newest == .v11 ? .tlsv1 : .tlsv12
        configuration.maximumTLSVersion = newest.map { $0 == .v11 ? .tlsv11 : .tlsv12 }
        if let clientAuthority {
            configuration.trustRoots = .file(clientAuthority)
            configuration.certificateVerification = .noHostnameVerification
        }
        configuration.applicationProtocols = ["http/1.1"]
        context = try NIOSSLContext(configuration: configuration)
    }
}
