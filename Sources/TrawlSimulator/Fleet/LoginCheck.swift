import Foundation
import TrawlCore
import TrawlServer

/// Who may ask a device: by name and password with every request, or by the cookie of a session.
struct LoginCheck {
    let core: FleetCore
    let index: Int
    let fault: Fault?

    private static let cookies: [SimulatedPlatform: String] = [.eos: "Session", .nxos: "nxapi_auth"]

    /// Runs `answer` for whom the device knows; hands out NX-OS's cookie with the first such answer.
    func guarded(
        _ request: ServerRequest,
        platform: SimulatedPlatform,
        _ answer: () -> ServerResponse
    ) -> ServerResponse {
        let refusal = platform == .eos ? EOSPersonality.unauthorized : NXOSPersonality.unauthorized
        if let token = token(in: request, platform: platform) {
            if fault == .rejectSession { return refusal }
            switch core.sessions.standing(of: token, on: index) {
            case .valid: return answer()
            case .expired: core.statistics.count(index) { $0.expiries += 1 }
            case .unknown: break
            }
            // Whether a dead cookie spoils a password beside it differs between clients' reports: half refuse it.
            if platform == .eos || !index.isMultiple(of: 2) { return refusal }
        }
        guard let (username, password) = Self.basic(request) else { return refusal }
        guard isAccepted(username, password) else { return refusal }
        if platform == .nxos, isFull { return NXOSPersonality.tooManySessions }
        var response = answer()
        if platform == .nxos, fault != .noSession, fault != .loginWithoutCookie {
            let token = openSession(lasting: .seconds(600))
            response.headers.append(
                HTTPField("Set-Cookie", "nxapi_auth=\(username):\(token); Secure; HttpOnly; Path=/; Max-Age=600")
            )
        }
        return response
    }

    /// Answers EOS's `POST /login`.
    func open(_ request: ServerRequest) -> ServerResponse {
        guard fault != .noSession else { return EOSPersonality.notFound }
        guard let body = try? JSONValue(parsing: request.body), let username = body["username"]?.text,
            let password = body["password"]?.text
        else {
            return ServerResponse(status: 400, contentType: "text/plain", text: "Bad request")
        }
        guard isAccepted(username, password) else { return EOSPersonality.unauthorized }
        guard !isFull else { return EOSPersonality.tooManySessions }
        var response = ServerResponse(contentType: "application/json", text: "{\"Logged in\": true}")
        guard fault != .loginWithoutCookie else { return response }
        let token = openSession(lasting: .seconds(86_400))
        response.headers.append(HTTPField("Set-Cookie", "Session=\(token); Path=/; HttpOnly; Secure; Max-Age=86400"))
        return response
    }

    /// Answers EOS's `POST /logout`.
    func close(_ request: ServerRequest) -> ServerResponse {
        guard fault != .silentLogout else { return ServerResponse(delivery: .never) }
        guard let token = token(in: request, platform: .eos), core.sessions.close(token) else {
            return EOSPersonality.unauthorized
        }
        core.statistics.count(index) { $0.logouts += 1 }
        return ServerResponse(contentType: "application/json", text: "{\"Logged out\": true}")
    }

    func openSession(lasting lifetime: Duration) -> String {
        core.statistics.count(index) { $0.sessions += 1 }
        if case .sessionLifetime(let short)? = fault { return core.sessions.open(on: index, lasting: short) }
        return core.sessions.open(on: index, lasting: core.configuration.sessionLifetime ?? lifetime)
    }

    /// Whether the device has as many sessions as it can bear.
    var isFull: Bool {
        guard case .sessionLimit(let limit)? = fault else { return false }
        return core.sessions.count(on: index) >= limit
    }

    private func token(in request: ServerRequest, platform: SimulatedPlatform) -> String? {
        guard let value = Self.cookies[platform].flatMap({ request.cookie($0) }) else { return nil }
        // NX-OS puts the user's name before the token.
        return platform == .eos ? value : value.split(separator: ":").last.map(String.init)
    }

    func isAccepted(_ username: String, _ password: String) -> Bool {
        let isKnown = username == core.configuration.username && core.accepts(password)
        let isAccepted = isKnown && fault != .rejectLogin
        core.statistics.count(index) { statistics in
            statistics.logins += 1
            if !isAccepted { statistics.rejectedLogins += 1 }
        }
        return isAccepted
    }

    /// Name and password of an `Authorization: Basic` field.
    private static func basic(_ request: ServerRequest) -> (username: String, password: String)? {
        guard let field = request.header("Authorization"), field.lowercased().hasPrefix("basic "),
            let data = Data(base64Encoded: String(field.dropFirst(6))),
            let colon = data.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        return (String(decoding: data[..<colon], as: UTF8.self), String(decoding: data[(colon + 1)...], as: UTF8.self))
    }
}
