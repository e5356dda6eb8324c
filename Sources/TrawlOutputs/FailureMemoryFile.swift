#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where a ``FailureMemory`` is kept: one private file for a collection and an inventory.
public struct FailureMemoryFile: Sendable, Hashable {
    /// What was read, and what the user should know about it.
    public struct Loaded: Sendable, Hashable {
        /// The memory; empty where nothing usable was there.
        public var memory: FailureMemory
        /// Why a file that was there was not used.
        public var warning: String?
    }

    /// Far more than 28,000 devices with every request need.
    private static let maximumSize = 64 << 20

    /// The file's path.
    public let path: String
    private let directory: String

    /// Finds the file for a collection and an inventory, by their absolute paths.
    ///
    /// There is none where the environment names no home to keep it in.
    ///
    /// - Parameters:
    ///   - name: The collection's name, for people who look into the directory.
    ///   - collection: The path of the collection file.
    ///   - inventory: The path of the inventory file.
    ///   - environment: Where `XDG_STATE_HOME` and `HOME` are looked up.
    public init?(name: String, collection: String, inventory: String, environment: [String: String]) {
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.local/state" : nil }
        // Relative paths are to be ignored: https://specifications.freedesktop.org/basedir-spec/latest/
        let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        guard let base = state ?? home else { return nil }
        var names = FileNames()
        directory = "\(base)/trawl/last"
        path = "\(directory)/\(names.name(for: name))-\(StableHash.hex(of: "\(collection)\0\(inventory)")).json"
    }

    /// Reads the memory; a corrupt file is moved aside, and one that may be somebody else's is refused.
    ///
    /// - Throws: What the system refused, or ``OutputError/unsupported(_:)`` for a link or a foreign owner.
    public func load() throws(OutputError) -> Loaded {
        guard try checkDirectory() else { return Loaded(memory: FailureMemory()) }
        let descriptor: Int32
        do throws(OutputError) {
            descriptor = try SystemCalls.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        } catch {
            switch error {
            case .system(_, _, ENOENT): return Loaded(memory: FailureMemory())
            case .system(_, _, ELOOP): throw refusal(path, "is a symbolic link")
            default: throw error
            }
        }
        defer { _ = close(descriptor) }
        let status = try SystemCalls.status(of: descriptor, path: path)
        guard status.isRegular else { throw refusal(path, "is no regular file") }
        guard status.owner == geteuid() else { throw refusal(path, "belongs to another user") }
        if status.size <= Self.maximumSize {
            let bytes = try SystemCalls.read(status.size, at: 0, from: descriptor, path: path)
            if let memory = FailureMemory(json: bytes) { return Loaded(memory: memory) }
        }
        try SystemCalls.rename(path, to: "\(path).corrupt")
        let warning = "\(TerminalText.escape(path)) could not be read and was moved aside to `.corrupt`"
        return Loaded(memory: FailureMemory(), warning: warning)
    }

    /// Replaces the memory, for its owner alone to read.
    public func save(_ memory: FailureMemory) throws(OutputError) {
        try SystemCalls.makeDirectory(directory, mode: 0o700)
        _ = try checkDirectory()
        if let status = try SystemCalls.status(of: path, followingLinks: false) {
            guard status.isRegular else { throw refusal(path, "is no regular file") }
            guard status.owner == geteuid() else { throw refusal(path, "belongs to another user") }
            // A replacement takes over the old file's permissions.
            try SystemCalls.setPermissions(0o600, of: path)
        }
        try OutputFile.replace(path, with: memory.json, permissions: 0o600)
    }

    /// Whether the directory is there; whoever owns it could replace what lies in it.
    private func checkDirectory() throws(OutputError) -> Bool {
        guard let status = try SystemCalls.status(of: directory, followingLinks: false) else { return false }
        guard status.isDirectory else { throw refusal(directory, "is no directory") }
        guard status.owner == geteuid() else { throw refusal(directory, "belongs to another user") }
        return true
    }

    private func refusal(_ path: String, _ reason: String) -> OutputError {
        .unsupported("\(TerminalText.escape(path)) \(reason): remove it")
    }
}
