import Synchronization
import TrawlCore
import TrawlDialects
import TrawlTransfer

/// How one try of a call says who asks: by a session, by logging in for one, or by user and password.
extension DeviceCalls {
    /// What one try came to.
    enum TryEnd: Sendable {
        /// Nothing was sent, and nothing will be.
        case refused(DeviceError)
        /// The device has a verdict on the login: the same call again.
        case loggedIn
        /// The session was over: the same call again.
        case sessionEnded(hadServed: Bool)
        /// An answer to the call, or why there is none.
        case answered(Answer)
    }

    /// The session that the device's calls go by; `nil` where each carries user and password.
    ///
    /// - Parameters:
    ///   - count: How many calls the device is asked.
    ///   - isParallel: Whether they go side by side.
    /// - Returns: The session, shared by all of them.
    func session(forCalls count: Int, isParallel: Bool) -> DeviceSession? {
        let isRequired = dialect.sessionLogin?.isRequired ?? false
        // A change goes on a connection of its own, which a login before it would take away.
        guard loginKey != nil, isRequired || !entry.changes else { return nil }
        let isWanted = entry.device.wantsSession(forCalls: count, keepsConnections: keepsConnections)
        let login = isRequired || isWanted ? dialect.sessionLogin : nil
        // Without a session the first of several calls goes alone too: a wrong password is tried once.
        guard login != nil || isParallel else { return nil }
        return run.sessions.session(of: entry.device, login: login, over: channel, host: host)
    }

    /// Ends the session of a device that is not asked any more.
    func end(_ session: DeviceSession?) async {
        guard let session, !run.keepsSessions else { return }
        // Where the run ended meanwhile, the pool logs out.
        if Task.isCancelled, session.needsLogout { return }
        if await session.end(within: SessionPool.logoutTime) { run.sessions.remove(entry.device.name) }
    }

    /// Makes one try, or the login that it needs first.
    func ask(_ commands: [Command], _ shape: CallShape, by session: DeviceSession?) async -> TryEnd {
        guard let session else { return await askByPassword(commands, shape, tells: nil) }
        guard let pass = await session.pass() else { return .refused(endError) }
        switch pass {
        case .password:
            return await askByPassword(commands, shape, tells: nil)
        case .session(let kept, let serial):
            return await ask(commands, shape, in: kept, serial: serial, of: session)
        case .login:
            guard let login = session.login, let request = login.login(to: entry.device) else {
                return await askByPassword(commands, shape, tells: session)
            }
            if let old = session.state.peek({ $0.current(at: .now) }),
                let renewal = login.renewal(of: old, on: entry.device)
            {
                return await renew(by: renewal, login, shape, for: session)
            }
            return await logIn(by: request, login, before: commands, shape, for: session)
        }
    }

    // MARK: By user and password

    /// Asks with user and password.
    ///
    /// Where the call is the login of a session, that is told what the answer means for it.
    private func askByPassword(_ commands: [Command], _ shape: CallShape, tells session: DeviceSession?) async -> TryEnd
    {
        let knock = await knock(commands, shape)
        if let end = knock.end {
            session?.loginFailed()
            return end
        }
        let login: LoginKind = mayBeUnasked(commands) && !knock.wasAsked ? .unasked : .asked
        let asked = ContinuousClock.now
        if let refusal = await admit(shape.number, login: login) {
            session?.loginFailed()
            return .refused(refusal)
        }
        let queued = asked.duration(to: .now)
        let generation = loginGeneration
        hasSentPassword.store(true, ordering: .relaxed)
        var answer = await send(commands, shape, authentication: .password)
        host.leave(answer.end)
        answer.timing?.queued = queued
        note(answer.result.map { _ in }, login, since: generation)
        session?.learn(from: answer.response)
        return .answered(answer)
    }

    // MARK: By a session

    private func ask(
        _ commands: [Command],
        _ shape: CallShape,
        in kept: Session,
        serial: Int,
        of session: DeviceSession
    ) async -> TryEnd {
        guard let login = session.login else { return .loggedIn }
        let asked = ContinuousClock.now
        if let refusal = await admit(shape.number) { return .refused(refusal) }
        let queued = asked.duration(to: .now)
        let authentication = login.authentication(in: kept, isProven: isInGoodStanding)
        var answer = await send(commands, shape, authentication: authentication, hiding: kept.token)
        host.leave(answer.end)
        answer.timing?.queued = queued
        if let response = answer.response {
            if login.hasEnded(response) {
                let hadServed = session.state.ask { $0.ended(serial) }
                // Where user and password open a session by the way, they do without it too.
                if !hadServed, login.login(to: entry.device) == nil { session.learn(.noSessions) }
                return .sessionEnded(hadServed: hadServed)
            }
            session.state.ask { $0.served(serial) }
            // A switch that took the password after all hands out another cookie.
            if response.header("Set-Cookie") != nil, login.login(to: entry.device) == nil,
                case .session(let new)? = try? login.answer(of: entry.device, from: response), new.token != kept.token
            {
                session.learn(.session(new))
            }
        }
        answer.hide(kept.token)
        return .answered(answer)
    }

