/// How a simulated switch misbehaves, until it is told otherwise.
public enum Fault: Sendable, Hashable {
    // MARK: Connections

    /// Every connection is accepted and closed.
    case close
    /// Every connection is accepted and reset.
    case reset
    /// Every request is read and never answered.
    case silent
    /// Every connection is accepted and nothing is said on it, not even a TLS hello.
    case tlsStall
    /// Every request is read and the connection closed.
    case closeUnanswered
    /// Every request is read and the connection reset.
    case resetUnanswered
    /// HTTP without TLS is spoken on the port.
    case plainHTTP

    // MARK: Certificates

    /// The certificate was valid until years ago.
    case expiredCertificate
    /// The certificate is another host's.
    case wrongHostCertificate
    /// The certificate is signed by itself.
    case selfSignedCertificate

    /// Nothing newer than TLS 1.1 is spoken.
    case oldTLS

    // MARK: HTTP

    /// Every answer comes this much later.
    case slow(Duration)
    /// Requests are answered with a status, with `Retry-After` as given; after `times` requests all is well.
    case status(Int, retryAfter: String? = nil, times: Int? = nil)
    /// Requests are redirected; nothing is at the other end.
    case redirect(to: String)
    /// Answers are not JSON, with status 200.
    case garbage
    /// Answers end after this many bytes, although their length was told.
    case truncate(after: Int)
    /// Answers come a few bytes at a time.
    case drip(bytes: Int, every: Duration)
    /// Answers are replaced by this many bytes, chunked.
    case large(bytes: Int)

    /// Answers come twice, the second time unasked and after a while.
    case twice(after: Duration)
    /// Connections are closed a while after an answer, although the client was not told.
    case closeIdle(after: Duration)
    /// Only the first request of a connection is answered; the next finds it closed.
    case stale
    /// Requests are answered by these bytes, which need not be HTTP, and `repeated` again and again after them.
    case rawBytes([UInt8], repeated: [UInt8] = [], times: Int = 0, every: Duration = .zero, closes: Bool = true)

    // MARK: The API

    /// No user name and password is accepted.
    case rejectLogin
    /// There is no session login: it is answered with 404, or without a cookie.
    case noSession
    /// Answers carry another id than their request.
    case wrongID
    /// These commands are unknown; all are where none is named.
    case refuseCommands([String])
    /// These commands run and fail; all do where none is named.
    case failCommands([String], message: String)
}

extension Fault {
    /// The spelling of the fault in a fault file.
    public var kind: String {
        switch self {
        case .close: "close"
        case .reset: "reset"
        case .silent: "silent"
        case .tlsStall: "tls-stall"
        case .closeUnanswered: "close-unanswered"
        case .resetUnanswered: "reset-unanswered"
        case .plainHTTP: "plain-http"
        case .expiredCertificate: "expired-certificate"
        case .wrongHostCertificate: "wrong-host-certificate"
        case .selfSignedCertificate: "self-signed-certificate"
        case .oldTLS: "old-tls"
        case .slow: "slow"
        case .status: "status"
        case .redirect: "redirect"
        case .garbage: "garbage"
        case .truncate: "truncate"
        case .drip: "drip"
        case .large: "large"
        case .twice: "twice"
        case .closeIdle: "close-idle"
        case .stale: "stale"
        case .rawBytes: "raw"
        case .rejectLogin: "reject-login"
        case .noSession: "no-session"
        case .wrongID: "wrong-id"
        case .refuseCommands: "refuse-command"
        case .failCommands: "fail-command"
        }
    }

    /// Requests are answered by this text, byte for byte; see ``rawBytes(_:repeated:times:every:closes:)``.
    public static func raw(
        _ text: String,
        repeated: String = "",
        times: Int = 0,
        every pause: Duration = .zero,
        closes: Bool = true
    ) -> Fault {
        .rawBytes(Array(text.utf8), repeated: Array(repeated.utf8), times: times, every: pause, closes: closes)
    }

    /// What is wrong with a command, which is in lower case with single blanks.
    func command(_ line: String) -> CommandFault? {
        func isMeant(_ commands: [String]) -> Bool {
            commands.isEmpty
                || commands.contains { $0.split(separator: " ").joined(separator: " ").lowercased() == line }
        }
        switch self {
        case .refuseCommands(let commands) where isMeant(commands): return .refused
        case .failCommands(let commands, let message) where isMeant(commands): return .failed(message)
        default: return nil
        }
    }
}
