public import TrawlCore

/// How an API keeps a login: what is sent to log in, to ask within a session and to log out, and what answers mean.
///
/// Pure, as the dialect that it belongs to.
public protocol SessionLogin: Sendable {
    /// Whether the API takes no calls by user and password, so that even one call needs a session.
    ///
    /// Default: no.
    var isRequired: Bool { get }

    /// The call that logs in; `nil` where any call with user and password opens a session by the way.
    func login(to device: Device) -> HTTPRequest?

    /// What the answer to a login means; where there is no login of its own, the answer to any call with a password.
    ///
    /// - Throws: Why the device could not be logged into.
    func answer(of device: Device, from response: HTTPResponse) throws(DeviceError) -> SessionAnswer

    /// How a request carries a session.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - isProven: Whether the device's user stands in good repute, so that the password may go beside the token.
    /// - Returns: What the request says of who asks.
    func authentication(in session: Session, isProven: Bool) -> HTTPAuthentication

    /// Whether the answer to a request that carried a session says that the session is over.
    func hasEnded(_ response: HTTPResponse) -> Bool

    /// The call that makes a new session of one that is about to run out, without user and password; `nil`, the default,
    /// where only a login does.
    func renewal(of session: Session, on device: Device) -> HTTPRequest?

    /// The call that ends a session; `nil` where sessions only run out.
    func logout(of session: Session, on device: Device) -> HTTPRequest?
}

extension SessionLogin {
    /// No.
    public var isRequired: Bool { false }

    /// None.
    public func renewal(of session: Session, on device: Device) -> HTTPRequest? { nil }
}

/// A login that a device keeps; held in memory only.
public struct Session: Sendable, Hashable {
    /// What requests show in place of user and password.
    public var token: Secret
    /// How long it lasts from the login; `nil` where the device does not say.
    public var lifetime: Duration?

    /// Makes a session.
    public init(token: Secret, lifetime: Duration? = nil) {
        self.token = token
        self.lifetime = lifetime
    }
}

/// What the answer to a login came to.
public enum SessionAnswer: Sendable, Hashable {
    /// The device opened a session.
    case session(Session)
    /// The device has no session login: user and password go with every call.
    case noSessions
    /// The answer says nothing about sessions.
    case undecided
}
