import TrawlCore

/// NX-API's sessions: the first answer to user and password hands out the cookie `nxapi_auth`, which spares the switch a
/// login for each call that shows it.
///
/// It lives for ten minutes, fixed. Cisco says to send the password beside it, others send it alone: with both, a
/// switch of either kind is content.
struct NXAPISessionLogin: SessionLogin {
    private static let cookie = "nxapi_auth"
    private static let lifetime = Duration.seconds(600)

    func login(to device: Device) -> HTTPRequest? { nil }

    func answer(of device: Device, from response: HTTPResponse) throws(DeviceError) -> SessionAnswer {
        if let session = SessionCookie.session(named: Self.cookie, in: response, lasting: Self.lifetime) {
            return .session(session)
        }
        return response.status == 200 ? .noSessions : .undecided
    }

    /// A password that may have changed is not sent along: where the switch no longer knows the cookie, it would count
    /// as a rejected login.
    func authentication(in session: Session, isProven: Bool) -> HTTPAuthentication {
        .token(field: "Cookie", Secret("\(Self.cookie)=\(session.token.reveal())"), withPassword: isProven)
    }

    func hasEnded(_ response: HTTPResponse) -> Bool { response.status == 401 }

    func logout(of session: Session, on device: Device) -> HTTPRequest? { nil }
}
