import Dispatch
import Foundation
import Glibc

/// What systemd is told: that the service is ready, that it reads its files again, that it is alive, that it ends.
///
/// Without systemd, or in a unit of another type, everything here does nothing. The protocol is a datagram of lines to
/// the socket of `NOTIFY_SOCKET`: https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
struct ServiceManager: Sendable {
    private let path: String?
    /// How often systemd wants to hear that the service is alive; `nil` for never.
    let watchdog: Duration?

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        path = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        let pid = environment["WATCHDOG_PID"].flatMap(Int32.init)
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init)
        let isMeant = pid.map { $0 == getpid() } ?? true
        watchdog = isMeant ? microseconds.flatMap { $0 > 0 ? .microseconds($0) / 2 : nil } : nil
    }

    /// Everything is up.
    func ready(_ status: String) {
        send("READY=1\nSTATUS=\(status)")
    }

    /// The files are read again; ``ready(_:)`` follows.
    func reloading() {
        // Dispatch's uptime is CLOCK_MONOTONIC, which systemd asks for.
        send("RELOADING=1\nMONOTONIC_USEC=\(DispatchTime.now().uptimeNanoseconds / 1000)")
    }

    /// The end has begun.
    func stopping() {
        send("STOPPING=1")
    }

    /// The service is alive.
    func alive() {
        send("WATCHDOG=1")
    }

    /// Sends lines; a manager that does not listen is no reason to stop.
    private func send(_ text: String) {
        guard let path else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        // An abstract socket is written with an at sign, and begins with a null.
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let message = Array(text.utf8)
        _ = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), pointer, length)
            }
        }
    }
}
