import NIOCore
import NIOPosix

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension Channel {
    /// Keeps the socket from programs that this process starts: one that outlives it would hold its port.
    ///
    /// To be called on the event loop. NIO opens its sockets without `SOCK_CLOEXEC`.
    func keepFromChildren() throws {
        try pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { socket in
            _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        }
    }
}
