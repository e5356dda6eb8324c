import TrawlDialects

/// What is known of one device's session: which calls go by it, and which one logs in.
///
/// A value: it is told what happened and says what to do. However many calls wait, one logs in.
struct SessionState: Sendable {
    /// How a call says who asks.
    enum Pass: Sendable, Hashable {
        /// By the session; its serial number is told when it turns out to be over.
        case session(Session, serial: Int)
        /// It logs in first, and tells what came of it.
        case login
        /// By user and password.
        case password
    }

    /// A device that has no sessions today may have them after an upgrade.
    static let recheck = Duration.seconds(3600)

    private enum Kept: Sendable {
        case nothing
        case session(Session, renewal: ContinuousClock.Instant?, end: ContinuousClock.Instant?)
        case noSessions(until: ContinuousClock.Instant)
    }

    private var kept = Kept.nothing
    private var serial = 0
    private var hasServed = false
    private var isLoggingIn = false

    /// How a call goes; `nil` where it waits for another's login.
    mutating func pass(at now: ContinuousClock.Instant) -> Pass? {
        switch kept {
        case .session(let session, let renewal, let end):
            let isDue = renewal.map { now >= $0 } ?? false
            let isOver = end.map { now >= $0 } ?? false
            if !isDue || (isLoggingIn && !isOver) { return .session(session, serial: serial) }
        case .noSessions(let until) where now < until:
            return .password
        case .noSessions, .nothing:
            break
        }
        guard !isLoggingIn else { return nil }
        isLoggingIn = true
        return .login
    }

    /// A login opened a session.
    ///
    /// It is renewed when nine tenths of its lifetime are over, so that no call meets its end.
    mutating func opened(_ session: Session, at now: ContinuousClock.Instant) {
        let renewal = session.lifetime.map { now + $0 / 10 * 9 }
        kept = .session(session, renewal: renewal, end: session.lifetime.map { now + $0 })
        serial += 1
        hasServed = false
        isLoggingIn = false
    }

    /// The device accepted the login and has no sessions.
    mutating func hasNoSessions(at now: ContinuousClock.Instant) {
        kept = .noSessions(until: now + Self.recheck)
        isLoggingIn = false
    }

    /// A login came to nothing; what there is of an old session is used up.
    ///
    /// - Returns: Whether calls can go on by the old session.
    mutating func loginFailed(at now: ContinuousClock.Instant) -> Bool {
        isLoggingIn = false
        guard case .session(let session, _, let end) = kept, end.map({ now < $0 }) ?? true else {
            kept = .nothing
            return false
        }
        kept = .session(session, renewal: end, end: end)
        return true
    }

    /// The device makes no new session of the old one: the next call logs in.
    mutating func renewalRefused() {
        isLoggingIn = false
        kept = .nothing
    }

    /// The device answered a call of a session.
    mutating func served(_ serial: Int) {
        if serial == self.serial { hasServed = true }
    }

    /// The device said that a session is over; a newer one is not touched.
    ///
    /// - Returns: Whether the session had served before: one that never did is no matter of time.
    mutating func ended(_ serial: Int) -> Bool {
        guard serial == self.serial, case .session = kept else { return true }
        kept = .nothing
        return hasServed
    }

    /// The session that calls can go by now, if there is one.
    func current(at now: ContinuousClock.Instant) -> Session? {
        guard case .session(let session, _, let end) = kept, end.map({ now < $0 }) ?? true else { return nil }
        return session
    }

    /// Forgets the session: it was logged out of.
    mutating func forget() {
        kept = .nothing
    }
}
