public import TrawlCore

/// Who is locked out together: one user name in one AAA domain.
public struct LoginKey: Sendable, Hashable {
    /// The user name.
    public var username: String
    /// The AAA domain; empty where the device names none.
    public var domain: String

    /// The key of a device; `nil` where nothing is logged into.
    public init?(_ device: Device) {
        guard let credential = device.credential else { return nil }
        username = credential.username
        domain = device.aaaDomain
    }
}

/// Keeps accounts from being locked.
///
/// A value: it is told what logins gave and says which may go.
///
/// The first login of a user goes alone, and the others wait for its verdict: the canary. A rejection makes logins go
/// one at a time again until one succeeds; after `limit` rejections in a row none goes any more.
///
/// Where a device answers whoever asks, that it answered shows nothing about a password. Such logins are called unasked:
/// one that is let in lets others of their kind go, and proves the user to nobody else.
struct CredentialGuard: Sendable {
    /// Whether a login may go.
    enum Permission: Sendable, Hashable {
        /// It may.
        case go
        /// Another login's verdict comes first.
        case wait
        /// No login goes any more.
        case stopped
    }

    /// What is known about unasked logins.
    private enum Unasked: Sendable {
        case unknown
        /// One was let in.
        case go
        /// One was rejected: the devices look at a password that they do not ask for.
        case checked
    }

    private struct Account: Sendable {
        var isProven = false
        var unasked = Unasked.unknown
        var rejections = 0
        /// Counts rejections, and never goes back.
        var generation = 0
        /// The device whose login goes alone now.
        var probe: Int?
        /// Which of that device's calls carries it; `nil` while none has asked.
        var probingCall: UInt64?
        /// Probes since the last verdict that came to none.
        var undecided = 0
        /// Whether one of them was a device that takes requests and does not answer.
        var hangs = false
    }

    private let limit: Int
    private var accounts: [LoginKey: Account] = [:]

    /// Makes a guard; `rejections` in a row count that were seen before it.
    init(limit: Int, rejections: [LoginKey: Int] = [:]) {
        self.limit = max(1, limit)
        accounts = rejections.mapValues { Account(rejections: $0) }
    }

    /// Asks for a login on a device; where it must go alone, the device becomes the probe.
    ///
    /// - Parameters:
    ///   - key: Whose login.
    ///   - device: Where.
    ///   - call: The call that carries it: of a probe's calls that go side by side, one goes.
    ///   - isUnasked: Whether the device answers without a password too.
    /// - Returns: Whether it may go.
    mutating func ask(
        _ key: LoginKey,
        device: Int,
        call: UInt64? = nil,
        isUnasked: Bool = false
    ) -> Permission {
        var account = accounts[key, default: Account()]
        if account.rejections >= limit { return .stopped }
        if account.isProven, account.rejections == 0 { return .go }
        if isUnasked, account.unasked == .go { return .go }
        if let probe = account.probe {
            guard probe == device, account.probingCall == nil || account.probingCall == call else { return .wait }
        }
        account.probe = device
        account.probingCall = call
        accounts[key] = account
        return .go
    }

    /// Whether no login of the user goes any more.
    func isStopped(_ key: LoginKey) -> Bool {
        (accounts[key]?.rejections ?? 0) >= limit
    }

    /// Whether the user's last login was accepted, so that another success tells nothing new.
    func isProven(_ key: LoginKey) -> Bool {
        guard let account = accounts[key] else { return false }
        return account.isProven && account.rejections == 0
    }

    /// Whether unasked logins of the user go, although nothing is proven.
    func letsUnaskedGo(_ key: LoginKey) -> Bool {
        accounts[key]?.unasked == .go
    }

    /// Whether no login of the user was rejected since the last one that was accepted.
    func isInGoodStanding(_ key: LoginKey) -> Bool {
        (accounts[key]?.rejections ?? 0) == 0
    }

    /// Whether other devices than the probe should find out by themselves whether they can be reached.
    ///
    /// So it is once a probe came to no verdict, as that of a device that is down.
    func wantsScouts(_ key: LoginKey, besides device: Int) -> Bool {
        guard let account = accounts[key], account.probe != device, account.rejections < limit else { return false }
        return account.undecided > 0 && !(account.isProven && account.rejections == 0)
    }

    /// Whether it takes a request to find out that a device is well, as one that hangs can be connected to.
    func wantsAnswers(_ key: LoginKey) -> Bool {
        accounts[key]?.hangs == true
    }

    /// Whether the device's login goes alone now.
    func isProbe(_ device: Int, of key: LoginKey) -> Bool {
        accounts[key]?.probe == device
    }

    /// Which rejections were known when a login went, for ``accepted(_:since:)``.
    func generation(_ key: LoginKey) -> Int {
        accounts[key]?.generation ?? 0
    }

    /// A login was accepted.
    ///
    /// One that was under way when another was rejected, or when the user was stopped, changes nothing any more: it may
    /// have been let in before the password changed.
    ///
    /// - Parameters:
    ///   - key: Whose login.
    ///   - generation: What ``generation(_:)`` was when it went; now by default.
    mutating func accepted(_ key: LoginKey, since generation: Int? = nil) {
        let known = self.generation(key)
        guard !isStopped(key), generation ?? known == known else { return }
        accounts[key] = Account(
            isProven: true,
            unasked: accounts[key]?.unasked ?? .unknown,
            generation: known
        )
    }

    /// An unasked login was let in.
    mutating func acceptedUnasked(_ key: LoginKey, device: Int) {
        var account = accounts[key, default: Account()]
        if account.unasked == .unknown { account.unasked = .go }
        if account.probe == device {
            account.probe = nil
            account.probingCall = nil
        }
        accounts[key] = account
    }

    /// A login was rejected.
    mutating func rejected(_ key: LoginKey, device: Int, isUnasked: Bool = false) {
        var account = accounts[key, default: Account()]
        account.rejections += 1
        account.generation += 1
        if isUnasked { account.unasked = .checked }
        if account.probe == device {
            account.probe = nil
            account.probingCall = nil
        }
        accounts[key] = account
    }

    /// A stopped user's rest is over: one login goes, alone, and one more rejection stops the user again.
    mutating func relent(_ key: LoginKey) {
        guard isStopped(key) else { return }
        accounts[key]?.rejections = limit - 1
        accounts[key]?.isProven = false
        accounts[key]?.probe = nil
        accounts[key]?.probingCall = nil
    }

    /// A device's login came to no verdict, or the device is done: another may be the probe.
    ///
    /// - Parameters:
    ///   - key: Whose login.
    ///   - device: Where.
    ///   - hangs: Whether the device took the login and did not answer.
    mutating func released(_ key: LoginKey, device: Int, hangs: Bool = false) {
        guard accounts[key]?.probe == device else { return }
        accounts[key]?.probe = nil
        accounts[key]?.probingCall = nil
        accounts[key]?.undecided += 1
        if hangs { accounts[key]?.hangs = true }
    }
}
