import Synchronization
import TestSupport
import Testing
import TrawlCore

@testable import TrawlServer

@Suite(.timeLimit(.minutes(2)))
struct WebServerTests {
    /// A server that answers with what it was asked, with as many bytes as the path says, or never.
    private func withServer(
        _ limits: WebLimits = WebLimits(),
        _ body: (WebServer, Int, Counts) async throws -> Void
    ) async throws {
        let counts = Counts()
        let service = WebService { request in await Self.answer(request, counts) }
        try await WebServer.withServer(
            at: ListenAddress(host: "127.0.0.1", port: 0),
            limits: limits,
            service: service
        ) { server in
            try await body(server, server.address.port, counts)
        }
    }

    /// What became of requests to `/never`.
    final class Counts: Sendable {
        let begun = Atomic(0)
        let cancelled = Atomic(0)
    }

    private static func answer(_ request: ServerRequest, _ counts: Counts) async -> WebResponse {
        if request.path == "/never" {
            counts.begun.add(1, ordering: .relaxed)
            do {
                try await Task.sleep(for: .seconds(60))
            } catch {
                counts.cancelled.add(1, ordering: .relaxed)
            }
            return WebResponse(text: "late\n")
        }
        if let size = Int(request.path.dropFirst()) {
            let piece = Array(repeating: Array("0123456789abcde\n".utf8), count: 4096).flatMap(\.self)
            return WebResponse(
                headers: [HTTPField("Content-Type", "text/plain")],
                body: Array(repeating: piece, count: size / piece.count)
            )
        }
        return WebResponse(text: "\(request.method) \(request.target) \(request.body.count)\n")
    }

    private let get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"

    @Test
    func `requests on one connection are answered one after the other`() async throws {
        try await withServer { _, port, _ in
            let client = try RawConnection(port: port)
            for _ in 0..<3 {
                let answer = try await client.ask(get)
                #expect(answer.status == 200)
                #expect(answer.text == "GET /a 0\n")
                #expect(answer.headers["connection"] == nil)
            }
            // Two at once, and a body.
            try await client.send(get + "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc")
            let both = try await client.receive { String(decoding: $0, as: UTF8.self).hasSuffix("POST /b 3\n") }
            #expect(String(decoding: both, as: UTF8.self).contains("GET /a 0\n"))
        }
    }

    @Test(arguments: [
        ("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "close"),
        ("GET /a HTTP/1.0\r\n\r\n", "close"),
        (
            "GET /a HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: A\r\n\r\n",
            "close"
        ),
    ])
    func `a connection that the client does not go on with is closed`(request: String, connection: String) async throws
    {
        try await withServer { _, port, _ in
            let client = try RawConnection(port: port)
            let answer = try await client.ask(request)
            #expect(answer.status == 200)
            #expect(answer.headers["connection"] == connection)
            #expect(try await client.ends())
        }
    }

    @Test
    func `a head alone is as a whole answer's`() async throws {
        try await withServer { _, port, _ in
            let client = try RawConnection(port: port)
            try await client.send("HEAD /65536 HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n" + get)
            let text = String(
                decoding: try await client.receive { $0.suffix(9) == Array("GET /a 0\n".utf8) },
                as: UTF8.self
            )
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(text.contains("Content-Length: 65536\r\n"))
            #expect(text.contains("\r\n\r\nHTTP/1.1 200 OK\r\n"))
        }
    }

    /// Something that a server refuses before it asks anybody.
    struct Refusal: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var request: String
        var status: Int

        init(_ what: String, _ request: String, _ status: Int) {
            (testDescription, self.request, self.status) = (what, request, status)
        }
    }

