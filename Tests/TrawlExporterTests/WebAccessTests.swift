import Foundation
import Synchronization
import TestSupport
import Testing
import TrawlMetrics
import TrawlServer

@testable import TrawlExporter

/// Who is let in, as a web configuration says it, over TLS too; asked with curl, which shares no code with us.
@Suite(.timeLimit(.minutes(2)))
struct WebAccessTests {
    /// For `pass:wörd`.
    private static let user = "prometheus: $2y$05$abcdefghijklmnopqrstuufCq7KSx/yTY1N2WBDUpQoHYqabOcAn2"

    private func basic(_ text: String) -> [String] { ["Authorization: Basic \(Data(text.utf8).base64EncodedString())"] }

    @Test
    func `passwords and tokens open everything but what watches over processes`() async throws {
        try await Sandbox.with { sandbox in
            try sandbox.write("long-token-one\n\n  long-token-two  \n", to: "tokens")
            let file = try sandbox.write(
                "basic_auth_users:\n  \(Self.user)\nbearer_tokens_file: tokens\n",
                to: "web.yaml"
            )
            try await EndpointFixture.with(webConfiguration: file) { fixture, endpoints, port in
                for path in ["/", "/metrics", "/probe?target=leaf1", "/targets", "/nothing"] {
                    let refused = try await EndpointFixture.ask(port, path)
                    #expect(refused.status == 401)
                    #expect(refused.headers["www-authenticate"] == #"Basic realm="trawl""#)
                    let wrong = try await EndpointFixture.ask(port, path, headers: basic("prometheus:wrong"))
                    #expect(wrong.status == 401)
                    let status = path == "/nothing" ? 404 : 200
                    for field in [
                        basic("prometheus:pass:wörd"), ["Authorization: Bearer long-token-one"],
                        ["Authorization: bearer long-token-two"],
                    ] {
                        #expect(try await EndpointFixture.ask(port, path, headers: field).status == status)
                    }
                }
                #expect(try await EndpointFixture.ask(port, "/-/reload", method: "POST").status == 401)
                #expect(fixture.state.withLock(\.reloads) == 0)
                #expect(try await EndpointFixture.ask(port, "/-/healthy").status == 200)
                #expect(try await EndpointFixture.ask(port, "/-/ready").status == 503)
                let rejections = endpoints.metrics.first { $0.family.name == "trawl_http_rejections_total" }
                #expect(rejections?.rows.first?.value == .integer(11))
            }
        }
    }

