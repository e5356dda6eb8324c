#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The few system calls that outputs need: interruptions and short counts handled, errors typed.
package enum SystemCalls: Sendable {
    /// What `stat` tells, as far as outputs ask.
    package struct FileStatus: Sendable {
        var mode: mode_t
        var owner: uid_t
        /// Its length in bytes.
        package var size: Int
        /// How many names lead to it.
        var links: Int
        /// Which file it is, whatever it is called.
        package var identity: FileIdentity
        /// When it was written to last, in seconds since 1970.
        package var modified: Int
        /// The same in nanoseconds.
        package var modifiedNanoseconds: Int

        /// Whether it is a plain file.
        package var isRegular: Bool { mode & S_IFMT == S_IFREG }
        var isDirectory: Bool { mode & S_IFMT == S_IFDIR }
        var permissions: mode_t { mode & 0o7777 }

        init(_ status: stat) {
            mode = status.st_mode
            owner = status.st_uid
            size = Int(status.st_size)
            links = Int(status.st_nlink)
            identity = FileIdentity(device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(status.st_ino))
            #if canImport(Darwin)
            modified = status.st_mtimespec.tv_sec
            modifiedNanoseconds = modified * 1_000_000_000 + status.st_mtimespec.tv_nsec
            #else
            modified = status.st_mtim.tv_sec
            modifiedNanoseconds = modified * 1_000_000_000 + status.st_mtim.tv_nsec
            #endif
        }
    }

    /// What tells a file from every other one of the host.
    package struct FileIdentity: Sendable, Hashable {
        var device: UInt64
        var number: UInt64
    }

    /// What the system says about an error number.
    package static func text(of code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }

    /// Opens a file.
    package static func open(
        _ path: String,
        _ flags: Int32,
        mode: UInt32 = 0o644,
        operation: String = "open"
    ) throws(OutputError) -> Int32 {
        while true {
            let descriptor = openDescriptor(path, flags | O_CLOEXEC, mode_t(mode))
            if descriptor >= 0 { return descriptor }
            let code = errno
            if code != EINTR { throw .system(operation: operation, path: path, code: code) }
        }
    }

    /// Writes all of it, however many calls that takes.
    ///
    /// With a `patience` no call waits: whether there is room is looked for first.
    package static func write(
        _ bytes: [UInt8],
        to descriptor: Int32,
        path: String,
        closedPipeIsQuiet: Bool = false,
        patience: OutputPatience? = nil
    ) throws(OutputError) {
        var offset = 0
        while offset < bytes.count {
            var end = bytes.count
            if let patience {
                end = endOfPiece(of: bytes, from: offset)
                guard waitForRoom(in: descriptor, patience) else { throw .unread(path: path) }
            }
            let (count, code) = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[offset..<end])
                let count = unsafe writeDescriptor(descriptor, rest.baseAddress, rest.count)
                return (count, errno)
            }
            if count > 0 {
                offset += count
            } else if count == 0 || code == EAGAIN || code == EWOULDBLOCK {
                // A terminal or pipe that somebody else made non-blocking: wait until it takes more.
                if patience == nil { waitUntilWritable(descriptor) }
            } else if code == EPIPE, closedPipeIsQuiet {
                throw .closedPipe
            } else if code != EINTR {
                throw .system(operation: "write", path: path, code: code)
            }
        }
    }

    /// Reads as much as there is at an offset, up to `count` bytes.
    package static func read(
        _ count: Int,
        at offset: Int,
        from descriptor: Int32,
        path: String
    ) throws(OutputError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let (got, code) = unsafe bytes.withUnsafeMutableBytes { buffer in
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
                let got = unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
                return (got, errno)
            }
            if got == 0 { break }
            if got > 0 {
                done += got
            } else if code != EINTR {
                throw .system(operation: "read", path: path, code: code)
            }
        }
        bytes.removeLast(count - done)
        return bytes
    }

    /// Puts written bytes on the disk; a device that cannot is none of our business.
    package static func synchronize(_ descriptor: Int32, path: String) throws(OutputError) {
        while fsync(descriptor) != 0 {
            let code = errno
            if code == EINVAL || code == ENOTSUP || code == EROFS { return }
            if code != EINTR { throw .system(operation: "write", path: path, code: code) }
        }
    }

    /// Cuts a file to a length.
    package static func truncate(_ descriptor: Int32, to size: Int, path: String) throws(OutputError) {
        while ftruncate(descriptor, off_t(size)) != 0 {
            let code = errno
            if code != EINTR { throw .system(operation: "write", path: path, code: code) }
        }
    }

    /// What became of a wish for a lock.
    package enum Lock: Sendable {
        /// It is held now.
        case taken
        /// Somebody else has it.
        case held
        /// The file system has no locks.
        case unavailable
    }

    /// Takes the lock of an open file, which goes with its last descriptor and with the process.
    package static func lock(_ descriptor: Int32) -> Lock {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: return .held
            default: return .unavailable
            }
        }
        return .taken
    }

    /// Gives a file another name, in place of what has it.
    package static func rename(_ old: String, to new: String) throws(OutputError) {
        guard renamePath(old, new) == 0 else { throw .system(operation: "replace", path: new, code: errno) }
    }

    /// Removes a file; that it is gone already is fine, and a leftover is no reason to fail.
    package static func remove(_ path: String) {
        _ = unsafe unlink(path)
    }

    static func isWritable(_ path: String) -> Bool {
        unsafe access(path, W_OK) == 0
    }

    static func setPermissions(_ mode: mode_t, of path: String) throws(OutputError) {
        guard unsafe chmod(path, mode) == 0 else { throw .system(operation: "write", path: path, code: errno) }
    }

    /// Makes a directory and those above it; one that is there already is fine.
    package static func makeDirectory(_ path: String, mode: UInt32) throws(OutputError) {
        if unsafe mkdir(path, mode_t(mode)) == 0 { return }
        let code = errno
        if code == ENOENT, let parent = parent(of: path) {
            try makeDirectory(parent, mode: mode)
            if unsafe mkdir(path, mode_t(mode)) == 0 || errno == EEXIST { return }
        }
        // Why its status cannot be had says less than why it could not be made.
        if let status = try? status(of: path), status.isDirectory { return }
        throw .system(operation: "make directory", path: path, code: code)
    }

    /// The status of what the path leads to; `nil` where nothing is there.
    package static func status(of path: String, followingLinks: Bool = true) throws(OutputError) -> FileStatus? {
        var status = stat()
        let result = followingLinks ? unsafe stat(path, &status) : unsafe lstat(path, &status)
        if result == 0 { return FileStatus(status) }
        let code = errno
        if code == ENOENT { return nil }
        throw .system(operation: "open", path: path, code: code)
    }

    /// The status of an open file.
    package static func status(of descriptor: Int32, path: String) throws(OutputError) -> FileStatus {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw .system(operation: "open", path: path, code: errno)
        }
        return FileStatus(status)
    }

    /// The path without symbolic links; the path itself where there is none.
    static func resolved(_ path: String) -> String {
        guard let text = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }

    /// The directory that a path lies in; `nil` for `/`.
    static func parent(of path: String) -> String? {
        var path = Substring(path)
        while path.count > 1, path.last == "/" { path.removeLast() }
        guard path != "/" else { return nil }
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The end of what a pipe with any room takes without a wait: whole lines where they are that short.
    private static func endOfPiece(of bytes: [UInt8], from start: Int) -> Int {
        let most = start + Int(PIPE_BUF)
        guard bytes.count > most else { return bytes.count }
        return bytes[start..<most].lastIndex(of: 0x0A).map { $0 + 1 } ?? most
    }

    /// Waits until a descriptor takes more; false where patience ends first.
    private static func waitForRoom(in descriptor: Int32, _ patience: OutputPatience) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while true {
            // Nobody wakes who waits here, so that patience is looked at now and then. What is no room and no wait
            // either is an error, which the write tells.
            let status = unsafe poll(&entry, 1, 50)
            if status > 0 || (status < 0 && errno != EINTR) { return true }
            if patience.isOver { return false }
        }
    }

    private static func waitUntilWritable(_ descriptor: Int32) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        // Whatever the answer: the next write says more.
        _ = unsafe poll(&entry, 1, -1)
    }
}

// The members above carry the names of the calls they wrap; out here the names are still the system's.

private func openDescriptor(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
    unsafe open(path, flags, mode)
}

private func writeDescriptor(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    unsafe write(descriptor, bytes, count)
}

private func renamePath(_ old: String, _ new: String) -> Int32 {
    unsafe rename(old, new)
}
