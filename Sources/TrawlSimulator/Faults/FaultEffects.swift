import TrawlCore
import TrawlServer

extension Fault {
    /// The certificate that the fault asks for.
    var certificate: CertificateAuthority.Kind? {
        switch self {
        case .expiredCertificate: .expired
        case .wrongHostCertificate: .wrongHost
        case .selfSignedCertificate: .selfSigned
        case .oldTLS: .old
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
        case .rawBytes(let bytes, let repeated, let times, let pause, let closes):
            let answer = ServerResponse.RawAnswer(
                bytes: bytes,
                repeated: repeated,
                times: times,
                pause: pause,
                closes: closes
            )
            return ServerResponse(delivery: .raw(answer))
        case .status(let code, let retryAfter, _):
            var response = ServerResponse(status: code, contentType: "text/plain", text: "simulated status \(code)\n")
            if let retryAfter { response.headers.append(HTTPField("Retry-After", retryAfter)) }
            return response
        case .redirect(let location):
            return ServerResponse(status: 302, headers: [HTTPField("Location", location)])
        default:
            return nil
        }
    }

    /// Makes a good answer bad.
    func spoil(_ response: inout ServerResponse) {
        switch self {
        case .slow(let delay):
            response.delay += delay
        case .garbage:
            response.status = 200
            response.body = Array("<html><body>Welcome to the switch!</body></html>\n".utf8)
        case .truncate(let count):
            response.delivery = .truncated(to: count)
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
