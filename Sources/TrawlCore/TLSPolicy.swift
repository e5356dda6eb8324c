/// What a device's TLS certificate is checked against, and what Trawl offers in return.
public struct TLSPolicy: Sendable, Hashable {
    /// The lowest TLS version that is spoken.
    public enum Version: String, Sendable, Hashable, CaseIterable {
        /// TLS 1.0, for devices that know nothing newer.
        case tls10 = "1.0"
        /// TLS 1.1, for devices that know nothing newer.
        case tls11 = "1.1"
        /// TLS 1.2, the default.
        case tls12 = "1.2"
        /// TLS 1.3.
        case tls13 = "1.3"
    }

    /// Whether the certificate and the name in it are checked.
    ///
    /// Default: true.
    public var verify: Bool

    /// A PEM file with the only certificate authorities to trust; without it the system's are.
    public var caFile: String?

    /// A PEM file with the client's certificate, for devices that ask for one.
    public var clientCertificate: String?

    /// A PEM file with the key of ``clientCertificate``.
    public var clientKey: String?

    /// The lowest version spoken.
    ///
    /// Default: TLS 1.2.
    public var minimumVersion: Version

    /// An OpenSSL cipher list for TLS up to 1.2, such as `DEFAULT:@SECLEVEL=0` for old EOS.
    public var ciphers: String?

    /// The name that the certificate must carry, where it is not the address.
    public var serverName: String?

    /// The one certificate that the device may show; it is the trust then, and nothing else about it is checked.
    ///
    /// It holds also where ``verify`` is false, and whoever signed the certificate, whatever its name and dates are.
    public var pin: CertificateFingerprint?

    /// Tells one content of its files from another: a device whose files were replaced is known anew.
    ///
    /// A word for each of ``files``, in their order. Default: nothing, as the files are those that are there when they are
    /// needed.
    public var fileStamp: String?

    /// The word of ``fileStamp`` for ``caFile``; `nil` where there is none.
    package var authorityStamp: Substring? {
        caFile == nil ? nil : fileStamp?.split(separator: " ").first
    }

    /// The files that it names.
    public var files: [String] { [caFile, clientCertificate, clientKey].compactMap { $0 } }

    /// Whether anything says that the device is who it should be.
    public var isVerified: Bool { verify || pin != nil }

    /// Makes a policy; by default the system's authorities and TLS 1.2 or newer.
    public init(
        verify: Bool = true,
        caFile: String? = nil,
        clientCertificate: String? = nil,
        clientKey: String? = nil,
        minimumVersion: Version = .tls12,
        ciphers: String? = nil,
        serverName: String? = nil,
        pin: CertificateFingerprint? = nil
    ) {
        self.verify = verify
        self.caFile = caFile
        self.clientCertificate = clientCertificate
        self.clientKey = clientKey
        self.minimumVersion = minimumVersion
        self.ciphers = ciphers
        self.serverName = serverName
        self.pin = pin
    }
}
