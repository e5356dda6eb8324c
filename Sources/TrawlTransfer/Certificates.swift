import CCurl
import FoundationEssentials
import Glibc
import TrawlCore

/// What OpenSSL's certificates say, as values.
enum Certificates {
    /// The SHA-256 of a certificate.
    static func fingerprint(of certificate: OpaquePointer) -> CertificateFingerprint? {
        var bytes = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        guard unsafe X509_digest(certificate, EVP_sha256(), &bytes, &length) == 1, length == 32 else { return nil }
        return CertificateFingerprint(bytes: bytes)
    }

    /// What a certificate says.
    static func description(of certificate: OpaquePointer) -> PresentedCertificate? {
        guard let fingerprint = unsafe fingerprint(of: certificate) else { return nil }
        return PresentedCertificate(
            fingerprint: fingerprint,
            subject: unsafe text { unsafe trawl_bio_print_name($0, X509_get_subject_name(certificate)) },
            issuer: unsafe text { unsafe trawl_bio_print_name($0, X509_get_issuer_name(certificate)) },
            names: unsafe names(of: certificate),
            notBefore: unsafe date(X509_get0_notBefore(certificate)),
            notAfter: unsafe date(X509_get0_notAfter(certificate))
        )
    }

    private static func names(of certificate: OpaquePointer) -> [String] {
        let place = unsafe X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1)
        guard place >= 0, let field = unsafe X509_get_ext(certificate, place) else { return [] }
        let list = unsafe text { unsafe X509V3_EXT_print($0, field, 0, 0) }
        return list.split(separator: ",").map { $0.drop { $0 == " " }.description }
    }

    /// What OpenSSL writes.
    private static func text(_ write: (OpaquePointer?) -> Int32) -> String {
        let output = unsafe BIO_new(BIO_s_mem())
        defer { unsafe BIO_free(output) }
        _ = unsafe write(output)
        var bytes: UnsafeMutablePointer<CChar>?
        let count = unsafe trawl_bio_content(output, &bytes)
        guard let bytes = unsafe bytes, count > 0 else { return "" }
        return unsafe String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    private static func date(_ time: UnsafePointer<ASN1_TIME>?) -> Date? {
        var parts = unsafe tm()
        guard unsafe ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return Date(timeIntervalSince1970: TimeInterval(unsafe timegm(&parts)))
    }
}
