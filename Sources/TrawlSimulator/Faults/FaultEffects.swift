import TrawlCore
import TrawlServer

extension Fault {
    /// The certificate that the fault asks for.
    var certificate: CertificateAuthority.Kind? {
        switch self {
        case .expiredCertificate: .expired
        case .wrongHostCertificate: .wrongHost
        case .selfSignedCertificate: .selfSigned
        case .notYetValidCertificate: .notYetValid
        case .missingIntermediateCertificate: .missingIntermediate
        case .weakCertificate: .weak
        case .nameInSubjectCertificate: .nameInSubject
        case .clientCertificate(let isTLS12): isTLS12 ? .clientAuthenticationTLS12 : .clientAuthentication
        case .oldTLS: .old
        case .first(_, let fault): fault.certificate
        default: nil
        }
    }

    /// What is answered whatever was asked; `nil` where the question is looked at.
    func response(to request: ServerRequest) -> ServerResponse? {
        switch self {
        case .silent:
            return ServerResponse(delivery: .never)
        case .closeUnanswered:
            return ServerResponse(delivery: .disconnect)
        case .resetUnanswered:
            return ServerResponse(delivery: .reset)
        case .stale where request.numberOnConnection > 1:
            return ServerResponse(delivery: .disconnect)
        case .halfClose:
            return ServerResponse(delivery: .halfClose)
        case .rawBytes(let bytes, let repeated, let times, let pause, let ending, let closes):
            let answer = ServerResponse.RawAnswer(
                bytes: bytes,
                repeated: repeated,
                times: times,
                pause: pause,
                ending: ending,
                closes: closes
            )
            return ServerResponse(delivery: .raw(answer))
        case .status(let code, let retryAfter, _):
            var response = ServerResponse(status: code, contentType: "text/plain", text: "simulated status \(code)\n")
            if let retryAfter { response.headers.append(HTTPField("Retry-After", retryAfter)) }
            return response
        case .bodyBytes(let bytes, let type, let status):
            return ServerResponse(
                status: status,
                headers: [HTTPField("Content-Type", type)],
                body: RequestID.filled(into: bytes, from: request.body)
            )
        case .redirect(let location):
            return ServerResponse(status: 302, headers: [HTTPField("Location", location)])
        default:
            return nil
        }
    }

    /// Makes a good answer bad.
    func spoil(_ response: inout ServerResponse) {
        switch self {
        case .slow(let delay, _):
            response.delay += delay
        case .garbage:
            response.status = 200
            response.body = Array("<html><body>Welcome to the switch!</body></html>\n".utf8)
        case .truncate(let count, let resets):
            response.delivery = .truncated(to: count, resets: resets)
        case .drip(let bytes, let pause):
            response.delivery = .dripping(bytes: bytes, every: pause)
        case .twice(let pause):
            response.delivery = .twice(after: pause)
        case .closeIdle(let pause):
            response.delivery = .thenClose(after: pause)
        case .large(let bytes):
            response.body = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 10)
            response.delivery = .endless(total: bytes)
        default:
            break
        }
    }
}

/// The ids of a JSON-RPC request, for answers that are written out by hand.
enum RequestID {
    /// The text with `$id` replaced by the id of the request's first entry, `$id2` by the second one's and so on.
    static func filled(into bytes: [UInt8], from body: [UInt8]) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "$")), let request = try? JSONValue(parsing: body) else { return bytes }
        let ids = (request.elements ?? [request]).map { $0["id"] ?? .null }
        var filled = bytes
        // From the last one on: `$id12` begins as `$id1` does.
        for (index, id) in ids.enumerated().reversed() {
            filled.replace(Array((index == 0 ? "$id" : "$id\(index + 1)").utf8), with: id.bytes)
        }
        return filled
    }
}

/// Requests whose answers will carry another id.
enum WrongID {
    /// The request with another id wherever it has one.
    static func changed(_ body: [UInt8]) -> [UInt8] {
        guard let value = try? JSONValue(parsing: body) else { return body }
        return (value.elements.map { .array($0.map(changed)) } ?? changed(value)).bytes
    }

    private static func changed(_ value: JSONValue) -> JSONValue {
        guard let members = value.members else { return value }
        return .object(
            members.map { key, value in
                guard key == "id" else { return (key, value) }
                return (key, value.text.map { .string($0 + "-another") } ?? .int((value.whole ?? 0) &+ 1_000_003))
            }
        )
    }
}
