import NIOSSL

/// A certificate and its key, ready to serve TLS 1.2 and 1.3.
package struct ServerTLS: Sendable {
    let context: NIOSSLContext

    /// Reads a certificate chain and its key from PEM files.
    ///
    /// With `isOld` nothing newer than TLS 1.1 is spoken.
    package init(certificateFile: String, keyFile: String, isOld: Bool = false) throws {
        let chain = try NIOSSLCertificate.fromPEMFile(certificateFile).map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(file: keyFile, format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain,
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = isOld ? .tlsv1 : .tlsv12
        configuration.maximumTLSVersion = isOld ? .tlsv11 : nil
        configuration.applicationProtocols = ["http/1.1"]
        context = try NIOSSLContext(configuration: configuration)
    }
}
