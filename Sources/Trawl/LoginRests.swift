import TrawlCore

/// Which logins rest from poll to poll, because they were rejected, and until when.
///
/// A value: it is told what logins gave and says which may be tried.
///
/// A device that rejects its user is logged into again once the credential changed, or after a rest that doubles with
/// each rejection. One that had let the same credential in before gets one more try at its next poll first: AAA servers
/// fail now and then. A user that was rejected too often in a row rests everywhere.
struct LoginRests: Sendable {
    /// The first rest.
    static let first = Duration.seconds(900)
    /// The rest that doubling stops at.
    static let longest = Duration.seconds(4 * 3600)

    private struct Rest: Sendable {
        var credential: Credential
        var rejections = 0
        var length = Duration.zero
        var until: ContinuousClock.Instant?

        mutating func begin(at now: ContinuousClock.Instant) {
            length = length == .zero ? LoginRests.first : min(length * 2, LoginRests.longest)
            until = now + length
        }
    }

    private var devices: [String: Rest] = [:]
    private var users: [LoginKey: Rest] = [:]
    /// Rejections in a row of a user's password, over everything that was polled.
    private var streaks: [LoginKey: (password: Secret?, count: Int)] = [:]
    /// The credential that each device let in last.
    private var accepted: [String: Credential] = [:]

    /// Logins that were accepted so far.
    private(set) var acceptedCount = 0
    /// Logins that were rejected so far.
    private(set) var rejectedCount = 0

    /// A device let its user in.
    mutating func accepted(_ device: Device) {
        acceptedCount += 1
        guard let credential = device.credential, let key = LoginKey(device) else { return }
        accepted[device.name] = credential
        devices[device.name] = nil
        users[key] = nil
        streaks[key] = nil
    }

    /// A device rejected its user.
    ///
    /// - Parameters:
    ///   - device: The device.
    ///   - isStopped: Whether the user was now rejected too often in a row.
    ///   - now: When.
    mutating func rejected(_ device: Device, isStopped: Bool, at now: ContinuousClock.Instant) {
        rejectedCount += 1
        guard let credential = device.credential, let key = LoginKey(device) else { return }
        var rest = devices[device.name] ?? Rest(credential: credential)
        if rest.credential != credential { rest = Rest(credential: credential) }
        rest.rejections += 1
        if rest.rejections > 1 || accepted[device.name] != credential { rest.begin(at: now) }
        devices[device.name] = rest
        let before = streaks[key].flatMap { $0.password == credential.password ? $0.count : nil } ?? 0
        streaks[key] = (credential.password, before + 1)
        guard isStopped else { return }
        var user = users[key] ?? Rest(credential: credential)
        if user.credential.password != credential.password { user = Rest(credential: credential) }
        user.begin(at: now)
        users[key] = user
    }

    /// When a device is logged into again at the earliest; `nil` for now.
    func rest(of device: Device, at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard let rest = devices[device.name], rest.credential == device.credential, let until = rest.until,
            until > now
        else { return nil }
        return until
    }

    /// When a user is tried again at the earliest; `nil` for now, or where it is not resting.
    func rest(of key: LoginKey, at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        users[key]?.until.flatMap { $0 > now ? $0 : nil }
    }

    /// Whether a stopped user's rest is over, so that one login may go; true once for each rest.
    mutating func takeTrial(of key: LoginKey, at now: ContinuousClock.Instant) -> Bool {
        guard let until = users[key]?.until, until <= now else { return false }
        users[key]?.until = nil
        return true
    }

    /// The users that rest while one of the devices has the password that was rejected; the others are forgotten, and so
    /// is what is known of other devices.
    mutating func resting(among devices: [Device]) -> Set<LoginKey> {
        let names = Set(devices.map(\.name))
        self.devices = self.devices.filter { names.contains($0.key) }
        accepted = accepted.filter { names.contains($0.key) }
        var still: Set<LoginKey> = []
        for device in devices {
            guard let key = LoginKey(device), let rest = users[key] else { continue }
            if rest.credential.password == device.credential?.password { still.insert(key) }
        }
        users = users.filter { still.contains($0.key) }
        return Set(users.filter { $0.value.until != nil }.keys)
    }

    /// How often users were rejected in a row, as far as one of the devices has the password that was.
    mutating func rejections(among devices: [Device]) -> [LoginKey: Int] {
        var counts: [LoginKey: Int] = [:]
        for device in devices {
            guard let key = LoginKey(device), let streak = streaks[key] else { continue }
            if streak.password == device.credential?.password { counts[key] = streak.count }
        }
        streaks = streaks.filter { counts[$0.key] != nil }
        return counts
    }

    /// How many devices are not logged into now, because they rejected their user.
    func restingDevices(at now: ContinuousClock.Instant) -> Int {
        devices.values.count { $0.until.map { $0 > now } ?? false }
    }

    /// The users that are not tried now.
    func restingUsers(at now: ContinuousClock.Instant) -> [LoginKey] {
        users.filter { $0.value.until.map { $0 > now } ?? false }.keys
            .sorted { ($0.username, $0.domain) < ($1.username, $1.domain) }
    }
}
