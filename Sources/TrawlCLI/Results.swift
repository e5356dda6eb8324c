import Glibc
import TrawlOutputs

/// Standard output of commands that list something; a run's outcomes have their writers.
enum Results {
    /// Writes lines, all of them or none that count.
    ///
    /// - Throws: ``Stop`` where they cannot be written; without a word where the reader is gone.
    static func write(_ lines: [String]) throws(Stop) {
        try write([Array(lines.map { $0 + "\n" }.joined().utf8)])
    }

    /// Writes bytes, a piece after the other.
    ///
    /// - Throws: ``Stop`` where they cannot be written; without a word where the reader is gone.
    static func write(_ pieces: [[UInt8]]) throws(Stop) {
        try checkOutput()
        for piece in pieces { try write(piece[...]) }
    }

    private static func write(_ piece: ArraySlice<UInt8>) throws(Stop) {
        var bytes = piece
        while !bytes.isEmpty {
            let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            let code = errno
            if count >= 0 {
                bytes = bytes.dropFirst(count)
            } else if code == EAGAIN {
                // Somebody else made it non-blocking.
                var entry = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&entry, 1, -1)
            } else if code == EPIPE {
                throw Stop(.closedPipe)
            } else if code != EINTR {
                let error = OutputError.system(operation: "write", path: "standard output", code: code)
                throw Stop(.unwritten, "error: \(error)")
            }
        }
    }

    /// Checks that there is a standard output to write to.
    static func checkOutput() throws(Stop) {
        guard !StandardDescriptors.isOutputOpen else { return }
        throw Stop(.unwritten, "error: cannot write standard output: it is closed", "  hint: say where to with `>FILE`")
    }
}
