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
}
