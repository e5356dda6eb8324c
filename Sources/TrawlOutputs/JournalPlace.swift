#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where the journal of an output lies.
struct JournalPlace: Sendable {
    /// The path of the output, which is what messages name: the user knows nothing of the journal.
    let output: String
    /// The path of the journal.
    let journal: String

    /// Finds the place; there is none for what is neither a file nor a directory.
    init?(_ destination: OutputDestination, makesDirectory: Bool) throws(OutputError) {
        switch destination {
        case .standardOutput:
            return nil
        case .directory(let path):
            if makesDirectory { try SystemCalls.makeDirectory(path, mode: 0o755) }
            output = path
            journal = "\(path)/.trawl-journal"
        case .file(let path):
            let status = try SystemCalls.status(of: path)
            guard status?.isRegular ?? true else { return nil }
            let target = status == nil ? path : SystemCalls.resolved(path)
            let name = target.split(separator: "/").last.map(String.init) ?? ""
            // Names may have 255 bytes, and this one is longer than the file's.
            let stem = name.utf8.count > 200 ? StableHash.hex(of: name) : name
            output = path
            journal = "\(SystemCalls.parent(of: target) ?? "/")/.\(stem).trawl-journal"
        }
    }

    /// Opens the journal for this run alone.
    ///
    /// - Returns: Its descriptor; `nil` where there is none and none is to be made.
    /// - Throws: What the system refused, or ``OutputError/unsupported(_:)`` while another run holds it, and for a link or
    ///   somebody else's file in its place.
    func open(creates: Bool) throws(OutputError) -> Int32? {
        while true {
            let descriptor: Int32
            do throws(OutputError) {
                let flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_APPEND | (creates ? O_CREAT : 0)
                descriptor = try SystemCalls.open(journal, flags, mode: 0o600)
            } catch {
                guard case .system(_, _, let code) = error else { throw error }
                if code == ENOENT, !creates { return nil }
                if code == ELOOP { throw .unsupported("\(TerminalText.escape(journal)) is a symbolic link: remove it") }
                throw .system(operation: "create", path: output, code: code)
            }
            do throws(OutputError) {
                if try take(descriptor) { return descriptor }
            } catch {
                _ = close(descriptor)
                throw error
            }
            // The run that had it completed and removed it meanwhile.
            _ = close(descriptor)
        }
    }

    /// Whether the journal is this run's now; false where it was removed meanwhile.
    private func take(_ descriptor: Int32) throws(OutputError) -> Bool {
        let status = try SystemCalls.status(of: descriptor, path: journal)
        guard status.isRegular, status.owner == geteuid() else {
            throw .unsupported("\(TerminalText.escape(journal)) is no file of this user: remove it")
        }
        guard SystemCalls.lock(descriptor) != .held else {
            throw .unsupported(
                "another run writes to \(TerminalText.escape(output)): wait for its end, or choose another `--output`"
            )
        }
        // Best effort: a file system without permissions refuses, and nothing secret is in it.
        _ = fchmod(descriptor, 0o600)
        return try SystemCalls.status(of: descriptor, path: journal).links > 0
    }
}
