#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Why results could not be written.
public enum OutputError: Error, Sendable, Hashable {
    /// The reader of standard output is gone, as `head` is when it has seen enough: a quiet end, not a fault.
    case closedPipe
    /// The system refused an operation on a path; `code` is its `errno`.
    case system(operation: String, path: String, code: Int32)
    /// The reader of a pipe, or of a terminal, stood still for longer than a writer could wait.
    case unread(path: String)
    /// The format cannot be written to this kind of destination.
    case unsupported(String)

    /// Whether the disk or the quota is full.
    public var isOutOfSpace: Bool {
        guard case .system(_, _, let code) = self else { return false }
        return code == ENOSPC || code == EDQUOT
    }
}

extension OutputError: CustomStringConvertible {
    /// What happened and to which file, in one line: `cannot write out/leaf1.jsonl: No space left on device`.
    public var description: String {
        switch self {
        case .closedPipe: "standard output was closed by its reader"
        case .system(let operation, let path, let code):
            "cannot \(operation) \(TerminalText.escape(path)): \(SystemCalls.text(of: code))"
        case .unread(let path): "cannot write \(TerminalText.escape(path)): its reader stands still"
        case .unsupported(let reason): reason
        }
    }
}
