import Foundation
import TestSupport
import Testing
import TrawlSimulator

/// The pages of `trawl serve` beside its scrapes.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ServedPagesTests {
    /// A fleet that is polled once an hour, so that whatever it is asked comes of a probe.
    private func withQuietFleet(
        _ configuration: SimulatedFleet.Configuration = .init(deviceCount: 3, nxosShare: 0),
        _ body: (SimulatedFleet, ServingTrawl) async throws -> Void
    ) async throws {
        try await withFleet(configuration) { fleet, sandbox in
            try sandbox.writeServed(every: "1h")
            _ = try await withServing(in: sandbox) { try await body(fleet, $0) }
        }
    }

    @Test(arguments: [
        "127.1.0.1", "127.1.0.1:443", "admin@leaf1", "[::1]", "%0a", "leaf1%0aleaf2", "https://leaf1", "leaf*", "",
    ])
    func `row 137: of a foreign target nothing is asked`(target: String) async throws {
        try await withQuietFleet { fleet, trawl in
            let before = fleet.statistics
            let answer = try await trawl.get("/probe?target=\(target)", "-g", "-w", "\n%{http_code} %{content_type}")
            #expect(answer.hasSuffix("\n400 text/plain; charset=utf-8"), "\(answer)")
            #expect(answer.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7F) })
            #expect(fleet.statistics.connections == before.connections)
        }
    }

    @Test func `row 140: what is not known at a scrape's deadline is down, and the answer is in time`() async throws {
        try await withQuietFleet(.init(deviceCount: 4, faults: ["leaf1": .slow(.seconds(60))], nxosShare: 0)) {
            _,
            trawl in
            let field = ["-H", "X-Prometheus-Scrape-Timeout-Seconds: 1"]
            let start = ContinuousClock.now
            let slow = try await trawl.get("/probe?target=leaf1", field[0], field[1])
            // 0.9 s where the host is not busy; the device alone would take a minute.
            #expect(ContinuousClock.now - start < .seconds(10))
            #expect(
                slow.contains(#"trawl_up{device="leaf1",role="leaf",collection="fabric",request="facts"} 0"#),
                "\(slow)"
            )
            #expect(slow.contains("\nprobe_success 0\n"))
            #expect(!slow.contains("switch_info"))
            let fine = try await trawl.get("/probe?target=leaf2")
            #expect(fine.contains("\nprobe_success 1\n"))
            #expect(fine.contains("\nswitch_info{"))
        }
    }

    @Test func `a bad web configuration is told before anything is sent, and check tells the same`() async throws {
        try await withFleet(.init(deviceCount: 1)) { fleet, sandbox in
            try sandbox.writeServed()
            try sandbox.write("basic_auth_users:\n  prometheus: hunter2\n", to: "web.yaml")
            let served = try await runTrawl(
                "serve",
                "fabric.yaml",
                "-i",
                "sim.yaml",
                "--listen",
                "127.0.0.1:0",
                "--web-config",
                "web.yaml",
                in: sandbox
            )
            #expect(served.status == 2)
            #expect(served.stderr.contains("web.yaml:2:15: error: that is no bcrypt hash"), "\(served.stderr)")
            let checked = try await runTrawl("check", "web.yaml", in: sandbox)
            #expect(checked.status == 2)
            #expect(checked.stderr.contains("web.yaml:2:15: error: that is no bcrypt hash"))
            #expect(!(served.stderr + checked.stderr).contains("hunter2"))
            try sandbox.write("bearer_tokens_file: tokens\n", to: "web.yaml")
            let missing = try await runTrawl("check", "web.yaml", in: sandbox)
            #expect(missing.status == 2)
            #expect(missing.stderr.hasPrefix("web.yaml: error: file `tokens` cannot be read: no such file"))
            try sandbox.write("only-for-prometheus\n", to: "tokens")
            let fine = try await runTrawl("check", "web.yaml", in: sandbox)
            #expect(fine.stdout == "web.yaml: web configuration, no TLS, 0 users, tokens: ok\n", "\(fine.stderr)")
            #expect(fleet.statistics.requests == 0)
        }
    }

    @Test func `a stranger learns nothing but that it is alive`() async throws {
        try await withFleet(.init(deviceCount: 1)) { _, sandbox in
            try sandbox.writeServed()
            try sandbox.write("only-for-prometheus\n", to: "tokens")
            try sandbox.write("bearer_tokens_file: tokens\n", to: "web.yaml")
            _ = try await withServing("--web-config", "web.yaml", in: sandbox) { trawl in
                for page in ["/", "/metrics", "/targets", "/probe?target=leaf1", "/nothing"] {
                    let refused = try await trawl.get(page, "-w", "%{http_code}")
                    #expect(refused == "who are you?\n401", "\(page)")
                }
                #expect(try await trawl.get("/-/healthy") == "healthy\n")
                let token = "Authorization: Bearer only-for-prometheus"
                #expect(try await trawl.get("/metrics", "-H", token).contains("trawl_http_rejections_total 5\n"))
                #expect(!trawl.program.errors.contains("only-for-prometheus"))
            }
        }
    }
}
