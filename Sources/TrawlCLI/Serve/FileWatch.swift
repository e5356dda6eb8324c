import Foundation
import Glibc

/// Notices that files changed, by looking at them again and again: that works for files that are replaced, for links
/// that are turned elsewhere as Kubernetes does it, and over NFS.
struct FileWatch: Sendable {
    /// How often the files are looked at.
    static let interval = Duration.seconds(2)

    /// When somebody began to read files.
    struct Moment: Sendable {
        fileprivate let time: timespec

        /// Now, by the clock of the files' times: that of the last tick.
        static var now: Moment {
            var time = timespec()
            unsafe clock_gettime(CLOCK_REALTIME_COARSE, &time)
            return Moment(time: time)
        }
    }

    private struct State: Sendable, Equatable {
        var device: UInt64
        var inode: UInt64
        var size: Int64
        var seconds: Int64
        var nanoseconds: Int64
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
        let began = (Int64(moment.time.tv_sec), Int64(moment.time.tv_nsec))
        return (state.seconds, state.nanoseconds) < began ? state : nil
    }

    private static func state(of path: String) -> State? {
        var info = stat()
        guard unsafe stat(path, &info) == 0 else { return nil }
        return State(
            device: UInt64(info.st_dev),
            inode: UInt64(info.st_ino),
            size: Int64(info.st_size),
            seconds: Int64(info.st_mtim.tv_sec),
            nanoseconds: Int64(info.st_mtim.tv_nsec)
        )
    }
}
