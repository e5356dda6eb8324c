import Trawl

/// The devices that a run did not ask, so that no account is locked by a password that others rejected.
struct SparedDevices {
    private var names: Set<String> = []

    /// Whether there are any: then the exit status is ``ExitStatus/unsafe``.
    var isEmpty: Bool { names.isEmpty }

    /// Takes an outcome into account.
    mutating func add(_ outcome: Outcome) {
        if outcome.error?.code == .credentialStopped { names.insert(outcome.device.name) }
    }

    /// What is said of them; `nil` where there are none.
    var note: String? {
        guard !isEmpty else { return nil }
        let devices = names.count == 1 ? "1 device was" : "\(names.count) devices were"
        return "stopped for safety: \(devices) spared the login, so that no account is locked"
    }
}
