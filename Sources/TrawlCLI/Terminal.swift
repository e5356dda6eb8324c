import Glibc
import Synchronization
import TrawlOutputs

/// Standard error and the terminal: messages, the live line, and what the terminal can do.
enum Terminal {
    private static let liveLine = Mutex("")
    /// Lines that nobody was there to take.
    private static let dropped = Mutex(0)

    /// Whether somebody watches standard error.
    static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

    /// Whether somebody watches standard output.
    static var isOutputWatched: Bool { isatty(STDOUT_FILENO) == 1 }

    /// The terminal's columns; `nil` where there is none.
    static var width: Int? {
        var size = winsize()
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
            let status = unsafe withUnsafeMutablePointer(to: &size) { pointer in
                unsafe ioctl(descriptor, UInt(TIOCGWINSZ), pointer)
            }
            if status == 0, size.ws_col > 0 { return Int(size.ws_col) }
        }
        return nil
    }

    /// The columns that results may take: the terminal's, or what `COLUMNS` says where there is none.
    static func outputWidth(_ environment: [String: String]) -> Int? {
        let asked = environment["COLUMNS"].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
        return isOutputWatched ? width : asked
    }

    /// Whether colour is welcome: https://no-color.org and a terminal that has any.
    static func wantsColor(_ environment: [String: String]) -> Bool {
        isOutputWatched && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// Writes a line to standard error; the live line, if any, comes back below it.
    static func note(_ line: String) {
        liveLine.withLock { live in
            write((live.isEmpty ? "" : "\r\u{1b}[K") + line + "\n" + live)
        }
    }

    /// Writes a line of the log, unless a reader of standard error who stands still would hold the run up.
    ///
    /// Lines that are dropped are counted, and told as soon as there is room.
    static func log(_ line: String) {
        liveLine.withLock { live in
            guard canTakeLine(within: .zero) else { return dropped.withLock { $0 += 1 } }
            let missed = dropped.withLock { dropped in
                defer { dropped = 0 }
                return dropped
            }
            if missed > 0 { write("warning: \(missed) lines of the log were dropped, as nobody read them\n") }
            write((live.isEmpty ? "" : "\r\u{1b}[K") + line + "\n" + live)
        }
    }

    /// Writes an error to standard error.
    static func error(_ text: String) {
        note(text)
    }

    /// Writes a question, without an end of the line.
    static func prompt(_ what: String) {
        liveLine.withLock { live in
            write((live.isEmpty ? "" : "\r\u{1b}[K") + what + ": ")
        }
    }

    /// Rewrites the live line; an empty one takes it away.
    static func show(live line: String) {
        liveLine.withLock { live in
            guard line != live else { return }
            write("\r\u{1b}[K" + line)
            live = line
        }
    }

    /// Standard error is never worth failing for: what cannot be written is dropped.
    private static func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            // A pipe that can take anything takes this much without a wait.
            guard canTakeLine(within: patience) else { return }
            let piece = bytes.prefix(Int(PIPE_BUF))
            let count = unsafe piece.withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// How long a message waits for a reader of standard error: a second once, and no more before one reads again.
    ///
    /// An interrupted command has little time for it.
    private static var patience: Duration {
        if isStuck.withLock({ $0 }) { return .zero }
        return Interrupts.status == nil ? .seconds(1) : .milliseconds(100)
    }

    private static let isStuck = Mutex(false)

    /// Whether standard error takes a line within a while, or there is no telling.
    private static func canTakeLine(within limit: Duration) -> Bool {
        let end = ContinuousClock.now + limit
        var entry = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        while true {
            let left = max(.zero, ContinuousClock.now.duration(to: end)).components
            let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
            let status = unsafe poll(&entry, 1, Int32(clamping: milliseconds))
            if status < 0, errno == EINTR { continue }
            if status != 0 || limit > .zero { isStuck.withLock { $0 = status == 0 } }
            return status != 0
        }
    }
}
