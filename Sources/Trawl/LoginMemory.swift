import FoundationEssentials
import Synchronization
import TrawlCore

/// What a poller remembers of logins between the polls of a watch.
final class LoginMemory: Sendable {
    private let rests = Mutex(LoginRests())

    /// A device let its user in.
    func accepted(_ device: Device) {
        rests.withLock { $0.accepted(device) }
    }

    /// A device rejected its user, who is stopped by it or not.
    func rejected(_ device: Device, isStopped: Bool) {
        rests.withLock { $0.rejected(device, isStopped: isStopped, at: .now) }
    }

    /// Why a device is not logged into now; `nil` where it is.
    func refusal(of device: Device) -> DeviceError? {
        guard let until = rests.withLock({ $0.rest(of: device, at: .now) }) else { return nil }
        let user = device.credential?.username ?? ""
        return DeviceError(
            .loginResting,
            device: device.name,
            operation: "login",
            detail: "the device rejected user \(user); it is tried again in \(Self.text(of: until))"
        )
    }

    /// How long the user of a device rests still, in words; `nil` where it does not.
    func rest(of device: Device) -> String? {
        guard let key = LoginKey(device) else { return nil }
        return rests.withLock { $0.rest(of: key, at: .now) }.map(Self.text)
    }

    /// Whether the rest of a device's user is over, so that one login may go.
    func takeTrial(of key: LoginKey) -> Bool {
        rests.withLock { $0.takeTrial(of: key, at: .now) }
    }

    /// The users that rest, of those whose password did not change.
    func resting(among devices: [Device]) -> Set<LoginKey> {
        rests.withLock { $0.resting(among: devices) }
    }

    /// How often users were rejected in a row, of those whose password did not change.
    func rejections(among devices: [Device]) -> [LoginKey: Int] {
        rests.withLock { $0.rejections(among: devices) }
    }

    /// Numbers for whoever watches.
    var report: LoginReport {
        rests.withLock { rests in
            LoginReport(
                accepted: rests.acceptedCount,
                rejected: rests.rejectedCount,
                restingDevices: rests.restingDevices(at: .now),
                restingUsers: rests.restingUsers(at: .now)
            )
        }
    }

    private static func text(of until: ContinuousClock.Instant) -> String {
        let minutes = Int((ContinuousClock.now.duration(to: until).seconds / 60).rounded(.up))
        return minutes < 120 ? "\(max(1, minutes)) min" : "\((minutes + 59) / 60) h"
    }
}

/// What became of the logins of a watch so far.
public struct LoginReport: Sendable, Hashable {
    /// Calls with user and password that were let in.
    public var accepted = 0
    /// Calls with user and password that were rejected.
    public var rejected = 0
    /// Devices that are not logged into now, because they rejected their user.
    public var restingDevices = 0
    /// Users that are not tried anywhere now.
    public var restingUsers: [LoginKey] = []
}
