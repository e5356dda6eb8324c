#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where bytes go: an open descriptor, or a file that is replaced whole or not at all.
///
/// A replacement is written beside the file and renamed over it by ``commit()``. Where that is never reached, the old
/// file stays as it was and nothing is left beside it; what a process that was killed left there, ``Leftovers`` removes.
final class OutputFile {
    private enum Kind {
        /// Somebody else's descriptor, such as standard output.
        case borrowed
        /// A pipe or device that was opened by name: there is nothing to replace.
        case direct
        /// A temporary file that takes the target's place.
        case replacement(temporary: String, target: String)
    }

    private static let bufferSize = 1 << 16

    private let kind: Kind
    private let descriptor: Int32
    private let path: String
    /// How long a reader is waited for; `nil` where there is none.
    private let patience: OutputPatience?
    private var buffer: [UInt8] = []
    private var isOpen = true

    /// Writes to a descriptor that stays the caller's; `name` is what messages call it.
    init(descriptor: Int32, name: String, patience: OutputPatience? = nil) {
        // A file takes everything at once; of what cannot be told, it is assumed that somebody reads it.
        let isFile = (try? SystemCalls.status(of: descriptor, path: name))?.isRegular ?? false
        self.patience = isFile ? nil : patience
        self.kind = .borrowed
        self.descriptor = descriptor
        self.path = name
    }

    /// Replaces a file; `permissions` are for one that is new, an old one keeps its own.
    init(
        replacing path: String,
        permissions: UInt32 = 0o644,
        patience: OutputPatience? = nil
    ) throws(OutputError) {
        let existing = try SystemCalls.status(of: path)
        self.path = path
        if let existing, !existing.isRegular {
            self.patience = patience
            // Opening a directory this way fails with the message that a user expects.
            descriptor = try SystemCalls.open(path, O_WRONLY)
            kind = .direct
            return
        }
        self.patience = nil
        // A link stays a link: the file that it leads to is replaced.
        let target = existing == nil ? path : SystemCalls.resolved(path)
        let directory = SystemCalls.parent(of: target) ?? "/"
        let temporary: String
        do throws(OutputError) {
            (descriptor, temporary) = try Self.makeTemporary(in: directory, mode: mode_t(permissions))
        } catch {
            // The user named the file and knows nothing of the temporary one.
            guard case .system(_, _, let code) = error else { throw error }
            throw .system(operation: "create", path: path, code: code)
        }
        kind = .replacement(temporary: temporary, target: target)
        if let existing {
            // Best effort: a file system without permissions refuses, and loses nothing.
            _ = fchmod(descriptor, existing.permissions)
        }
    }

    deinit {
        discard()
    }

    /// Makes a temporary file and holds its lock, by which others see that it is no leftover.
    private static func makeTemporary(in directory: String, mode: mode_t) throws(OutputError) -> (Int32, String) {
        while true {
            let path = "\(directory)/\(Leftovers.newName())"
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
            let descriptor = try SystemCalls.open(path, flags, mode: mode)
            // Somebody who cleans up may have come in between, and is about to remove it or has done so.
            if SystemCalls.lock(descriptor) != .held, try SystemCalls.status(of: descriptor, path: path).links > 0 {
                return (descriptor, path)
            }
            _ = close(descriptor)
            SystemCalls.remove(path)
        }
    }

    /// Takes bytes; they reach the system when the buffer is full, with ``flush()`` or ``commit()``.
    func write(_ bytes: [UInt8]) throws(OutputError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Hands what was taken to the system.
    func flush() throws(OutputError) {
        guard !buffer.isEmpty else { return }
        let bytes = buffer
        // Also after an error: the same bytes must not be tried twice.
        buffer.removeAll(keepingCapacity: true)
        if case .borrowed = kind {
            try SystemCalls.write(bytes, to: descriptor, path: path, closedPipeIsQuiet: true, patience: patience)
        } else {
            try SystemCalls.write(bytes, to: descriptor, path: path, patience: patience)
        }
    }

    /// Makes what was written final; of an error nothing remains but the old file.
    func commit() throws(OutputError) {
        guard isOpen else { return }
        do throws(OutputError) {
            try flush()
            switch kind {
            case .borrowed:
                isOpen = false
            case .direct:
                try closeDescriptor()
            case .replacement(let temporary, let target):
                try SystemCalls.synchronize(descriptor, path: path)
                // Holds the lock while the temporary file still has its name.
                let holder = dup(descriptor)
                defer { if holder >= 0 { _ = close(holder) } }
                // Network file systems report a full disk here.
                try closeDescriptor()
                do throws(OutputError) {
                    try SystemCalls.rename(temporary, to: target)
                } catch {
                    SystemCalls.remove(temporary)
                    throw error
                }
            }
        } catch {
            discard()
            throw error
        }
    }

    /// Gives up: the old file stays, the temporary one goes.
    func discard() {
        buffer = []
        guard isOpen else { return }
        isOpen = false
        switch kind {
        case .borrowed: break
        case .direct: _ = close(descriptor)
        case .replacement(let temporary, _):
            _ = close(descriptor)
            SystemCalls.remove(temporary)
        }
    }

    /// Replaces a file by these bytes.
    static func replace(_ path: String, with bytes: [UInt8], permissions: UInt32 = 0o644) throws(OutputError) {
        let file = try OutputFile(replacing: path, permissions: permissions)
        try file.write(bytes)
        try file.commit()
    }

    private func closeDescriptor() throws(OutputError) {
        isOpen = false
        guard close(descriptor) != 0 else { return }
        // After EINTR the descriptor is closed on Linux, and closing again could hit somebody else's.
        let code = errno
        guard code != EINTR else { return }
        if case .replacement(let temporary, _) = kind { SystemCalls.remove(temporary) }
        throw .system(operation: "write", path: path, code: code)
    }
}
