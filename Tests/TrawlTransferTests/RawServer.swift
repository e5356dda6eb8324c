import Glibc
import Synchronization
import Testing
import TrawlCore

@testable import TrawlTransfer

/// A plain TCP server on loopback that says the same on every connection, whatever it is asked.
final class RawServer: Sendable {
    /// What is said on a connection once a request has arrived.
    struct Script: Sendable, CustomTestStringConvertible {
        /// What follows the answer.
        enum Ending: Sendable {
            /// The connection is closed.
            case close
            /// Nothing more is said.
            case silence
            /// This is said again and again.
            case endless(String)
        }

        var answer: String
        var ending: Ending

        static func answer(_ answer: String, then ending: Ending = .silence) -> Script {
            Script(answer: answer, ending: ending)
        }

        var testDescription: String { "\(answer.debugDescription) then \(ending)" }
    }

    private let listener: Int32
    private let script: Script
    private let connections = Mutex<[Int32]?>([])

    private init(_ script: Script) throws {
        self.script = script
        listener = try Self.listen(backlog: 64)
    }

    /// Runs a server while `body` runs; the device given is where it listens, without TLS.
    static func withServer<Result>(_ script: Script, _ body: (Device) async throws -> Result) async throws -> Result {
        let server = try RawServer(script)
        guard startThread({ server.accept() }) else { throw SocketError(errno: EAGAIN) }
        defer { server.stop() }
        return try await body(device(on: server.listener))
    }

    /// Runs `body` with a port whose queue of connections is full, so that no further connect is answered.
    static func withFullBacklog<Result>(_ body: (Device) async throws -> Result) async throws -> Result {
        let listener = try listen(backlog: 0)
        var fillers: [Int32] = []
        defer { for socket in fillers + [listener] { close(socket) } }
        var address = loopback(port: localPort(of: listener) ?? 0)
        for _ in 0..<4 {
            let filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            fillers.append(filler)
            _ = unsafe withSocketAddress(&address) { unsafe connect(filler, $0, $1) }
        }
        return try await body(device(on: listener))
    }

    /// A port of 127.0.0.1 where nobody listens.
    static func unusedPort() throws -> Int {
        let socket = try listen(backlog: 1)
        defer { close(socket) }
        return localPort(of: socket) ?? 0
    }

    private static func device(on listener: Int32) -> Device {
        let port = localPort(of: listener) ?? 0
        return Device(name: "raw", address: "127.0.0.1", port: port, scheme: .http, dialect: .http)
    }

    private static func listen(backlog: Int32) throws -> Int32 {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = loopback(port: 0)
        let isBound = unsafe withSocketAddress(&address) { unsafe bind(listener, $0, $1) } == 0
        guard listener >= 0, isBound, Glibc.listen(listener, backlog) == 0 else { throw SocketError(errno: errno) }
        return listener
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        return address
    }

    private static func withSocketAddress(
        _ address: inout sockaddr_in,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private func accept() {
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else { return }
            let isWanted = connections.withLock { connections in
                connections?.append(connection)
                return connections != nil
            }
            guard isWanted, startThread({ self.serve(connection) }) else {
                close(connection)
                continue
            }
        }
    }

    private func serve(_ connection: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        guard unsafe recv(connection, &buffer, buffer.count, 0) > 0 else { return }
        guard say(script.answer, on: connection) else { return }
        switch script.ending {
        case .close:
            shutdown(connection, Int32(SHUT_RDWR))
        case .silence:
            while unsafe recv(connection, &buffer, buffer.count, 0) > 0 {}
        case .endless(let words):
            let block = String(repeating: words, count: 2000)
            while say(block, on: connection) {}
        }
    }

    private func say(_ words: String, on connection: Int32) -> Bool {
        let bytes = Array(words.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { bytes in
                unsafe send(connection, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Ends what blocks in a call; the numbers are given back when nobody uses them any more.
    private func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        let open = connections.withLock { connections in
            defer { connections = nil }
            return connections ?? []
        }
        for connection in open { shutdown(connection, Int32(SHUT_RDWR)) }
    }

    deinit {
        close(listener)
    }
}

/// A socket call that failed.
struct SocketError: Error {
    var errno: Int32
}

/// Asks again and again until a condition holds, ten seconds at most: for what another thread is about to see.
func eventually(_ condition: () -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
        if condition() { return true }
        await Task.yield()
    }
    return condition()
}
