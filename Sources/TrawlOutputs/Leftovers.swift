import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Temporary files that a process which was killed left beside its output.
enum Leftovers {
    /// The name of a temporary file.
    static func newName() -> String {
        ".trawl-\(String(UInt64.random(in: .min ... .max), radix: 16)).tmp"
    }

    /// Removes those in a directory that nobody writes to any more; what cannot be removed stays, as it harms nobody.
    ///
    /// Whoever writes to one holds its lock, on this host or on another that shares the directory.
    static func remove(from directory: String) {
        // A directory that cannot be listed has nothing that could be removed.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for name in names where name.hasPrefix(".trawl-") && name.hasSuffix(".tmp") {
            let path = "\(directory)/\(name)"
            // Gone, or somebody else's.
            guard let descriptor = try? SystemCalls.open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK) else { continue }
            defer { _ = close(descriptor) }
            // What has no status is left alone.
            guard let status = try? SystemCalls.status(of: descriptor, path: path), status.isRegular,
                status.owner == geteuid(), SystemCalls.lock(descriptor) == .taken
            else { continue }
            SystemCalls.remove(path)
        }
    }
}
