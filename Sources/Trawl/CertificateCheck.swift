public import TrawlCore
import TrawlTransfer

/// What a device showed when it was connected to, and whether that is trusted.
public struct CertificateCheck: Sendable, Hashable {
    /// What is known about the trust.
    public enum Verdict: Sendable, Hashable {
        /// The device's TLS policy accepts the certificate.
        case trusted
        /// The policy accepts anything: `verify: false` without a pin.
        case unchecked
        /// The policy refuses it, or the connection failed for another reason once it was shown.
        case refused(DeviceError)
    }

    /// The device.
    public var device: Device
    /// The certificate that it showed.
    public var certificate: PresentedCertificate
    /// What its TLS policy says to that.
    public var verdict: Verdict
}

extension Poller {
    /// Connects to a device as its TLS policy says, and closes again: neither HTTP nor a credential is sent.
    ///
    /// - Throws: Why no certificate was shown.
    public func checkCertificate(
        of device: Device,
        limits: Limits = Limits()
    ) async throws(DeviceError) -> CertificateCheck {
        guard device.scheme == .https else {
            throw DeviceError(
                .notTLS,
                device: device.name,
                operation: "TLS handshake",
                detail: "the inventory says `scheme: http` (\(device.endpoint))",
                hint: "there is no certificate to look at"
            )
        }
        let host = limits.limits(for: device).host
        let transferLimits = TransferLimits(connectTimeout: host.connectTimeout, requestTimeout: host.requestTimeout)
        let channel = client.channel(to: device.withPort)
        defer { channel.close() }
        var (certificate, refusal) = await channel.certificate(within: transferLimits)
        if refusal?.operation.isEmpty == true { refusal?.operation = "TLS handshake" }
        guard let certificate else {
            throw refusal
                ?? DeviceError(.tlsFailed, device: device.name, operation: "TLS handshake", detail: "none shown")
        }
        let verdict: CertificateCheck.Verdict =
            refusal.map { .refused($0) } ?? (device.tls.isVerified ? .trusted : .unchecked)
        return CertificateCheck(device: device, certificate: certificate, verdict: verdict)
    }
}