    @Test
    func `files that change are read again, and mistakes leave everything as it was`() async throws {
        try await Sandbox.with { sandbox in
            let said = Mutex<[String]>([])
            let refusals = Atomic(0)
            let file = try sandbox.write("basic_auth_users:\n  \(Self.user)\n", to: "web.yaml")
            try await EndpointFixture.with(
                webConfiguration: file,
                report: { report in
                    if case .refused = report { refusals.add(1, ordering: .relaxed) }
                    said.withLock { $0.append("\(report)") }
                }
            ) {
                _,
                endpoints,
                port in
                let status = { (headers: [String]) in
                    try await EndpointFixture.ask(port, "/targets", headers: headers).status
                }
                #expect(try await status(basic("prometheus:pass:wörd")) == 200)
                try sandbox.write("basic_auth_users: hunter2\n", to: "web.yaml")
                try await eventually {
                    _ = try await status([])
                    return !said.withLock(\.isEmpty)
                }
                #expect(
                    said.withLock { $0.first?.contains("web.yaml:1:19: error:") } == true,
                    "\(said.withLock(\.self))"
                )
                #expect(!said.withLock { $0.joined() }.contains("hunter2"))
                #expect(try await status(basic("prometheus:pass:wörd")) == 200)
                #expect(try await status([]) == 401)
                #expect(endpoints.metrics.last?.rows.first?.value == .integer(0))
                try sandbox.write("long-token-one\n", to: "tokens")
                try sandbox.write("bearer_tokens_file: tokens\n", to: "web.yaml")
                try await eventually { try await status(["Authorization: Bearer long-token-one"]) == 200 }
                #expect(try await status(basic("prometheus:pass:wörd")) == 401)
                #expect(endpoints.metrics.last?.rows.first?.value == .integer(1))
                // A token alone.
                try sandbox.write("long-token-two\n", to: "tokens")
                try await eventually { try await status(["Authorization: Bearer long-token-two"]) == 200 }
                #expect(try await status(["Authorization: Bearer long-token-one"]) == 401)
                #expect(said.withLock(\.count) == 3)
                #expect(refusals.load(ordering: .relaxed) == 1)
            }
        }
    }

    @Test(arguments: [
        ("bearer_tokens_file: none\n", "none` cannot be read: no such file"),
        ("bearer_tokens_file: empty\n", "empty` holds no token"),
        ("bearer_tokens_file: short\n", "short` holds a token of less than 8 characters"),
        ("tls_server_config: { cert_file: none, key_file: none }\n", "none` cannot be read: no such file"),
        ("tls_server_config: { cert_file: empty, key_file: short }\n", "are no certificate with its key"),
        ("basic_auth: {}\n", "unknown key `basic_auth`"),
    ])
    func `a web configuration that cannot be used says why`(text: String, message: String) async throws {
        try await Sandbox.with { sandbox in
            try sandbox.write("\n", to: "empty")
            try sandbox.write("abc\n", to: "short")
            let file = try sandbox.write(text, to: "web.yaml")
            let error = #expect(throws: WebAccessError.self) { try WebAccess(contentsOf: file) }
            #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
        }
    }

    /// Makes a certificate for `localhost`, in `NAME.pem` and `NAME.key`.
    private func makeCertificate(_ name: String, in sandbox: Sandbox, subject: String = "/CN=localhost") async throws {
        let made = try await sandbox.run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-keyout", "\(name).key", "-out", "\(name).pem", "-subj", subject, "-addext",
            "subjectAltName=DNS:localhost",
        ])
        #expect(made.status == 0, "\(made.stderr)")
    }

    @Test(
        .enabled(if: OpenSSLServer.isInstalled, "openssl is not installed"),
        arguments: [("one.key", "one.pem"), ("one.pem", "two.key")]
    )
    func `a certificate and a key that do not go together are told`(certificate: String, key: String) async throws {
        try await Sandbox.with { sandbox in
            try await makeCertificate("one", in: sandbox)
            try await makeCertificate("two", in: sandbox)
            let text = "tls_server_config: { cert_file: \(certificate), key_file: \(key) }\n"
            let file = try sandbox.write(text, to: "web.yaml")
            let error = #expect(throws: WebAccessError.self) { try WebAccess(contentsOf: file) }
            #expect(error?.description.contains("are no certificate with its key") == true)
        }
    }

    private func curl(_ port: Int, _ arguments: [String], in sandbox: Sandbox) async throws -> ProgramResult {
        try await sandbox.run(
            ["/usr/bin/curl", "-q", "-sS", "--max-time", "20", "--connect-to", "localhost:\(port):127.0.0.1:\(port)"]
                + arguments
                + ["https://localhost:\(port)/targets"]
        )
    }

    @Test(.enabled(if: OpenSSLServer.isInstalled, "openssl is not installed"))
    func `TLS is spoken, with the certificate that is there now`() async throws {
        try await Sandbox.with { sandbox in
            try await makeCertificate("one", in: sandbox)
            try await makeCertificate("two", in: sandbox)
            let text = "tls_server_config: { cert_file: one.pem, key_file: one.key, min_version: TLS13 }\n"
            let file = try sandbox.write(text, to: "web.yaml")
            try await EndpointFixture.with(webConfiguration: file) { _, _, port in
                let good = try await curl(port, ["--cacert", "one.pem"], in: sandbox)
                #expect(good.status == 0, "\(good.stderr)")
                #expect(good.stdout.contains("leaf1"))
                let old = try await curl(port, ["--cacert", "one.pem", "--tls-max", "1.2"], in: sandbox)
                #expect(old.status == 35)
                let plain = try await EndpointFixture.askPlainly(port)
                #expect(plain.isEmpty || !String(decoding: plain, as: UTF8.self).contains("leaf1"))
                // Replaced whole, as those do that renew certificates.
                for kind in ["pem", "key"] { try FileManager.default.removeItem(atPath: sandbox.path("one.\(kind)")) }
                for kind in ["pem", "key"] {
                    try FileManager.default.copyItem(
                        atPath: sandbox.path("two.\(kind)"),
                        toPath: sandbox.path("one.\(kind)")
                    )
                }
                try await eventually { try await curl(port, ["--cacert", "two.pem"], in: sandbox).status == 0 }
            }
        }
    }

    @Test(
        .enabled(if: OpenSSLServer.isInstalled, "openssl is not installed"),
        arguments: [
            ("RequireAndVerifyClientCert", false), ("VerifyClientCertIfGiven", true),
        ]
    )
    func `clients need a certificate where that is said`(kind: String, worksWithout: Bool) async throws {
        try await Sandbox.with { sandbox in
            try await makeCertificate("server", in: sandbox)
            try await makeCertificate("client", in: sandbox, subject: "/CN=client")
            try await makeCertificate("stranger", in: sandbox, subject: "/CN=stranger")
            let file = try sandbox.write(
                """
                tls_server_config:
                  cert_file: server.pem
                  key_file: server.key
                  client_auth_type: \(kind)
                  client_ca_file: client.pem

                """,
                to: "web.yaml"
            )
            try await EndpointFixture.with(webConfiguration: file) { _, _, port in
                let trust = ["--cacert", "server.pem"]
                let known = try await curl(port, trust + ["--cert", "client.pem", "--key", "client.key"], in: sandbox)
                #expect(known.status == 0, "\(known.stderr)")
                let none = try await curl(port, trust, in: sandbox)
                #expect((none.status == 0) == worksWithout)
                let stranger = try await curl(
                    port,
                    trust + ["--cert", "stranger.pem", "--key", "stranger.key"],
                    in: sandbox
                )
                #expect(stranger.status != 0)
            }
        }
    }

    @Test(.enabled(if: OpenSSLServer.isInstalled, "openssl is not installed"))
    func `a TLS handshake that never ends is given up`() async throws {
        try await Sandbox.with { sandbox in
            try await makeCertificate("one", in: sandbox)
            let file = try sandbox.write(
                "tls_server_config: { cert_file: one.pem, key_file: one.key }\n",
                to: "web.yaml"
            )
            var limits = WebLimits()
            limits.read = .milliseconds(300)
            try await EndpointFixture.with(webConfiguration: file, limits: limits) { _, _, port in
                let client = try RawConnection(port: port)
                try await client.send([0x16, 0x03, 0x01])
                #expect(try await client.ends())
                #expect(try await curl(port, ["--cacert", "one.pem"], in: sandbox).status == 0)
            }
        }
    }
}
