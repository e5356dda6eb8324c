import Synchronization
import TrawlCore
import TrawlDialects
import TrawlTransfer

/// The session of one device, shared by its calls.
final class DeviceSession: Sendable {
    let device: Device
    /// How the dialect logs in; `nil` where there are no sessions, and only the first login goes alone.
    let login: (any SessionLogin)?
    let state = Signal(SessionState())
    private let channel: DeviceChannel
    /// The limits of the run that used the session last.
    private let host: Mutex<HostLimiter>

    init(device: Device, login: (any SessionLogin)?, channel: DeviceChannel, host: HostLimiter) {
        self.device = device
        self.login = login
        self.channel = channel
        self.host = Mutex(host)
    }

    func use(_ limiter: HostLimiter) {
        host.withLock { $0 = limiter }
    }

    /// Waits until it is clear how a call goes; `nil` where the task was cancelled.
    func pass() async -> SessionState.Pass? {
        await state.answer { $0.pass(at: .now) }
    }

    /// Whether calls can go by the session now.
    var isOpen: Bool { state.peek { $0.current(at: .now) != nil } }

    /// Whether the device is to be told at the end.
    var needsLogout: Bool {
        guard let login, let session = state.peek({ $0.current(at: .now) }) else { return false }
        return login.logout(of: session, on: device) != nil
    }

    /// Logs out, where there is something to log out of, within a bound and the host's limits.
    ///
    /// What cannot be told in time is left to the device, which ends sessions by itself.
    ///
    /// - Returns: False where the task was cancelled and the session is still open.
    func end(within limit: Duration) async -> Bool {
        guard let session = state.peek({ $0.current(at: .now) }),
            let request = login?.logout(of: session, on: device)
        else { return true }
        let deadline = ContinuousClock.now + limit
        let limiter = host.withLock { $0 }
        guard await limiter.enter() else { return false }
        defer { limiter.leave() }
        guard let wait = limiter.takeCall(within: limit) else { return true }
        do {
            if wait > .zero { try await Task.sleep(for: wait) }
            let left = ContinuousClock.now.duration(to: deadline)
            let limits = TransferLimits(connectTimeout: left, requestTimeout: left, responseSize: 64 << 10)
            _ = try await channel.perform(request, within: limits, keepsConnection: false)
        } catch {
            // A device that does not answer has no outcome to fail: its requests are all done.
            if Task.isCancelled { return false }
        }
        state.change { $0.forget() }
        return true
    }

    /// Lets go of the connection that was kept for the logout.
    func closeChannel() {
        channel.close()
    }
}
