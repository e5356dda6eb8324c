import FoundationEssentials
import TrawlOutputs

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// When a file is put aside.
struct RotationPolicy: Sendable, Hashable {
    /// The size that it may have; `nil` for any.
    var size: Int?
    /// The length of the spans of time that have a file each, counted from 1970 in UTC; `nil` for none.
    var every: Duration?

    /// Whether a file is put aside before something is added to it.
    ///
    /// - Parameters:
    ///   - length: Its length.
    ///   - adding: How much would be added.
    ///   - modified: When something was added last, in seconds since 1970.
    ///   - now: The time, in seconds since 1970.
    /// - Returns: True where it is; an empty file never is.
    func isDue(length: Int, adding: Int, modified: Int, now: Int) -> Bool {
        guard length > 0 else { return false }
        if let size, length + adding > size { return true }
        guard let every else { return false }
        let span = max(1, Int(every.components.seconds))
        // The same after a restart: the file itself says when it was written to.
        return now / span != modified / span
    }
}

/// A file that lines are added to, and that is put aside as `NAME.1`, `NAME.2` and so on.
///
/// Somebody else may move it away, too: it is then begun anew under its name.
struct RotatingFile: ~Copyable {
    private let path: String
    private let policy: RotationPolicy
    private let keep: Int
    private var descriptor: Int32?
    private var isRegular = true
    private var length = 0
    private var modified = 0
    private var identity: SystemCalls.FileIdentity?
    /// Whether the old file could not be put aside; it then just goes on.
    private var isStuck = false

    init(path: String, _ policy: RotationPolicy, keep: Int) {
        self.path = path
        self.policy = policy
        self.keep = keep
    }

    deinit {
        if let descriptor { _ = close(descriptor) }
    }

    /// Adds a line, whole or not at all.
    ///
    /// - Returns: What kept an old file from being put aside, the first time that something does.
    mutating func write(
        _ line: [UInt8],
        at date: Date,
        _ patience: OutputPatience
    ) throws(OutputError) -> OutputError? {
        var obstacle: OutputError?
        let now = Int(date.timeIntervalSince1970)
        if descriptor != nil {
            // Where it cannot be had, opening it says why.
            let status = (try? SystemCalls.status(of: path)) ?? nil
            if let status, status.identity == identity {
                // Somebody may have cut it, as logrotate does with `copytruncate`.
                if isRegular { length = status.size }
            } else {
                letGo()
            }
        }
        var file = try open()
        if !isStuck, policy.isDue(length: length, adding: line.count, modified: modified, now: now) {
            letGo()
            do throws(OutputError) {
                try putAside()
            } catch {
                isStuck = true
                obstacle = error
            }
            file = try open()
        }
        do throws(OutputError) {
            try SystemCalls.write(line, to: file, path: path, patience: isRegular ? nil : patience)
        } catch {
            // Half a line would spoil the next one. What cannot be cut stays, as a pipe has nothing to cut. A file that
            // somebody cut meanwhile is not made longer again.
            if let status = try? SystemCalls.status(of: file, path: path), status.isRegular, status.size > length {
                try? SystemCalls.truncate(file, to: length, path: path)
            }
            throw error
        }
        length += line.count
        modified = now
        return obstacle
    }

    /// The file, opened where it is not.
    private mutating func open() throws(OutputError) -> Int32 {
        if let descriptor { return descriptor }
        if let parent = path.lastIndex(of: "/"), parent != path.startIndex {
            try SystemCalls.makeDirectory(String(path[..<parent]), mode: 0o755)
        }
        // Of what is no plain file, one that nobody reads is an error at once.
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOCTTY
        let file = try SystemCalls.open(path, flags, mode: 0o640)
        do throws(OutputError) {
            let status = try SystemCalls.status(of: file, path: path)
            isRegular = status.isRegular
            length = status.isRegular ? status.size : 0
            modified = status.modified
            identity = status.identity
        } catch {
            _ = close(file)
            throw error
        }
        descriptor = file
        return file
    }

    private mutating func letGo() {
        if let descriptor { _ = close(descriptor) }
        descriptor = nil
        isStuck = false
    }

    private func putAside() throws(OutputError) {
        guard keep > 0 else {
            SystemCalls.remove(path)
            return
        }
        for number in stride(from: keep - 1, through: 1, by: -1)
        where try SystemCalls.status(of: "\(path).\(number)") != nil {
            try SystemCalls.rename("\(path).\(number)", to: "\(path).\(number + 1)")
        }
        try SystemCalls.rename(path, to: "\(path).1")
    }
}
