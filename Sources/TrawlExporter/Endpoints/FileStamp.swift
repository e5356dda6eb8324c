#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// By what a file that was changed is known.
struct FileStamp: Sendable, Hashable {
    private var seconds = 0
    private var nanoseconds = 0
    private var size = -1
    private var number: UInt64 = 0

    /// Looks at a file; one that is not there has a stamp of its own.
    init(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return }
        #if canImport(Darwin)
        (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
        #else
        (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        #endif
        size = Int(status.st_size)
        number = UInt64(status.st_ino)
    }
}
