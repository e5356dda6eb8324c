import TrawlCore
import TrawlJSON

/// The sessions of NX-API REST: `aaaLogin` hands out a token, `aaaRefresh` a new one for it before it runs out, and
/// `aaaLogout` takes it back.
///
/// There is no other way in: no call takes user and password.
struct NXAPIRESTSessionLogin: SessionLogin {
    private static let cookie = "APIC-cookie"
    /// What a token lasts where the device does not say.
    private static let commonLifetime = Duration.seconds(300)

    var isRequired: Bool { true }

    func login(to device: Device) -> HTTPRequest? {
        guard let credential = device.credential else { return nil }
        let attributes = [("name", credential.username), ("pwd", credential.password.reveal())]
        return Self.post("/api/aaaLogin.json", user: attributes, authentication: .none)
    }

    func answer(of device: Device, from response: HTTPResponse) throws(DeviceError) -> SessionAnswer {
        var exchange = Exchange(commands: [], device: device, response: response)
        exchange.purpose = "login"
        let failure = DMEFailure(in: exchange.refusalJSON)
        if let failure, failure.isRejection(status: response.status) {
            throw exchange.error(.loginRejected, exchange.words(failure.text), deviceCode: failure.code)
        }
        if let refusal = exchange.statusError(notFound: .apiNotFound) { throw refusal }
        if let failure { throw exchange.error(.notAllowed, exchange.words(failure.text), deviceCode: failure.code) }
        let answer = try exchange.json()
        // With the list around it or, on some releases, without.
        let object = answer["imdata"]?[0] ?? answer
        let attributes = (object["aaaLogin"] ?? object["aaaRefresh"])?["attributes"]
        let seconds = attributes?["refreshTimeoutSeconds"].flatMap { $0.int ?? $0.string.flatMap { Int($0) } }
        let lifetime = seconds.flatMap { $0 > 0 ? Duration.seconds($0) : nil } ?? Self.commonLifetime
        if let session = SessionCookie.session(named: Self.cookie, in: response, lasting: lifetime) {
            return .session(session)
        }
        guard let token = attributes?["token"]?.string, SessionCookie.isToken(token) else {
            throw exchange.error(.wrongEnvelope, "the answer to the login holds no token")
        }
        return .session(Session(token: Secret(token), lifetime: lifetime))
    }

    func authentication(in session: Session, isProven: Bool) -> HTTPAuthentication {
        .token(field: "Cookie", Secret("\(Self.cookie)=\(session.token.reveal())"), withPassword: false)
    }

    /// A token that is no good any more is 403, and so is an object that the user may not see: the words tell.
    func hasEnded(_ response: HTTPResponse) -> Bool {
        guard response.status == 403 || response.status == 401 else { return false }
        // A page or nothing at all instead of words is no word about the object either.
        guard let answer = try? JSONSlice(parsing: response.body), let failure = DMEFailure(in: answer) else {
            return true
        }
        return failure.text.lowercased().contains("token")
    }

    func renewal(of session: Session, on device: Device) -> HTTPRequest? {
        HTTPRequest(path: "/api/aaaRefresh.json", authentication: authentication(in: session, isProven: false))
    }

    func logout(of session: Session, on device: Device) -> HTTPRequest? {
        Self.post(
            "/api/aaaLogout.json",
            user: device.credential.map { [("name", $0.username)] } ?? [],
            authentication: authentication(in: session, isProven: false)
        )
    }

    private static func post(
        _ path: String,
        user attributes: [(String, String)],
        authentication: HTTPAuthentication
    ) -> HTTPRequest {
        var json = JSONWriter()
        json.beginObject()
        json.key("aaaUser")
        json.beginObject()
        json.key("attributes")
        json.beginObject()
        for (key, value) in attributes {
            json.key(key)
            json.string(value)
        }
        json.endObject()
        json.endObject()
        json.endObject()
        return HTTPRequest(
            method: "POST",
            path: path,
            headers: [HTTPField("Content-Type", "application/json")],
            body: json.bytes,
            authentication: authentication
        )
    }
}

extension DMEFailure {
    /// Whether the answer to a login says that user or password are wrong: some releases do with 403, or even with 200.
    fileprivate func isRejection(status: Int) -> Bool {
        if status == 401 || code == 401 { return true }
        let words = text.lowercased()
        return (status == 403 || status == 200)
            && ["authentication", "password", "credential", "username", "login"].contains { words.contains($0) }
    }
}