    private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test(arguments: [
        Refusal("a long target", "GET /\(repeated("a", 8192)) HTTP/1.1\r\nHost: h\r\n\r\n", 414),
        Refusal("a target of a megabyte", "GET /\(repeated("a", 1 << 20)) HTTP/1.1\r\nHost: h\r\n\r\n", 414),
        Refusal("a field of a megabyte", "GET /a HTTP/1.1\r\nHost: h\r\nX: \(repeated("a", 1 << 20))\r\n\r\n", 431),
        Refusal(
            "large fields",
            "GET /a HTTP/1.1\r\nHost: h\r\n\(repeated("X: \(repeated("a", 4000))\r\n", 20))\r\n",
            431
        ),
        Refusal("many fields", "GET /a HTTP/1.1\r\nHost: h\r\n\(repeated("X: a\r\n", 200))\r\n", 431),
        Refusal("a body that is announced", "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 65537\r\n\r\n", 413),
        Refusal(
            "a length beyond numbers",
            "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: \(repeated("9", 30))\r\n\r\n",
            400
        ),
        Refusal(
            "a body in chunks",
            "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                + repeated("4000\r\n\(repeated("a", 0x4000))\r\n", 5),
            413
        ),
        Refusal("no host", "GET /a HTTP/1.1\r\n\r\n", 400),
        Refusal("two hosts", "GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        Refusal("a greeting", "hello\r\n\r\n", 400),
        Refusal("no target", "GET  HTTP/1.1\r\n\r\n", 400),
        Refusal("a field's name with a blank", "GET /a HTTP/1.1\r\nHost: h\r\nX y: z\r\n\r\n", 400),
        Refusal(
            "two lengths",
            "GET /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            400
        ),
        Refusal("another version", "GET /a HTTP/3.0\r\nHost: h\r\n\r\n", 505),
        Refusal("TLS", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}", 400),
    ])
    func `what is too much or no HTTP is refused, and the connection ends`(refusal: Refusal) async throws {
        let (request, status) = (refusal.request, refusal.status)
        var limits = WebLimits()
        limits.linger = .milliseconds(200)
        try await withServer(limits) { server, port, _ in
            let client = try RawConnection(port: port)
            // The server may stop reading before everything is sent.
            try await client.send(request)
            let answer = try await client.receiveAnswer()
            #expect(answer.status == status)
            #expect(answer.headers["connection"] == "close")
            #expect(answer.text.hasPrefix("\(status) "))
            #expect(try await client.ends())
            #expect(server.statistics.refusals == [status: 1])
            #expect(try await RawConnection(port: port).ask(get).status == 200)
        }
    }

    @Test
    func `a client that sends slowly is dropped, and others are served`() async throws {
        var limits = WebLimits()
        limits.read = .milliseconds(300)
        try await withServer(limits) { server, port, _ in
            let silent = try RawConnection(port: port)
            let slow = try RawConnection(port: port)
            try await slow.send("GET /a HTTP/1.1\r\nHost: h\r\n")
            let body = try RawConnection(port: port)
            try await body.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\na")
            #expect(try await RawConnection(port: port).ask(get).status == 200)
            #expect(try await slow.receiveAnswer().status == 408)
            #expect(try await body.receiveAnswer().status == 408)
            #expect(try await silent.receive().isEmpty)
            #expect(try await slow.ends())
            try await eventually { server.statistics.open == 0 }
        }
    }

    @Test
    func `a drop of a header a moment does not keep a connection`() async throws {
        var limits = WebLimits()
        limits.read = .milliseconds(300)
        try await withServer(limits) { _, port, _ in
            let slow = try RawConnection(port: port)
            try await slow.send("GET /a HTTP/1.1\r\n")
            let end = ContinuousClock.now + .seconds(20)
            var answer: [UInt8] = []
            while answer.isEmpty, ContinuousClock.now < end {
                try await slow.send("X: a\r\n")
                answer = slow.receiveNow() ?? []
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(RawAnswer(answer)?.status == 408)
        }
    }

    @Test
    func `a quiet connection is closed after a while`() async throws {
        var limits = WebLimits()
        limits.idle = .milliseconds(200)
        try await withServer(limits) { _, port, _ in
            let client = try RawConnection(port: port)
            _ = try await client.ask(get)
            #expect(try await client.receive().isEmpty)
        }
    }

    @Test
    func `a client that reads slowly is dropped, and others are served`() async throws {
        var limits = WebLimits()
        limits.write = .milliseconds(500)
        try await withServer(limits) { server, port, _ in
            let slow = try RawConnection(port: port, receiveBuffer: 4096)
            try await slow.send("GET /20971520 HTTP/1.1\r\nHost: h\r\n\r\n")
            let answer = try await RawConnection(port: port).ask(get)
            #expect(answer.status == 200)
            // One byte a moment.
            try await eventually {
                _ = slow.receiveNow(most: 1)
                return server.statistics.slow == 1
            }
            try await eventually { server.statistics.open == 0 }
        }
    }

    @Test
    func `a large answer arrives whole`() async throws {
        try await withServer { _, port, _ in
            let client = try RawConnection(port: port)
            let answer = try await client.ask("GET /20971520 HTTP/1.1\r\nHost: h\r\n\r\n", within: .seconds(60))
            #expect(answer.body.count == 20_971_520)
            #expect(answer.headers["content-length"] == "20971520")
        }
    }

    @Test
    func `a client that goes away frees its place and ends the work for it`() async throws {
        try await withServer { server, port, counts in
            let client = try RawConnection(port: port)
            try await client.send("GET /never HTTP/1.1\r\nHost: h\r\n\r\n")
            try await eventually { counts.begun.load(ordering: .relaxed) == 1 }
            client.close()
            try await eventually { counts.cancelled.load(ordering: .relaxed) == 1 && server.statistics.open == 0 }
        }
    }

    @Test
    func `idle connections make room for others`() async throws {
        var limits = WebLimits()
        limits.connections = 20
        try await withServer(limits) { server, port, counts in
            let idle = try (0..<200).map { _ in try RawConnection(port: port) }
            try await eventually { server.statistics.accepted == 200 }
            #expect(try await RawConnection(port: port).ask(get).status == 200)
            #expect(server.statistics.open <= 20)
            #expect(try await idle[0].receive().isEmpty)
            // Where all are busy, one more is turned away.
            var busy: [RawConnection] = []
            for _ in 0..<20 {
                busy.append(try RawConnection(port: port))
                try await busy[busy.count - 1].send("GET /never HTTP/1.1\r\nHost: h\r\n\r\n")
                try await eventually { counts.begun.load(ordering: .relaxed) == busy.count }
            }
            #expect(try await RawConnection(port: port).ends())
            #expect(server.statistics.refused > 0)
            busy[0].close()
            try await eventually { counts.cancelled.load(ordering: .relaxed) == 1 }
            #expect(try await RawConnection(port: port).ask(get).status == 200)
        }
    }

    @Test
    func `a stop ends idle connections at once and lets answers finish within a bound`() async throws {
        var limits = WebLimits()
        limits.stop = .milliseconds(300)
        let clients = Mutex<[RawConnection]>([])
        let start = Mutex(ContinuousClock.now)
        let outcome = Counts()
        try await withServer(limits) { _, port, counts in
            let (idle, busy) = (try RawConnection(port: port), try RawConnection(port: port))
            _ = try await idle.ask(get)
            try await busy.send("GET /never HTTP/1.1\r\nHost: h\r\n\r\n")
            try await eventually { counts.begun.load(ordering: .relaxed) == 1 }
            clients.withLock { $0 = [idle, busy] }
            start.withLock { $0 = .now }
            outcome.begun.store(1, ordering: .relaxed)
        }
        #expect(start.withLock { ContinuousClock.now - $0 } < .seconds(20))
        for client in clients.withLock(\.self) { #expect(try await client.ends(within: .seconds(5))) }
    }

    @Test(arguments: [
        ("gzip", true), ("gzip, deflate, br", true), ("gzip;q=0", false), ("*", true), ("identity", false),
        ("deflate, gzip;q=0.5", true), ("", false), ("*;q=0, gzip", true),
    ])
    func `text is compressed for who takes it`(accepted: String, isCompressed: Bool) async throws {
        try await withServer { _, port, _ in
            let answer = try await RawConnection(port: port)
                .ask("GET /1048576 HTTP/1.1\r\nHost: h\r\nAccept-Encoding: \(accepted)\r\n\r\n")
            #expect((answer.headers["content-encoding"] == "gzip") == isCompressed)
            #expect((answer.body.count < 100_000) == isCompressed)
            #expect((answer.headers["vary"] == "Accept-Encoding") == isCompressed)
        }
    }

    @Test
    func `curl reads what was compressed`() async throws {
        try await withServer { _, port, _ in
            try await Sandbox.with { sandbox in
                let result = try await sandbox.run([
                    "/usr/bin/curl", "-sS", "--compressed", "http://127.0.0.1:\(port)/20971520",
                ])
                #expect(result.status == 0, "\(result.stderr)")
                #expect(result.output.count == 20_971_520)
                #expect(result.stdout.hasSuffix("0123456789abcde\n"))
                let old = try await sandbox.run([
                    "/usr/bin/curl", "-sS", "-0", "--compressed", "http://127.0.0.1:\(port)/1048576",
                ])
                #expect(old.output.count == 1_048_576)
            }
        }
    }

    @Test
    func `an address that cannot be had says so`() async throws {
        try await withServer { server, port, _ in
            let error = await #expect(throws: ListenerError.self) {
                try await WebServer.withServer(at: server.address, service: WebService { _ in WebResponse() }) { _ in }
            }
            #expect("\(error.map { "\($0)" } ?? "")" == "cannot listen on 127.0.0.1:\(port): address already in use")
        }
        let far = ListenAddress(host: "192.0.2.1", port: 0)
        let error = await #expect(throws: ListenerError.self) {
            try await WebServer.withServer(at: far, service: WebService { _ in WebResponse() }) { _ in }
        }
        #expect("\(error.map { "\($0)" } ?? "")" == "cannot listen on 192.0.2.1:0: cannot assign requested address")
    }
}
