import Synchronization

/// The sessions that devices handed out.
final class SessionTable: Sendable {
    private struct Session {
        var device: Int
        var ends: ContinuousClock.Instant
    }

    private struct State {
        var sessions: [String: Session] = [:]
        var tokens = SystemRandomNumberGenerator()
    }

    private let state = Mutex(State())

    /// Opens a session on a device and gives its token.
    func open(on device: Int, lasting lifetime: Duration) -> String {
        state.withLock { state in
            let token = (0..<2).map { _ in String(state.tokens.next(), radix: 36) }.joined()
            state.sessions[token] = Session(device: device, ends: .now + lifetime)
            return token
        }
    }

    /// What a token is worth.
    enum Standing: Sendable {
        /// It opens the device.
        case valid
        /// It did, and this is the first to hear that it does no more.
        case expired
        /// It never did, or it is known to be over.
        case unknown
    }

    /// What a token is worth on a device now.
    func standing(of token: String, on device: Int) -> Standing {
        state.withLock { state in
            guard let session = state.sessions[token], session.device == device else { return .unknown }
            guard session.ends > .now else {
                state.sessions[token] = nil
                return .expired
            }
            return .valid
        }
    }

    /// How many sessions a device has now.
    func count(on device: Int) -> Int {
        state.withLock { state in state.sessions.values.count { $0.device == device && $0.ends > .now } }
    }

    /// Ends a session; gives whether there was one.
    func close(_ token: String) -> Bool {
        state.withLock { $0.sessions.removeValue(forKey: token) != nil }
    }

    /// Ends every session of a device, or of all.
    func expire(on device: Int?) {
        state.withLock { state in
            for (token, session) in state.sessions where device == nil || session.device == device {
                state.sessions[token]?.ends = .now
            }
        }
    }
}
