import Synchronization
import TrawlCore
import TrawlDialects
import TrawlTransfer

/// The sessions of a run, or of a poller that keeps connections; in memory only.
final class SessionPool: Sendable {
    /// How long logging out may take where a run or a poller ends: an interrupted program ends within two seconds.
    static let logoutTime = Duration.milliseconds(1500)
    /// Logouts under way at once.
    private static let simultaneousLogouts = 256

    private let sessions = Mutex<[String: DeviceSession]>([:])

    /// The device's session; a new one where there is none yet, or where the device changed since.
    func session(
        of device: Device,
        login: (any SessionLogin)?,
        over channel: DeviceChannel,
        host: HostLimiter
    ) -> DeviceSession {
        sessions.withLock { sessions in
            if let kept = sessions[device.name], kept.device == device, (kept.login == nil) == (login == nil) {
                kept.use(host)
                return kept
            }
            let session = DeviceSession(device: device, login: login, channel: channel, host: host)
            sessions[device.name] = session
            return session
        }
    }

    /// Whether the device can be asked without a login.
    func isOpen(on device: Device) -> Bool {
        guard let session = sessions.withLock({ $0[device.name] }), session.device == device else { return false }
        return session.isOpen
    }

    /// How many devices can be asked without a login.
    var openCount: Int {
        let sessions = sessions.withLock { Array($0.values) }
        return sessions.count { $0.login != nil && $0.isOpen }
    }

    /// Takes out the session of a device that is not asked any more, or not as it was.
    func take(_ device: Device) -> DeviceSession? {
        sessions.withLock { sessions in
            guard let kept = sessions[device.name], kept.device.isFound(device) else { return nil }
            return sessions.removeValue(forKey: device.name)
        }
    }

    /// Forgets a device's session.
    func remove(_ name: String) {
        sessions.withLock { $0[name] = nil }
    }

    /// Whether a device's session is still to be ended.
    func holds(_ name: String) -> Bool {
        sessions.withLock { $0[name] != nil }
    }

    /// Logs out everywhere, as far as that goes in ``logoutTime``.
    ///
    /// Whoever cancelled the run wants its sessions ended all the same: the calls are out of the cancellation's reach.
    func endAll() async {
        let open = sessions.withLock { sessions in
            defer { sessions = [:] }
            return Array(sessions.values)
        }
        guard !open.isEmpty else { return }
        await Task {
            let deadline = ContinuousClock.now + Self.logoutTime
            await withDiscardingTaskGroup { group in
                let slots = Slots(Self.simultaneousLogouts)
                for session in open {
                    _ = await slots.acquire()
                    group.addTask {
                        _ = await session.end(within: ContinuousClock.now.duration(to: deadline))
                        session.closeChannel()
                        slots.release()
                    }
                }
            }
        }.value
    }
}
