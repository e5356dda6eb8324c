import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// A TCP connection to this host on which anything can be said; never blocks a thread.
package final class RawConnection: Sendable {
    private let socket: Int32
    private let isOpen = Mutex(true)

    /// Connects to a port of 127.0.0.1.
    ///
    /// - Parameters:
    ///   - port: The port.
    ///   - receiveBuffer: The size of the kernel's buffer for what comes; `nil` for its own.
    /// - Throws: ``RawConnectionError``.
    package init(port: Int, receiveBuffer: Int32? = nil) throws {
        #if canImport(Glibc)
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        #else
        let descriptor = Darwin.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw RawConnectionError(what: "socket", number: errno) }
        if var size = receiveBuffer {
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            let number = errno
            Foundation.close(descriptor)
            throw RawConnectionError(what: "connect", number: number)
        }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        socket = descriptor
    }

    deinit { close() }

    /// Closes it.
    package func close() {
        let wasOpen = isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
        if wasOpen { Foundation.close(socket) }
    }

    /// Sends bytes, as fast as they are taken; false where the other side is gone.
    @discardableResult
    package func send(_ bytes: [UInt8], within limit: Duration = .seconds(30)) async throws -> Bool {
        var rest = bytes[...]
        let deadline = ContinuousClock.now + limit
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN || errno == EINTR {
                guard ContinuousClock.now < deadline else { throw ConditionTimeout(limit: limit) }
                try await Task.sleep(for: .milliseconds(2))
            } else {
                return false
            }
        }
        return true
    }

    /// Sends text.
    @discardableResult
    package func send(_ text: String) async throws -> Bool {
        try await send(Array(text.utf8))
    }

    /// What has arrived by now, at most so many bytes; `nil` where the connection has ended.
    package func receiveNow(most: Int = 1 << 16) -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: most)
        let count = unsafe chunk.withUnsafeMutableBytes { unsafe recv(socket, $0.baseAddress, $0.count, 0) }
        if count > 0 { return Array(chunk[..<count]) }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? [] : nil
    }

    /// Everything until a condition holds or the connection ends.
    package func receive(
        within limit: Duration = .seconds(30),
        until isEnough: ([UInt8]) -> Bool = { _ in false }
    ) async throws -> [UInt8] {
        var received: [UInt8] = []
        let deadline = ContinuousClock.now + limit
        while !isEnough(received), let bytes = receiveNow() {
            received += bytes
            guard bytes.isEmpty else { continue }
            guard ContinuousClock.now < deadline else { throw ConditionTimeout(limit: limit) }
            try await Task.sleep(for: .milliseconds(2))
        }
        return received
    }

    /// One answer: its status, its header fields with their names in small letters, and its body by its length.
    package func receiveAnswer(within limit: Duration = .seconds(30)) async throws -> RawAnswer {
        var length: Int?
        let bytes = try await receive(within: limit) { bytes in
            // A large answer is looked at once more when all of it is there.
            if let length, bytes.count < length { return false }
            guard let answer = RawAnswer(bytes) else { return false }
            length = answer.headers["content-length"].flatMap { Int($0) }.map { bytes.count - answer.body.count + $0 }
            return answer.isWhole
        }
        guard let answer = RawAnswer(bytes) else { throw RawConnectionError(what: "no answer", number: 0) }
        return answer
    }

    /// Asks and receives one answer.
    package func ask(_ request: String, within limit: Duration = .seconds(30)) async throws -> RawAnswer {
        try await send(request)
        return try await receiveAnswer(within: limit)
    }

    /// Whether the other side ends the connection in time.
    package func ends(within limit: Duration = .seconds(30)) async throws -> Bool {
        do {
            _ = try await receive(within: limit)
            return true
        } catch is ConditionTimeout {
            return false
        }
    }
}

/// An answer as it came over the wire.
package struct RawAnswer: Sendable {
    /// The status code.
    package var status: Int
    /// Header fields, names in small letters.
    package var headers: [String: String]
    /// The body as it came, in chunks where it was chunked.
    package var body: [UInt8]

    /// Reads bytes; `nil` where there is no whole head.
    package init?(_ bytes: [UInt8]) {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        self.status = status
        headers = Dictionary(
            lines.dropFirst().compactMap { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                return parts.count == 2
                    ? (parts[0].lowercased(), parts[1].trimmingCharacters(in: .whitespaces)) : nil
            },
            uniquingKeysWith: { "\($0), \($1)" }
        )
        body = Array(bytes[end.upperBound...])
    }

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// Whether all of the body is there, where its length is told.
    package var isWhole: Bool {
        if headers["transfer-encoding"] == "chunked" { return body.suffix(5) == Array("0\r\n\r\n".utf8) }
        return headers["content-length"].flatMap { Int($0) }.map { body.count >= $0 } ?? true
    }
}

/// A connection could not be made.
package struct RawConnectionError: Error, CustomStringConvertible {
    /// What was tried.
    package var what: String
    /// The system's error number.
    package var number: Int32
    /// Both.
    package var description: String { "\(what): error \(number)" }
}
