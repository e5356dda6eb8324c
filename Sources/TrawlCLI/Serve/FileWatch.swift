import Foundation
import Glibc

/// Notices that files changed, by looking at them again and again: that works for files that are replaced, for links
/// that are turned elsewhere as Kubernetes does it, and over NFS.
struct FileWatch: Sendable {
    /// How often the files are looked at.
    static let interval = Duration.seconds(2)

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

    init(_ paths: [String]) {
        self.paths = paths
        states = paths.map(Self.state)
    }

    /// Watches other files; what is the same in both is not forgotten.
    mutating func follow(_ others: [String]) {
        guard others != paths else { return }
        self = FileWatch(others)
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
