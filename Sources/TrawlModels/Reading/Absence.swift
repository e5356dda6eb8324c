public import TrawlCore

extension DeviceError {
    /// Words that a device refuses with for want of rights.
    private static let denials = [
        "privileg", "permission", "denied", "authoriz", "authoris", "not allowed", "restricted",
    ]

    /// Words for what is off, not configured or not there.
    private static let absences = [
        "not enabled", "not configured", "not running", "not active", "inactive", "disabled", "is not present",
        "feature not", "not supported on this hardware", "no ipv6 configured", "there seem to be no",
    ]

    /// Whether the device says, in its own words, that what it was asked about is off, not configured or not there.
    ///
    /// A refusal for want of rights never says so, and neither do words that the device does not know.
    public var saysNone: Bool {
        guard code == .commandRefused || code == .commandFailed else { return false }
        return Self.sayNone(detail)
    }

    /// Whether a device's words say that something is off, not configured or not there.
    static func sayNone(_ words: String) -> Bool {
        let words = words.lowercased()
        return absences.contains(where: words.contains) && !denials.contains(where: words.contains)
    }

    /// Whether the device says that a feature's command is none, as one does where the feature is off.
    ///
    /// NX-OS knows the commands of a feature only while it is on: without it they are invalid, as a typing error would
    /// be, which the commands of models have none of. For a command that is there on every switch ask ``saysNone``.
    ///
    /// - Parameter dialect: Who said it.
    /// - Returns: Whether it is so.
    public func saysFeatureIsOff(on dialect: DialectName) -> Bool {
        if saysNone { return true }
        guard dialect == .nxapi, code == .commandRefused else { return false }
        let words = detail.lowercased()
        return ["invalid command", "invalid params", "syntax error"].contains(where: words.contains)
    }
}
