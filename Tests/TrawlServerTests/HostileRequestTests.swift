import TestSupport
import Testing
import TrawlServer

/// What no client would say, from a seed: a server that is public must not end of it.
@Suite(.timeLimit(.minutes(2)))
struct HostileRequestTests {
    /// Numbers that look random and are the same in every run (SplitMix64).
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

    private static let parts = [
        "GET /a HTTP/1.1\r\nHost: h\r\n\r\n", "HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a HTTP/1.0\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", "GET /200000 HTTP/1.1\r\nHost: h\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 99999\r\n\r\n", "GET /a HTTP/1.1\r\n", "Host: h\r\n", "\r\n",
        "\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n", "abc", "0\r\n\r\n",
        "zz\r\n",
        "CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: h\r\nX: \u{0}\r\n\r\n", "\u{16}\u{3}\u{1}", "GET /never HTTP/1.1\r\nHost: h\r\n\r\n",
        "",
        "GET http://h/a HTTP/1.1\r\nHost: h\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n",
    ].map { Array($0.utf8) }

    /// Some parts one after the other, with bytes that were changed, left out or doubled.
    private static func conversation(_ generator: inout Generator) -> [[UInt8]] {
        (0..<Int.random(in: 1...6, using: &generator)).map { _ in
            var bytes = parts.randomElement(using: &generator) ?? []
            guard !bytes.isEmpty, Int.random(in: 0..<3, using: &generator) == 0 else { return bytes }
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.removeSubrange(place...)
            default: bytes.insert(contentsOf: bytes[place...], at: place)
            }
            return bytes
        }
    }

    @Test
    func `whatever is said, others are served`() async throws {
        var limits = WebLimits()
        limits.read = .milliseconds(100)
        limits.write = .milliseconds(500)
        limits.idle = .milliseconds(100)
        limits.connections = 30
        let service = WebService { request in
            if request.path == "/never" {
                // Cancelled where the client goes away; others are answered.
                try? await Task.sleep(for: .milliseconds(200))
            }
            let piece = [UInt8](repeating: UInt8(ascii: "a"), count: Int(request.path.dropFirst()) ?? 1)
            return WebResponse(body: [piece, piece])
        }
        let address = ListenAddress(host: "127.0.0.1", port: 0)
        try await WebServer.withServer(at: address, limits: limits, service: service) { server in
            await withTaskGroup(of: Void.self) { group in
                for seed in 0..<8 {
                    group.addTask {
                        var generator = Generator(state: UInt64(seed))
                        for _ in 0..<60 {
                            // Whatever becomes of it is the server's right.
                            guard let client = try? RawConnection(port: server.address.port) else { continue }
                            for bytes in Self.conversation(&generator) {
                                _ = try? await client.send(bytes, within: .seconds(5))
                                if Bool.random(using: &generator) { _ = client.receiveNow() }
                            }
                            if Bool.random(using: &generator) {
                                _ = try? await client.receive(within: .milliseconds(50))
                            }
                            client.close()
                        }
                    }
                }
            }
            let answer = try await RawConnection(port: server.address.port).ask("GET /3 HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(answer.text == "aaaaaa")
            try await eventually { server.statistics.open == 0 }
        }
    }

    @Test
    func `a server listens on addresses of the newer kind`() async throws {
        let address = try #require(ListenAddress("[::1]:0"))
        do {
            try await WebServer.withServer(at: address, service: WebService { _ in WebResponse(text: "six\n") }) {
                server in
                try await Sandbox.with { sandbox in
                    let result = try await sandbox.run(["/usr/bin/curl", "-sgS", "http://\(server.address)/"])
                    #expect(result.stdout == "six\n", "\(result.stderr)")
                }
            }
        } catch ListenerError.addressUnusable(_, let reason) {
            // A host without it.
            #expect(reason == "cannot assign requested address" || reason == "address family not supported by protocol")
        }
    }
}
