public import FoundationEssentials

/// A certificate as a device showed it, whether it is trusted or not.
///
/// Its texts are the device's: escape them before they are shown.
public struct PresentedCertificate: Sendable, Hashable {
    /// The SHA-256 of the whole certificate, which `tls.pin` takes.
    public var fingerprint: CertificateFingerprint
    /// Whom it is made out to, such as `CN=leaf1,O=Example`.
    public var subject: String
    /// Who signed it; the same as ``subject`` where it signed itself.
    public var issuer: String
    /// The names in it, such as `DNS:leaf1.example.net` and `IP Address:10.0.0.1`.
    public var names: [String]
    /// From when it is valid; `nil` where it does not say so in any way that OpenSSL reads.
    public var notBefore: Date?
    /// Until when it is valid.
    public var notAfter: Date?

    /// Makes one.
    public init(
        fingerprint: CertificateFingerprint,
        subject: String,
        issuer: String,
        names: [String] = [],
        notBefore: Date? = nil,
        notAfter: Date? = nil
    ) {
        self.fingerprint = fingerprint
        self.subject = subject
        self.issuer = issuer
        self.names = names
        self.notBefore = notBefore
        self.notAfter = notAfter
    }
}
