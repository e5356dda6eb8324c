import Foundation
import TrawlOutputs

/// Notices that files changed, by looking at them again and again: that works for files that are replaced, for links
/// that are turned elsewhere as Kubernetes does it, and over NFS.
struct FileWatch: Sendable {
    /// How often the files are looked at.
    static let interval = Duration.seconds(2)

    /// When somebody began to read files.
    struct Moment: Sendable {
        fileprivate let nanoseconds: Int

        /// Now, by the clock of the files' times: that of the last tick.
        static var now: Moment {
            let tick = 0.01
            return Moment(nanoseconds: Int((Date().timeIntervalSince1970 - tick) * 1e9))
        }
    }

    private struct State: Sendable, Equatable {
        var identity: SystemCalls.FileIdentity
        var size: Int
        var nanoseconds: Int
    }

    private var paths: [String]
    private var states: [State?]
    /// What was seen last, and is not told of yet: a file is let to settle.
    private var unsettled: [State?]?

    /// Watches files that were read; one that was written since is told of as changed.
    init(_ paths: [String], readSince moment: Moment) {
        self.paths = paths
        states = paths.map { Self.state(of: $0, before: moment) }
    }

    /// Takes note that the files are about to be read as they are now: that is no change to tell of.
    mutating func willRead() {
        states = paths.map(Self.state)
        unsettled = nil
    }

    /// Watches other files, which were read; what is known of those that are the same is kept.
    mutating func follow(_ others: [String], readSince moment: Moment) {
        guard others != paths else { return }
        let known = Dictionary(zip(paths, states), uniquingKeysWith: { first, _ in first })
        states = others.map { path in
            if let state = known[path] { return state }
            return Self.state(of: path, before: moment)
        }
        paths = others
        unsettled = nil
    }

    /// Whether the files changed since it was told last, and are the same as at the last look.
    mutating func hasChanged() -> Bool {
        let now = paths.map(Self.state)
        guard now != states else {
            unsettled = nil
            return false
        }
        guard now == unsettled else {
            unsettled = now
            return false
        }
        states = now
        unsettled = nil
        return true
    }

    /// How a file is; as if it were not there, where it was written since a moment.
    private static func state(of path: String, before moment: Moment) -> State? {
        guard let state = state(of: path) else { return nil }
        return state.nanoseconds < moment.nanoseconds ? state : nil
    }

    private static func state(of path: String) -> State? {
        // Absent, or not to be looked at: as if it were not there.
        guard let status = try? SystemCalls.status(of: path) else { return nil }
        return State(
            identity: status.identity,
            size: status.size,
            nanoseconds: status.modifiedNanoseconds
        )
    }
}
