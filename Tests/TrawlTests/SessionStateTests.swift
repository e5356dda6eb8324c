import Testing
import TrawlCore
import TrawlDialects

@testable import Trawl

@Suite(.timeLimit(.minutes(1)))
struct SessionStateTests {
    private let start = ContinuousClock.now

    private func session(_ token: String, lasting seconds: Int? = nil) -> Session {
        Session(token: Secret(token), lifetime: seconds.map { .seconds($0) })
    }

    private func opened(_ session: Session) -> SessionState {
        var state = SessionState()
        _ = state.pass(at: start)
        state.opened(session, at: start)
        return state
    }

    @Test
    func `of many calls one logs in, and the others wait for it`() {
        var state = SessionState()
        #expect(state.pass(at: start) == .login)
        #expect(state.pass(at: start) == nil)
        #expect(state.pass(at: start) == nil)
        state.opened(session("a"), at: start)
        for _ in 0..<3 { #expect(state.pass(at: start) == .session(session("a"), serial: 1)) }
    }

    @Test
    func `a login that came to nothing lets the next call log in`() {
        var state = SessionState()
        _ = state.pass(at: start)
        let goesOn = state.loginFailed(at: start)
        #expect(!goesOn)
        #expect(state.pass(at: start) == .login)
        #expect(state.pass(at: start) == nil)
    }

    @Test
    func `a device without sessions is asked by password, and after an hour about sessions again`() {
        var state = SessionState()
        _ = state.pass(at: start)
        state.hasNoSessions(at: start)
        #expect(state.pass(at: start) == .password)
        #expect(state.pass(at: start + .seconds(3599)) == .password)
        #expect(state.pass(at: start + .seconds(3600)) == .login)
    }

    @Test
    func `a session is renewed before it ends, by one call while the others go on by the old one`() {
        var state = opened(session("a", lasting: 600))
        #expect(state.pass(at: start + .seconds(539)) == .session(session("a", lasting: 600), serial: 1))
        #expect(state.pass(at: start + .seconds(540)) == .login)
        #expect(state.pass(at: start + .seconds(541)) == .session(session("a", lasting: 600), serial: 1))
        #expect(state.pass(at: start + .seconds(600)) == nil)
        state.opened(session("b", lasting: 600), at: start + .seconds(601))
        #expect(state.pass(at: start + .seconds(602)) == .session(session("b", lasting: 600), serial: 2))
    }

    @Test
    func `a renewal that failed leaves the old session to its end`() {
        var state = opened(session("a", lasting: 600))
        #expect(state.pass(at: start + .seconds(550)) == .login)
        let goesOn = state.loginFailed(at: start + .seconds(551))
        #expect(goesOn)
        #expect(state.pass(at: start + .seconds(599)) == .session(session("a", lasting: 600), serial: 1))
        #expect(state.pass(at: start + .seconds(600)) == .login)
        let goesOnStill = state.loginFailed(at: start + .seconds(601))
        #expect(!goesOnStill)
    }

    @Test
    func `the end of a session that was replaced already ends nothing`() {
        var state = opened(session("a"))
        state.served(1)
        let first = state.ended(1)
        #expect(first)
        #expect(state.pass(at: start) == .login)
        state.opened(session("b"), at: start)
        let late = state.ended(1)
        #expect(late)
        #expect(state.current(at: start) == session("b"))
    }

    @Test
    func `a session that never served is told from one whose time was over`() {
        var state = opened(session("a"))
        // Of an older session, it says nothing.
        state.served(0)
        let hadServed = state.ended(1)
        #expect(!hadServed)
        #expect(state.current(at: start) == nil)
    }

    @Test
    func `what is logged out of is not used again`() {
        var state = opened(session("a", lasting: 10))
        #expect(state.current(at: start + .seconds(9)) != nil)
        #expect(state.current(at: start + .seconds(10)) == nil)
        state.forget()
        #expect(state.pass(at: start) == .login)
    }
}
