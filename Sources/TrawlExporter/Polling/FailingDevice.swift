import TrawlCore

/// A device of which a request failed when it was last asked, however long ago that is.
struct FailingDevice: Sendable {
    /// A request, and what it failed with.
    typealias Failure = (request: String, error: DeviceError)

    private let failures: [Failure]
    /// What the first of its failing requests failed with.
    let first: DeviceError
    /// Whether it was left alone at its last poll.
    let isResting: Bool

    /// Makes the state of a device from what its requests failed with; `nil` where none did.
    init?(_ failures: [Failure], isResting: Bool) {
        guard let first = failures.first?.error else { return nil }
        self.failures = failures
        self.first = first
        self.isResting = isResting
    }

    /// In which ways its requests fail.
    private var codes: Set<DeviceError.Code> { Set(failures.map(\.error.code)) }

    /// What fails in a way in which nothing of the device did before, in one line; `nil` where there is nothing new.
    func news(since old: FailingDevice?) -> String? {
        let known = old?.codes ?? []
        let new = failures.filter { !known.contains($0.error.code) }
        guard let first = new.first else { return nil }
        let others = new.count > 1 ? " (and \(new.count - 1) more)" : ""
        return "\(first.request)\(others): \(first.error.code): \(first.error.detail)"
    }
}
