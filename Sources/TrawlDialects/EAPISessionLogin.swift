import TrawlCore
import TrawlJSON

/// eAPI's sessions: `/login` hands out the cookie `Session`, which goes with every call in place of the password, and
/// `/logout` takes it back.
///
/// How long one lasts is configured on the switch, 24 hours unless told otherwise: its end shows as 401.
struct EAPISessionLogin: SessionLogin {
    private static let cookie = "Session"

    func login(to device: Device) -> HTTPRequest? {
        guard let credential = device.credential else { return nil }
        var json = JSONWriter()
        json.beginObject()
        json.key("username")
        json.string(credential.username)
        json.key("password")
        json.string(credential.password.reveal())
        json.endObject()
        return HTTPRequest(
            method: "POST",
            path: "/login",
            headers: [HTTPField("Content-Type", "application/json")],
            body: json.bytes,
            authentication: .none
        )
    }

    func answer(of device: Device, from response: HTTPResponse) throws(DeviceError) -> SessionAnswer {
        if let error = Exchange.loginError(of: device, response) { throw error }
        guard response.status == 200,
            let session = SessionCookie.session(named: Self.cookie, in: response, lasting: nil)
        else { return .noSessions }
        return .session(session)
    }

    func authentication(in session: Session, isProven: Bool) -> HTTPAuthentication {
        .token(field: "Cookie", Secret("\(Self.cookie)=\(session.token.reveal())"), withPassword: false)
    }

    func hasEnded(_ response: HTTPResponse) -> Bool { response.status == 401 }

    func logout(of session: Session, on device: Device) -> HTTPRequest? {
        HTTPRequest(
            method: "POST",
            path: "/logout",
            headers: [HTTPField("Content-Type", "application/json")],
            body: Array("{}".utf8),
            authentication: authentication(in: session, isProven: false)
        )
    }
}

extension Exchange {
    /// What kept a login from happening; `nil` where it happened, or where the device knows no such login.
    static func loginError(of device: Device, _ response: HTTPResponse) -> DeviceError? {
        switch response.status {
        case 401, 403, 407, 429, 500, 502...599:
            var exchange = Exchange(commands: [], device: device, response: response)
            exchange.purpose = "login"
            var error = exchange.statusError(notFound: .apiNotFound)
            if [429, 503].contains(response.status) {
                error?.hint = "sessions may all be taken; `session: never` asks by user and password alone"
            }
            return error
        default:
            // 404, 405 and the like, 501 and a page for people: there is no session login.
            return nil
        }
    }
}
