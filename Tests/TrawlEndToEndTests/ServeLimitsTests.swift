import Foundation
import TestSupport
import Testing
import TrawlSimulator

/// What `trawl serve` does where its host, its files or the other end are not as it would like.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ServeLimitsTests {
    @Test func `with fewer open files than devices, every device is polled and none is in the way`() async throws {
        try await withFleet(.init(deviceCount: 160, nxosShare: 0)) { fleet, sandbox in
            try sandbox.writeServed(every: "4s")
            let few = ["/bin/sh", "-c", "ulimit -n 150; exec \"$@\"", "sh"]
            let result = try await withServing(in: sandbox, through: few) { trawl in
                func up() async throws -> Int {
                    try await trawl.series().count { $0.key.hasPrefix("trawl_up{") && $0.value == 1 }
                }
                try await eventually(within: .seconds(60)) { try await up() == 320 }
                let asked = fleet.statistics.requests
                try await eventually(within: .seconds(60)) { fleet.statistics.requests > asked + 480 }
                #expect(try await up() == 320)
                #expect(try await trawl.value("process_open_fds") ?? 1000 < 150)
                #expect(fleet.statistics.openConnections < 100)
            }
            #expect(result.status == 143)
            #expect(result.stderr.contains("this host allows 150 open files: "), "\(result.stderr)")
        }
    }

    @Test func `one cycle takes the time that logins need, whatever the schedule allows`() async throws {
        try await withFleet(.init(deviceCount: 30, nxosShare: 0)) { _, sandbox in
            try sandbox.write(
                """
                limits: { logins: 10/s }
                schedule: { every: 5s, timeout: 1s }
                requests: [{ name: facts, model: facts }]
                """,
                to: "fabric.yaml"
            )
            let result = try await runTrawl("serve", "fabric.yaml", "-i", "sim.yaml", "--once", in: sandbox)
            #expect(result.status == 0, "\(result.stderr)")
            #expect(result.lines.count { $0.hasPrefix("switch_info{") } == 30)
        }
    }

    @Test func `collections that mean other things by one name are not served together`() async throws {
        try await withFleet(.init(deviceCount: 1)) { fleet, sandbox in
            for (name, help) in [("one", "Uptime."), ("two", "Memory.")] {
                try sandbox.write(
                    """
                    requests: [{ name: facts, model: facts }]
                    metrics: [{ name: my_number, help: "\(help)", from: facts, value: uptime_seconds }]
                    """,
                    to: "\(name).yaml"
                )
            }
            let result = try await runTrawl("serve", "one.yaml", "two.yaml", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 2)
            #expect(
                result.stderr.hasPrefix("error: `my_number` is another metric in two.yaml than in one.yaml: `help`")
            )
            #expect(fleet.statistics.requests == 0)
        }
    }

    @Test func `a token that changed is noticed`() async throws {
        try await withFleet(.init(deviceCount: 1)) { _, sandbox in
            try sandbox.write("first", to: "token")
            try sandbox.writeServed(
                more: "outputs: [{ remote_write: { url: \"http://127.0.0.1:9/\", bearer_token: { file: token } } }]"
            )
            _ = try await withServing(in: sandbox) { trawl in
                try await eventually { try await trawl.value("trawl_up", ["device": "leaf1"]) == 1 }
                try sandbox.write("second", to: "token")
                try await eventually {
                    trawl.program.errors.contains(
                        "reloaded, as a file changed: 1 device: 0 added, 0 removed, 0 changed, 1 output begun"
                    )
                }
            }
        }
    }

    /// Makes a certificate that signs itself, and its key.
    private func makeCertificate(_ name: String, in sandbox: Sandbox) async throws {
        let made = try await sandbox.run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-keyout", "\(name).key", "-out", "\(name).pem", "-subj", "/CN=trawl",
        ])
        #expect(made.status == 0, "\(made.stderr)")
    }

    @Test func `an authority that is replaced is trusted from then on, and the one before it no more`() async throws {
        try await withFleet(.init(deviceCount: 2, nxosShare: 0)) { _, sandbox in
            try await makeCertificate("other", in: sandbox)
            let right = try sandbox.text(of: "sim-ca.pem")
            try sandbox.writeServed()
            _ = try await withServing(in: sandbox) { trawl in
                func up() async throws -> Double? { try await trawl.value("trawl_up", ["device": "leaf1"]) }
                try await eventually { try await up() == 1 }
                try sandbox.write(try sandbox.text(of: "other.pem"), to: "sim-ca.pem")
                try await eventually(within: .seconds(30)) { try await up() == 0 }
                let why = ["device": "leaf1", "code": "certificate-untrusted"]
                try await eventually { try await trawl.value("trawl_poll_error_info", why) == 1 }
                try sandbox.write(right, to: "sim-ca.pem")
                try await eventually(within: .seconds(30)) { try await up() == 1 }
            }
        }
    }

    @Test func `a client that says nothing under TLS does not hold up the end`() async throws {
        try await withFleet(.init(deviceCount: 2, nxosShare: 0)) { fleet, sandbox in
            try sandbox.writeServed()
            try await makeCertificate("web", in: sandbox)
            try sandbox.write("tls_server_config: { cert_file: web.pem, key_file: web.key }\n", to: "web.yaml")
            let sent = Moment()
            let result = try await withServing("--web-config", "web.yaml", in: sandbox) { trawl in
                try await eventually { fleet.statistics.logins == 2 && fleet.statistics.requests > 4 }
                let host = String(trawl.address.split(separator: "//")[1])
                _ = try await sandbox.run(["openssl", "s_client", "-connect", host], timeout: .seconds(60)) { client in
                    try await eventually { client.output.contains("BEGIN CERTIFICATE") }
                    client.send(SIGSTOP)
                    trawl.program.send(SIGTERM)
                    sent.mark()
                    // Nobody has waited for it yet: it is there, without memory.
                    try await eventually { trawl.program.peakMemory == nil }
                    client.send(SIGKILL)
                }
            }
            #expect(result.status == 143)
            #expect(sent.elapsed < .seconds(4))
            #expect(fleet.statistics.logouts == 2)
        }
    }
}
