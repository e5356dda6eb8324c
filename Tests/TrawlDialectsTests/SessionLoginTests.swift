import Testing
import TrawlCore

@testable import TrawlDialects

/// How each dialect logs in, and what the answers mean.
@Suite(.timeLimit(.minutes(1)))
struct SessionLoginTests {
    private let eapi = EAPISessionLogin()
    private let nxapi = NXAPISessionLogin()

    private func answer(
        _ login: any SessionLogin,
        status: Int = 200,
        cookies: [String] = []
    ) throws -> SessionAnswer {
        let response = response("{}", status: status, headers: cookies.map { "Set-Cookie: \($0)" })
        return try login.answer(of: device(.eapi), from: response)
    }

    @Test
    func `eAPI is logged into by name and password in the body, and nowhere else`() throws {
        let request = try #require(eapi.login(to: device(.eapi)))
        #expect(request.method == "POST")
        #expect(request.path == "/login")
        #expect(request.text == #"{"username":"poller","password":"Pa55:word/+"}"#)
        #expect(request.authentication == .none)
        var stranger = device(.eapi)
        stranger.credential = nil
        #expect(eapi.login(to: stranger) == nil)
    }

    @Test
    func `eAPI's cookie goes in place of the password, with calls and with the logout`() throws {
        let session = Session(token: Secret("abc"))
        let token = HTTPAuthentication.token(field: "Cookie", Secret("Session=abc"), withPassword: false)
        #expect(eapi.authentication(in: session, isProven: true) == token)
        let logout = try #require(eapi.logout(of: session, on: device(.eapi)))
        #expect(logout.path == "/logout")
        #expect(logout.authentication == token)
    }

    @Test(arguments: [
        ("Session=abc; Path=/; HttpOnly; Secure", Duration?.none),
        ("Session=abc; Max-Age=86400; Path=/", .seconds(86_400)),
        ("  Session=abc  ;max-age = 60", .seconds(60)),
    ])
    func `eAPI's answer opens a session that lasts as long as it says`(cookie: String, lifetime: Duration?) throws {
        let expected = SessionAnswer.session(Session(token: Secret("abc"), lifetime: lifetime))
        #expect(try answer(eapi, cookies: ["other=1", cookie]) == expected)
    }

    @Test(arguments: [
        "", "Session=", "Session", "session=abc", "Session=a b", "Session=a\u{7F}", "Session=é",
        "Session=abc; Max-Age=0", "Session=" + String(repeating: "x", count: 5000),
    ])
    func `a cookie that cannot be sent back is no session`(cookie: String) throws {
        #expect(try answer(eapi, cookies: [cookie]) == .noSessions)
    }

    @Test(arguments: [200, 204, 302, 400, 404, 405, 501])
    func `without a cookie there is no session login`(status: Int) throws {
        #expect(try answer(eapi, status: status) == .noSessions)
    }

    @Test(arguments: [
        (401, DeviceError.Code.loginRejected), (403, .notAllowed), (429, .throttled), (500, .httpServerError),
        (503, .httpServerError),
    ])
    func `a login that failed says so, as a login`(status: Int, code: DeviceError.Code) throws {
        let error = try #require(throws: DeviceError.self) { try answer(eapi, status: status) }
        #expect(error.code == code)
        #expect(error.operation == "login")
    }

    @Test
    func `NX-API has no login of its own, and its cookie lives ten minutes at most`() throws {
        #expect(nxapi.login(to: device(.nxapi)) == nil)
        #expect(nxapi.logout(of: Session(token: Secret("a")), on: device(.nxapi)) == nil)
        for (cookie, lifetime) in [("nxapi_auth=poller:t", 600), ("nxapi_auth=poller:t; Max-Age=60", 60)] {
            let expected = Session(token: Secret("poller:t"), lifetime: .seconds(lifetime))
            #expect(try answer(nxapi, cookies: [cookie]) == .session(expected))
        }
        // A command that failed comes with 500, and with the cookie all the same.
        #expect(try answer(nxapi, status: 500, cookies: ["nxapi_auth=poller:t"]) != .undecided)
        #expect(try answer(nxapi, status: 500) == .undecided)
        #expect(try answer(nxapi) == .noSessions)
    }

    @Test(arguments: [true, false])
    func `NX-API's cookie goes beside the password, unless the user was rejected somewhere`(isProven: Bool) {
        let expected = HTTPAuthentication.token(
            field: "Cookie",
            Secret("nxapi_auth=poller:t"),
            withPassword: isProven
        )
        #expect(nxapi.authentication(in: Session(token: Secret("poller:t")), isProven: isProven) == expected)
    }

    @Test(arguments: [(200, false), (401, true), (403, false), (500, false)])
    func `a session's end shows as 401`(status: Int, isOver: Bool) {
        #expect(eapi.hasEnded(response("", status: status)) == isOver)
        #expect(nxapi.hasEnded(response("", status: status)) == isOver)
    }

    @Test
    func `a token shows nowhere`() {
        let session = Session(token: Secret("hunter2canary"))
        for text in ["\(session)", "\(eapi.authentication(in: session, isProven: true))"] {
            #expect(!text.contains("hunter2canary"))
        }
        var dumped = ""
        dump(eapi.logout(of: session, on: device(.eapi)), to: &dumped)
        #expect(!dumped.contains("hunter2canary"))
    }
}
