import TrawlCore
import TrawlDialects

/// What logins and answers teach a session.
extension DeviceSession {
    /// Takes in what an answer to user and password says about sessions; `nil` where no answer came.
    func learn(from response: HTTPResponse?) {
        guard let response else {
            _ = loginFailed()
            return
        }
        guard let login else {
            // There is nothing to learn but that the device let its user in.
            return learn(response.status == 401 ? .undecided : .noSessions)
        }
        // A failure is the call's own, which told it.
        learn((try? login.answer(of: device, from: response)) ?? .undecided)
    }

    /// Takes in what a login came to.
    func learn(_ answer: SessionAnswer) {
        switch answer {
        case .session(let session): state.change { $0.opened(session, at: .now) }
        case .noSessions: state.change { $0.hasNoSessions(at: .now) }
        case .undecided: loginFailed()
        }
    }

    /// Lets another call log in.
    ///
    /// - Returns: Whether calls can go on by the old session.
    @discardableResult
    func loginFailed() -> Bool {
        var goesOn = false
        state.change { goesOn = $0.loginFailed(at: .now) }
        return goesOn
    }
}
