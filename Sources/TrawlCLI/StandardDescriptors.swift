import Glibc

/// Descriptors 0 to 2, which a caller may have closed.
enum StandardDescriptors {
    /// Opens `/dev/null` where one is closed, so that no socket gets its number and messages never reach a device.
    ///
    /// Standard output is opened in a way that refuses to be written to: results must not vanish in silence.
    static func open() {
        for (descriptor, mode) in [(STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
        where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is taken, which is this one, as those below it are open by now.
            _ = unsafe Glibc.open("/dev/null", mode)
        }
    }

    /// Whether results can be written to standard output.
    static var isOutputOpen: Bool {
        let flags = fcntl(STDOUT_FILENO, F_GETFL)
        return flags >= 0 && flags & O_ACCMODE != O_RDONLY
    }
}
