import CCurl
import Glibc

/// Runs a body on a thread of its own, which nobody joins.
///
/// - Returns: False where this host has no thread left; then the body was not run.
func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(ThreadBody(body)).toOpaque()
    let status = unsafe pthread_create(
        &thread,
        &attributes,
        { context in
            if let context = unsafe context {
                unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().body()
            }
            return nil
        },
        context
    )
    unsafe pthread_attr_destroy(&attributes)
    if status != 0 { unsafe Unmanaged<ThreadBody>.fromOpaque(context).release() }
    return status == 0
}

private final class ThreadBody: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}

/// The calling thread, as a number to compare.
func currentThread() -> UInt {
    UInt(pthread_self())
}

/// The local port of a socket; `nil` where the number is no connected socket.
func localPort(of socket: Int32) -> Int? {
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let status = unsafe withUnsafeMutableBytes(of: &address) { bytes in
        guard let base = bytes.baseAddress else { return Int32(-1) }
        return unsafe getsockname(socket, base.assumingMemoryBound(to: sockaddr.self), &length)
    }
    guard status == 0 else { return nil }
    // The port lies at the same place for IPv4 and IPv6, in network order.
    return unsafe withUnsafeBytes(of: &address) { bytes in Int(unsafe bytes[2]) << 8 | Int(unsafe bytes[3]) }
}

/// A flag that one thread sets and others wait for.
final class DispatchedFlag: Sendable {
    private let descriptor = eventfd(0, Int32(EFD_CLOEXEC))

    /// Lets every waiter go on.
    func set() {
        eventfd_write(descriptor, UInt64(UInt32.max))
    }

    /// Waits until the flag is set.
    func wait() {
        var value: eventfd_t = 0
        unsafe eventfd_read(descriptor, &value)
        set()
    }

    deinit {
        close(descriptor)
    }
}

/// Whether something can be read from a socket now, be it bytes or an end.
func hasInput(_ socket: Int32) -> Bool {
    var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&descriptor, 1, 0) > 0
}

/// Reads what a socket that was shut down still holds, and forgets it; nothing more can arrive.
func dropInput(of socket: Int32) {
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while unsafe recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT)) > 0 {}
}
