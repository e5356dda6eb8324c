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

    /// Whether a token opens a device now.
    func isValid(_ token: String, on device: Int) -> Bool {
        state.withLock { state in
            guard let session = state.sessions[token], session.device == device else { return false }
            guard session.ends > .now else {
                state.sessions[token] = nil
                return false
            }
            return true
        }
    }

    /// Ends a session; gives whether there was one.
    func close(_ token: String) -> Bool {
        state.withLock { $0.sessions.removeValue(forKey: token) != nil }
    }

    /// Ends every session of a device, or of all.
    func expire(on device: Int?) {
        state.withLock { state in
            state.sessions = device.map { device in state.sessions.filter { $0.value.device != device } } ?? [:]
        }
    }
}
