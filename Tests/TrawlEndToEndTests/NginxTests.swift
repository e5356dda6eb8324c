import Foundation
import TestSupport
import Testing

/// A server that shares no code with us.
@Suite(.serialized, .timeLimit(.minutes(3)), .enabled(if: Nginx.path != nil, "nginx is not installed"))
struct NginxTests {
    private static func inventory(_ nginx: Nginx, authority: String) -> String {
        """
        defaults: { port: \(nginx.port), tls: { ca_file: \(authority) } }
        devices:
          web: { address: \(nginx.address), dialect: http }
          switch: { address: \(nginx.address), dialect: eapi, tls: { server_name: nginx.trawl.test } }

        """
    }

    private static let collection = """
        limits: { retries: { attempts: 1 } }
        requests:
          - name: counters
            http: /api/counters
            eapi: show version

        """

    @Test func `a private authority is trusted, and 64-bit digits are kept`() async throws {
        try await Nginx.with { nginx, sandbox in
            try sandbox.write(Self.inventory(nginx, authority: "ca.pem"), to: "inventory.yaml")
            try sandbox.write(Self.collection, to: "counters.yaml")
            // No `--inventory`: ./inventory.yaml is the default.
            let result = try await runTrawl("run", "./counters.yaml", "--order", "inventory", in: sandbox)
            #expect(result.status == 0, "\(result.stdout)\(result.stderr)")
            try #require(result.lines.count == 2)
            #expect(try Record.all(in: result.lines).map(\.status) == ["ok", "ok"])
            #expect(result.lines[0].contains(#""data":{"octets":18446744073709551615,"ratio":1.10,"nothing":null}"#))
            #expect(result.lines[1].contains(#""data":{"octets":18446744073709551615}"#))
        }
    }

    @Test func `another authority is no authority`() async throws {
        try await Nginx.with { nginx, sandbox in
            try sandbox.write(Self.inventory(nginx, authority: "other.pem"), to: "inventory.yaml")
            try sandbox.write(Self.collection, to: "counters.yaml")
            let result = try await runTrawl("run", "./counters.yaml", in: sandbox)
            #expect(result.status == 3)
            #expect(try Record.all(in: result.lines).map { $0.error?.class } == ["tls", "tls"])
            #expect(result.stderr.contains("2 devices: tls / "), "\(result.stderr)")
        }
    }

    @Test func `a certificate of another name is refused`() async throws {
        try await Nginx.with { nginx, sandbox in
            let text = Self.inventory(nginx, authority: "ca.pem")
            try sandbox.write(
                text.replacingOccurrences(of: "nginx.trawl.test", with: "leaf1.trawl.test"),
                to: "inventory.yaml"
            )
            let result = try await runTrawl("ask", "show version", "--device", "switch", in: sandbox)
            #expect(result.status == 3)
            #expect(try Record.all(in: result.lines).map { $0.error?.class } == ["tls"])
        }
    }

    @Test func `a device in no inventory is asked by its address`() async throws {
        try await Nginx.with { nginx, sandbox in
            let device = ["--address", nginx.address, "--port", "\(nginx.port)", "--dialect", "http"]
            let ask = [TrawlProgram.path, "ask", "/api/counters"] + device
            let trusted = try await sandbox.run(ask + ["--ca-file", "ca.pem"])
            #expect(trusted.status == 0)
            #expect(trusted.stdout.contains("18446744073709551615"))
            #expect(trusted.stderr.isEmpty)
            let distrusted = try await sandbox.run(ask)
            #expect(distrusted.status == 3)
            #expect(try Record.all(in: distrusted.lines).map { $0.error?.class } == ["tls"])
            let insecure = try await sandbox.run(ask + ["--insecure"])
            #expect(insecure.status == 0)
            let text = try await sandbox.run(ask + ["--ca-file", "ca.pem", "--text"])
            #expect(text.status == 0)
            #expect(text.stdout.contains(#""format":"text""#))
        }
    }
}
