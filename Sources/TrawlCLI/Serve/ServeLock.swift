import Foundation
import Glibc
import TrawlOutputs

/// Keeps a second `trawl serve` of the same files from polling the same devices a second time.
///
/// The lock is the kernel's and ends with the process, however that ends.
struct ServeLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock of some files.
    ///
    /// - Returns: The lock; `nil` where there is no directory for state, which is no reason not to serve.
    /// - Throws: ``Stop`` where another process holds it.
    static func take(
        collections: [String],
        inventory: String,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(Stop) -> ServeLock? {
        guard let directory = directory(environment) else { return nil }
        let files = ([inventory] + collections.sorted()).map { URL(fileURLWithPath: $0).standardizedFileURL.path }
        let path = "\(directory)/\(hash(files.joined(separator: "\n"))).lock"
        do {
            try FileManager.default.createDirectory(
                atPath: directory,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            Terminal.note("warning: nothing keeps a second `trawl serve` out: \(directory) cannot be made")
            return nil
        }
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            let reason = unsafe String(cString: strerror(errno)).lowercased()
            Terminal.note("warning: nothing keeps a second `trawl serve` out: \(path): \(reason)")
            return nil
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = (try? String(contentsOfFile: path, encoding: .utf8)).flatMap {
                Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
            }
            close(descriptor)
            throw Stop(
                .unusable,
                "error: another `trawl serve` of these collections and this inventory is running"
                    + (holder.map { " (process \($0))" } ?? ""),
                "  hint: stop it, or serve other collections: two would ask every device twice"
            )
        }
        let line = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = unsafe write(descriptor, line, line.count)
        return ServeLock(descriptor: descriptor)
    }

    deinit { close(descriptor) }

    private static func directory(_ environment: [String: String]) -> String? {
        // systemd's own, where the unit says `StateDirectory=`.
        if let state = environment["STATE_DIRECTORY"]?.split(separator: ":").first { return "\(state)/serve" }
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return "\(state)/trawl/serve" }
        guard let home = environment["HOME"], !home.isEmpty else { return nil }
        return "\(home)/.local/state/trawl/serve"
    }

    /// FNV-1a: the same in every run.
    private static func hash(_ text: String) -> String {
        let bits = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(bits, radix: 16)
    }
}
