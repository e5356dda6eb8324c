import TrawlCore
import TrawlSimulator

extension FaultSection {
    /// Devices that cannot be trusted, or speak another TLS; none of them sees a request.
    static let tls = FaultSection(name: "TLS") {
        let system = ["tls": "{ ca_file: /etc/ssl/certs/ca-certificates.crt }"]
        let fingerprint = ["SHA-256"]
        return [
            FaultCase(76, "expired", .expiredCertificate, .certificateExpired).unasked,
            FaultCase(76, "not yet valid", .notYetValidCertificate, .certificateNotYetValid).unasked,
            FaultCase(76, "another host's", .wrongHostCertificate, .certificateWrongHost).unasked,
            FaultCase(76, "a wildcard, one label too few", nil, .certificateWrongHost).unasked
                .with(\.settings, ["tls": "{ server_name: a.b.sim.trawl.test }"]),
            FaultCase(77, "self-signed", .selfSignedCertificate, .certificateUntrusted).unasked
                .with(\.says, fingerprint),
            FaultCase(77, "an authority that is not trusted", nil, .certificateUntrusted).unasked
                .with(\.settings, system).with(\.says, fingerprint),
            FaultCase(77, "no intermediate", .missingIntermediateCertificate, .certificateUntrusted).unasked
                .with(\.says, fingerprint),
            FaultCase(78, "another certificate than the pinned one", nil, .pinMismatch).unasked
                .with(\.settings, ["tls": "{ pin: \(String(repeating: "ab", count: 32)) }"])
                .with(\.says, ["AB:AB:AB:AB", "shown was"]),
            FaultCase(79, "a short key", .weakCertificate, .certificateWeak).unasked,
            FaultCase(79, "TLS 1.1", .oldTLS, .noCommonCipher).unasked.with(\.says, ["minimum_version"]),
            FaultCase(80, "the name in the subject alone", .nameInSubjectCertificate, .ok),
            FaultCase(81, "plain HTTP", .plainHTTP, .notTLS).unasked.with(\.says, ["plain HTTP"]),
            FaultCase(82, "a client's certificate wanted, TLS 1.3", .clientCertificate(), .clientCertificateRequired)
                .unasked.with(\.says, ["client_certificate"]),
            FaultCase(82, "the same, TLS 1.2", .clientCertificate(inTLS12: true), .clientCertificateRequired)
                .unasked.with(\.says, ["client_certificate"]),
            FaultCase(83, "a reset in the handshake", .resetHandshake, .connectionReset).triedAgain.unasked,
            FaultCase(84, "not verified, self-signed", .selfSignedCertificate, .ok)
                .with(\.settings, ["tls": "{ verify: false }"]),
            FaultCase(84, "not verified, expired", .expiredCertificate, .ok)
                .with(\.settings, ["tls": "{ verify: false }"]),
        ]
    }
}
