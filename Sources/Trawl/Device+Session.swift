public import TrawlCore

extension Device {
    /// Whether the device is logged into for a session, where its dialect knows sessions.
    ///
    /// - Parameters:
    ///   - count: How many calls a run asks it.
    ///   - keepsConnections: Whether the poller keeps connections from run to run.
    /// - Returns: Whether it is.
    public func wantsSession(forCalls count: Int, keepsConnections: Bool = false) -> Bool {
        guard credential != nil else { return false }
        return switch session {
        case .auto: count > 1 || keepsConnections
        case .always: true
        case .never: false
        }
    }

    /// Whether the device is another one, or what that turned out to be where its dialect was to be found out.
    func isFound(_ other: Device) -> Bool {
        other.dialect == .auto ? name == other.name : self == other
    }
}
