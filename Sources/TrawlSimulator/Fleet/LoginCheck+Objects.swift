import TrawlCore
import TrawlServer

/// The sessions of a Nexus switch's managed objects: a token for user and password, and a new one for an old one.
extension LoginCheck {
    private static let cookie = "APIC-cookie"
    private static let lifetime = 600

    /// Answers what belongs to the objects' API; `nil` for anything else.
    func objects(_ request: ServerRequest, _ answer: () -> ServerResponse) -> ServerResponse? {
        switch (request.method, request.path) {
        case ("POST", "/api/aaaLogin.json"): openObjects(request)
        case ("POST", "/api/aaaRefresh.json"), ("GET", "/api/aaaRefresh.json"): refreshObjects(request)
        case ("POST", "/api/aaaLogout.json"): closeObjects(request)
        case ("GET", let path) where NXOSObjects.serves(path):
            isLoggedIn(request) ? answer() : NXOSObjects.tokenInvalid
        default: nil
        }
    }

    private func openObjects(_ request: ServerRequest) -> ServerResponse {
        guard fault != .noSession else { return NXOSPersonality.notFound }
        let attributes = (try? JSONValue(parsing: request.body))?["aaaUser"]?["attributes"]
        guard let username = attributes?["name"]?.text, let password = attributes?["pwd"]?.text else {
            return NXOSObjects.error(400, code: "400", "Invalid request")
        }
        guard isAccepted(username, password) else {
            return NXOSObjects.error(
                401,
                code: "401",
                "Username or password is incorrect - FAILED local authentication"
            )
        }
        guard !isFull else { return NXOSPersonality.tooManySessions }
        return handOut("aaaLogin")
    }

    private func refreshObjects(_ request: ServerRequest) -> ServerResponse {
        guard isLoggedIn(request), let old = request.cookie(Self.cookie) else { return NXOSObjects.tokenInvalid }
        _ = core.sessions.close(old)
        return handOut("aaaRefresh")
    }

    private func closeObjects(_ request: ServerRequest) -> ServerResponse {
        guard let token = request.cookie(Self.cookie), core.sessions.close(token) else {
            return NXOSObjects.tokenInvalid
        }
        core.statistics.count(index) { $0.logouts += 1 }
        return ServerResponse(contentType: "application/json", text: #"{"imdata":[]}"#)
    }

    /// Opens a session and hands out its token, in the body and as a cookie.
    private func handOut(_ name: String) -> ServerResponse {
        let token = openSession(lasting: .seconds(Self.lifetime))
        var seconds = Self.lifetime
        // A switch says how long its tokens last; the fault is that they end before.
        if let configured = core.configuration.sessionLifetime { seconds = max(1, Int(configured.components.seconds)) }
        let attributes: JSONValue = [
            "token": .string(token), "refreshTimeoutSeconds": .string(String(seconds)), "restTimeoutSeconds": "90",
            "sessionId": "sim",
        ]
        let login = JSONValue.object([(name, ["attributes": attributes])])
        let value: JSONValue = ["totalCount": "1", "imdata": .array([login])]
        var response = ServerResponse(headers: [HTTPField("Content-Type", "application/json")], body: value.bytes)
        if fault != .loginWithoutCookie {
            response.headers.append(HTTPField("Set-Cookie", "\(Self.cookie)=\(token); path=/; HttpOnly; Secure"))
        }
        return response
    }

    private func isLoggedIn(_ request: ServerRequest) -> Bool {
        guard fault != .rejectSession, let token = request.cookie(Self.cookie) else { return false }
        switch core.sessions.standing(of: token, on: index) {
        case .valid: return true
        case .expired:
            core.statistics.count(index) { $0.expiries += 1 }
            return false
        case .unknown: return false
        }
    }
}
