import FoundationEssentials
import Trawl
import TrawlOutputs

/// What a device showed, for people and for programs.
struct CertificateReport {
    let device: Device
    let look: Result<CertificateCheck, DeviceError>

    /// A heading and indented lines below it; device text is escaped.
    var lines: [String] {
        let heading = "\(device.name) (\(device.endpoint))"
        let rows: [(String, String)]
        switch look {
        case .failure(let error):
            rows = [("failed", "\(error.code): \(error.detail)")] + (error.hint.map { [("hint", $0)] } ?? [])
        case .success(let check):
            let certificate = check.certificate
            let issuer = certificate.issuer == certificate.subject ? "itself" : certificate.issuer
            rows =
                [
                    ("subject", certificate.subject), ("signed by", issuer),
                    ("names", certificate.names.joined(separator: ", ")),
                    ("valid", "\(Self.day(certificate.notBefore)) to \(Self.day(certificate.notAfter))"),
                    ("SHA-256", "\(certificate.fingerprint)"),
                ] + Self.trust(check)
        }
        return [TerminalText.escape(heading)]
            + rows.map { "  \($0)\(String(repeating: " ", count: 11 - $0.count))\(TerminalText.escape($1))" }
    }

    /// One JSON object on a line.
    var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        Self.write(["device": device.name], to: &writer)
        Self.write(["address": device.endpoint], to: &writer)
        var refusal: DeviceError?
        switch look {
        case .failure(let error): refusal = error
        case .success(let check):
            let certificate = check.certificate
            Self.write(["subject": certificate.subject], to: &writer)
            Self.write(["issuer": certificate.issuer], to: &writer)
            writer.key("names")
            writer.beginArray()
            for name in certificate.names { writer.string(name) }
            writer.endArray()
            Self.write(["not_before": certificate.notBefore.map(Self.moment)], to: &writer)
            Self.write(["not_after": certificate.notAfter.map(Self.moment)], to: &writer)
            Self.write(["sha256": "\(certificate.fingerprint)"], to: &writer)
            Self.write(["trust": Self.word(for: check.verdict)], to: &writer)
            if case .refused(let error) = check.verdict { refusal = error }
        }
        if let refusal { ErrorMember.write(refusal, to: &writer) }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func trust(_ check: CertificateCheck) -> [(String, String)] {
        switch check.verdict {
        case .trusted: [("trusted", check.device.tls.pin == nil ? "yes" : "yes, it is the pinned one")]
        case .unchecked: [("trusted", "not checked (`tls.verify: false`)")]
        case .refused(let error):
            [("trusted", "no, \(error.code): \(error.detail)")] + (error.hint.map { [("hint", $0)] } ?? [])
        }
    }

    private static func word(for verdict: CertificateCheck.Verdict) -> String {
        switch verdict {
        case .trusted: "trusted"
        case .unchecked: "unchecked"
        case .refused: "refused"
        }
    }

    private static func write(_ member: KeyValuePairs<String, String?>, to writer: inout JSONWriter) {
        for case (let key, let value?) in member {
            writer.key(key)
            writer.string(value)
        }
    }

    private static func moment(_ date: Date) -> String { date.formatted(.iso8601) }

    private static func day(_ date: Date?) -> String {
        date.map { String($0.formatted(.iso8601).prefix(10)) } ?? "?"
    }
}

/// The member `error` of a line of JSON, as outcome records have it.
enum ErrorMember {
    static func write(_ error: DeviceError, to writer: inout JSONWriter) {
        writer.key("error")
        writer.beginObject()
        for (key, value) in [
            ("class", error.errorClass.rawValue), ("code", error.code.name), ("message", error.detail),
            ("hint", error.hint),
        ] {
            guard let value else { continue }
            writer.key(key)
            writer.string(value)
        }
        writer.endObject()
    }
}