    /// Logs in for all calls of the device, which wait meanwhile.
    private func logIn(
        by request: HTTPRequest,
        _ login: any SessionLogin,
        before commands: [Command],
        _ shape: CallShape,
        for session: DeviceSession
    ) async -> TryEnd {
        if let end = await knock(commands, shape).end {
            session.loginFailed()
            return end
        }
        let asked = ContinuousClock.now
        if let refusal = await admit(shape.number, login: .asked) {
            // Who has a session goes on by it, whatever became of its user.
            return session.loginFailed() ? .loggedIn : .refused(refusal)
        }
        let queued = asked.duration(to: .now)
        let generation = loginGeneration
        hasSentPassword.store(true, ordering: .relaxed)
        var timing: Timing?
        let result: Result<SessionAnswer, DeviceError>
        do throws(DeviceError) {
            let response = try await perform(login: request, shape).get()
            timing = response.timing
            result = Result { () throws(DeviceError) in try login.answer(of: entry.device, from: response) }
        } catch {
            timing = error.timing ?? Timing()
            result = .failure(error)
        }
        host.leave()
        note(result.map { _ in }, .asked, since: generation)
        switch result {
        case .success(let answer):
            session.learn(answer)
            return .loggedIn
        case .failure(var error):
            if session.loginFailed() { return .loggedIn }
            if error.operation.isEmpty { error.operation = "login" }
            timing?.queued = queued
            return .answered(Answer(result: .failure(error), timing: timing))
        }
    }

    /// How long a login that is on the wire may go on when the run is stopped.
    private static let lastLoginTime = Duration.milliseconds(400)

    /// Sends a login.
    ///
    /// The run's end does not break it off at once: the device would be left with a session that nobody knows.
    private func perform(login request: HTTPRequest, _ shape: CallShape) async -> Result<HTTPResponse, DeviceError> {
        let login = Task { () async -> Result<HTTPResponse, DeviceError> in
            do throws(DeviceError) {
                return .success(
                    try await channel.perform(
                        request,
                        within: shape.limits,
                        keepsConnection: true,
                        onFreshConnection: shape.onFresh
                    )
                )
            } catch {
                return .failure(error)
            }
        }
        return await withTaskCancellationHandler {
            await login.value
        } onCancel: {
            Task {
                // Nobody cancels this one.
                try? await Task.sleep(for: Self.lastLoginTime)
                login.cancel()
            }
        }
    }

    /// Has a new session made of one that is about to run out, which costs no login.
    private func renew(
        by request: HTTPRequest,
        _ login: any SessionLogin,
        _ shape: CallShape,
        for session: DeviceSession
    ) async -> TryEnd {
        if let refusal = await admit(shape.number) {
            return session.loginFailed() ? .loggedIn : .refused(refusal)
        }
        var renewed: Session?
        var isAnswered = false
        do {
            let response = try await channel.perform(
                request,
                within: shape.limits,
                keepsConnection: true,
                onFreshConnection: shape.onFresh
            )
            isAnswered = true
            if case .session(let new) = try login.answer(of: entry.device, from: response) { renewed = new }
        } catch {
            // A device that cannot be asked now is asked on by the old session; one that refuses, is logged into.
        }
        host.leave()
        if let renewed {
            session.learn(.session(renewed))
        } else if isAnswered {
            session.state.change { $0.renewalRefused() }
        } else {
            session.loginFailed()
        }
        return .loggedIn
    }

    /// The error of a session that the device handed out and refused at once.
    var sessionRejected: DeviceError {
        let detail = "the device refused a session that it had just opened"
        return DeviceError(.sessionRejected, device: entry.device.name, operation: "login", detail: detail)
    }
}

extension DeviceCalls.Answer {
    /// What the answer says about the device's load.
    fileprivate var end: AdaptiveConcurrency.End {
        switch result {
        case .success: .answered(timing?.total ?? .zero)
        case .failure(let error):
            error.errorClass == .throttled || error.errorClass == .timeout ? .overloaded : .other
        }
    }

    /// Hides a session's token where the device's words repeat it.
    fileprivate mutating func hide(_ token: Secret) {
        guard case .failure(var error) = result else { return }
        error.detail = error.detail.replacing(token.reveal(), with: "<redacted>")
        result = .failure(error)
    }
}
