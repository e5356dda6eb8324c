/// How a simulated switch misbehaves, until it is told otherwise.
public indirect enum Fault: Sendable, Hashable {
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
    /// Every request is read and the device's half of the connection closed; it goes on listening.
    case halfClose
    /// HTTP without TLS is spoken on the port.
    case plainHTTP
    /// The TLS handshake begins this much later.
    case slowHandshake(Duration)
    /// Every connection is reset within the TLS handshake.
    case resetHandshake

    // MARK: Certificates

    /// The certificate was valid until years ago.
    case expiredCertificate
    /// The certificate is another host's.
    case wrongHostCertificate
    /// The certificate is signed by itself.
    case selfSignedCertificate
    /// The certificate will be valid in many years.
    case notYetValidCertificate
    /// The certificate's chain lacks the authority between it and the one that is trusted.
    case missingIntermediateCertificate
    /// The certificate's key is an RSA key of 1,024 bits.
    case weakCertificate
    /// The certificate names the device as its subject alone, and not where names belong.
    case nameInSubjectCertificate
    /// The client is asked for a certificate; with `inTLS12` nothing newer than TLS 1.2 is spoken.
    case clientCertificate(inTLS12: Bool = false)

    /// Nothing newer than TLS 1.1 is spoken.
    case oldTLS

    // MARK: HTTP

    /// Every answer comes this much later, and each one later than the last by `step`.
    case slow(Duration, step: Duration = .zero)
    /// Requests are answered with a status, with `Retry-After` as given; after `times` requests all is well.
    case status(Int, retryAfter: String? = nil, times: Int? = nil)
    /// Requests are redirected; nothing is at the other end.
    case redirect(to: String)
    /// Answers are not JSON, with status 200.
    case garbage
    /// Answers end after this many bytes, although their length was told; with `resets` the connection is reset there.
    case truncate(after: Int, resets: Bool = false)
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
    /// Requests are answered by these bytes, which need not be HTTP, `repeated` again and again, and `ending`.
    case rawBytes(
        [UInt8],
        repeated: [UInt8] = [],
        times: Int = 0,
        every: Duration = .zero,
        ending: [UInt8] = [],
        closes: Bool = true
    )
    /// Requests are answered by this body, in which `$id` is the id of the request, `$id2` that of a batch's second
    /// entry and so on.
    case bodyBytes([UInt8], type: String = "application/json", status: Int = 200)

    // MARK: The API

    /// No user name and password is accepted.
    case rejectLogin
    /// There is no session login: it is answered with 404, or without a cookie.
    case noSession
    /// Logins are accepted and hand out no cookie.
    case loginWithoutCookie
    /// Sessions last this long, whatever their cookies say.
    case sessionLifetime(Duration)
    /// Sessions are opened and not accepted afterwards.
    case rejectSession
    /// So many sessions can be open at once, and further logins are answered with an error.
    case sessionLimit(Int)
    /// Logouts are never answered.
    case silentLogout
    /// Answers carry another id than their request.
    case wrongID
    /// These commands are unknown; all are where none is named.
    case refuseCommands([String])
    /// These commands run and fail; all do where none is named.
    case failCommands([String], message: String)

    // MARK: For a while

    /// Only the first so many requests meet the fault, or connections where it is about those; then all is well.
    case first(Int, Fault)
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
        case .halfClose: "half-close"
        case .plainHTTP: "plain-http"
        case .slowHandshake: "slow-handshake"
        case .resetHandshake: "reset-handshake"
        case .expiredCertificate: "expired-certificate"
        case .wrongHostCertificate: "wrong-host-certificate"
        case .selfSignedCertificate: "self-signed-certificate"
        case .notYetValidCertificate: "not-yet-valid-certificate"
        case .missingIntermediateCertificate: "missing-intermediate-certificate"
        case .weakCertificate: "weak-certificate"
        case .nameInSubjectCertificate: "name-in-subject-certificate"
        case .clientCertificate: "client-certificate"
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
        case .bodyBytes: "body"
        case .rejectLogin: "reject-login"
        case .noSession: "no-session"
        case .loginWithoutCookie: "login-without-cookie"
        case .sessionLifetime: "session-lifetime"
        case .rejectSession: "reject-session"
        case .sessionLimit: "session-limit"
        case .silentLogout: "silent-logout"
        case .wrongID: "wrong-id"
        case .refuseCommands: "refuse-command"
        case .failCommands: "fail-command"
        case .first(_, let fault): fault.kind
        }
    }

    /// Requests are answered by this text, byte for byte; see ``rawBytes(_:repeated:times:every:ending:closes:)``.
    public static func raw(
        _ text: String,
        repeated: String = "",
        times: Int = 0,
        every pause: Duration = .zero,
        ending: String = "",
        closes: Bool = true
    ) -> Fault {
        .rawBytes(
            Array(text.utf8),
            repeated: Array(repeated.utf8),
            times: times,
            every: pause,
            ending: Array(ending.utf8),
            closes: closes
        )
    }

    /// Requests are answered by this body; see ``bodyBytes(_:type:status:)``.
    public static func body(_ text: String, type: String = "application/json", status: Int = 200) -> Fault {
        .bodyBytes(Array(text.utf8), type: type, status: status)
    }

    /// Whether it strikes connections, before there is a request on them.
    var isAboutConnections: Bool {
        switch self {
        case .close, .reset, .tlsStall, .plainHTTP, .slowHandshake, .resetHandshake, .oldTLS, .clientCertificate: true
        case .first(_, let fault): fault.isAboutConnections
        default: certificate != nil
        }
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
