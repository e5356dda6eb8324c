import Foundation
import Synchronization
import TestSupport
import Testing
import TrawlCore
import TrawlMetrics
import TrawlServer

@testable import TrawlExporter

@Suite(.timeLimit(.minutes(2)))
struct EndpointTests {
    @Test
    func `metrics come in the format that is asked for`() async throws {
        try await EndpointFixture.with { _, _, port in
            let text = try await EndpointFixture.ask(port, "/metrics")
            #expect(text.status == 200)
            #expect(text.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(text.text.contains("\nswitch_arp_entries{device=\"leaf1\",vrf=\"default\"} 3\n"))
            let open = try await EndpointFixture.ask(
                port,
                "/metrics",
                headers: ["Accept: application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"]
            )
            #expect(open.headers["content-type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8")
            #expect(open.text.hasSuffix("\n# EOF\n"))
            let head = try await EndpointFixture.ask(port, "/metrics", method: "HEAD")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
        }
    }

    @Test
    func `no more texts of all metrics are there at once than there are places, until they were sent`() async throws {
        let fixture = EndpointFixture()
        let endpoints = ExporterEndpoints(source: fixture.source, access: try WebAccess(contentsOf: nil))
        let request = ServerRequest(
            method: "GET",
            target: "/metrics",
            headers: [HTTPField("Host", "localhost")],
            body: [],
            localAddress: "127.0.0.1",
            numberOnConnection: 1
        )
        var answers: [WebResponse] = []
        for _ in 0..<ExporterEndpoints.mostTexts { answers.append(await endpoints.answer(request)) }
        #expect(answers.allSatisfy { $0.status == 200 })
        let refused = await endpoints.answer(request)
        #expect(refused.status == 503 && refused.headers.contains { $0.name == "Retry-After" })
        answers.removeLast()
        #expect(await endpoints.answer(request).status == 200)
    }

    @Test
    func `a device of the inventory is probed, with a deadline before the scraper's`() async throws {
        try await EndpointFixture.with { fixture, _, port in
            let start = ContinuousClock.now
            let answer = try await EndpointFixture.ask(
                port,
                "/probe?target=leaf1&collection=arp&collection=mac",
                headers: ["X-Prometheus-Scrape-Timeout-Seconds: 1"]
            )
            #expect(answer.status == 200)
            #expect(answer.text == "probed 1\n")
            let probe = try #require(fixture.state.withLock(\.probes).first)
            #expect(probe.target == "leaf1")
            #expect(probe.collections == ["arp", "mac"])
            let deadline = try #require(probe.deadline)
            #expect(deadline >= start + .milliseconds(900) && deadline <= .now + .milliseconds(900))
            _ = try await EndpointFixture.ask(port, "/probe?target=leaf1")
            #expect(fixture.state.withLock { $0.probes.last?.deadline == nil && $0.probes.last?.collections == [] })
        }
    }

    @Test(arguments: [
        ("1", 0.9), ("10", 9.5), ("60", 57), ("0.5", 0.4), ("0.1", 0.05), ("0.05", 0.025), ("2.0", 1.9),
        ("86400", 82_080),
    ])
    func `what is left of a scrape's time is for the work`(field: String, seconds: Double) throws {
        let limit = try #require(ScrapeTimeout.limit(field))
        #expect(abs(limit / .seconds(1) - seconds) < 0.0001)
    }

    @Test(arguments: ["", "0", "-1", "nan", "inf", "1s", "1e9", "0x10"])
    func `what is no time is refused`(field: String) async throws {
        if field != "0x10" { #expect(ScrapeTimeout.limit(field) == nil) }
        guard field != "", field != "0x10" else { return }
        try await EndpointFixture.with { fixture, _, port in
            let answer = try await EndpointFixture.ask(
                port,
                "/probe?target=leaf1",
                headers: ["X-Prometheus-Scrape-Timeout-Seconds: \(field)"]
            )
            #expect(answer.status == 400)
            #expect(fixture.state.withLock(\.probes).isEmpty)
        }
    }

    /// Row 137 of the faults: nothing but names of the inventory.
    @Test(arguments: [
        "127.0.19.1", "10.0.0.1:443", "leaf1:443", "admin@leaf1", "[::1]", "%0a", "leaf1%0a", "leaf1%0d%0aX:%20y",
        "%00",
        "LEAF1", "https://leaf1/", "leaf*", "..%2f..%2fetc", "leaf1%20", "%1b[31m", "a%26b",
    ])
    func `what is no name of the inventory is refused in plain text`(target: String) async throws {
        try await EndpointFixture.with { _, _, port in
            let answer = try await EndpointFixture.ask(port, "/probe?target=\(target)")
            #expect(answer.status == 400)
            #expect(answer.headers["content-type"] == "text/plain; charset=utf-8")
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            #expect(answer.text.contains("did you mean `leaf1`?"))
            #expect(answer.text.split(separator: "\n").count == 2)
            #expect(answer.text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7F) })
        }
    }

    @Test(arguments: ["/probe", "/probe?target=", "/probe?target=leaf1&target=leaf2", "/probe?Target=leaf1"])
    func `one target is needed`(path: String) async throws {
        try await EndpointFixture.with { fixture, _, port in
            let answer = try await EndpointFixture.ask(port, path)
            #expect(answer.status == 400)
            #expect(answer.text.contains("/probe?target=NAME"))
            #expect(fixture.state.withLock(\.probes).isEmpty)
        }
    }

    @Test
    func `devices are told to Prometheus' service discovery`() async throws {
        try await EndpointFixture.with { _, _, port in
            let answer = try await EndpointFixture.ask(port, "/targets")
            #expect(answer.headers["content-type"] == "application/json")
            struct Group: Decodable, Equatable {
                var targets: [String]
                var labels: [String: String]
            }
            let groups = try JSONDecoder().decode([Group].self, from: Data(answer.body))
            #expect(
                groups == [
                    Group(
                        targets: ["leaf1"],
                        labels: ["__meta_trawl_address": "10.0.0.1", "__meta_trawl_label_role": "le\"af"]
                    ), Group(targets: ["leaf2"], labels: [:]),
                ]
            )
        }
    }

    @Test
    func `it is ready once polling has begun, and healthy before`() async throws {
        try await EndpointFixture.with { fixture, _, port in
            let healthy = try await EndpointFixture.ask(port, "/-/healthy")
            #expect(healthy.status == 200)
            #expect(try await EndpointFixture.ask(port, "/-/ready").status == 503)
            fixture.state.withLock { $0.isReady = true }
            #expect(try await EndpointFixture.ask(port, "/-/ready").status == 200)
        }
    }

    @Test
    func `a reload says what came of it`() async throws {
        try await EndpointFixture.with { fixture, _, port in
            let taken = try await EndpointFixture.ask(port, "/-/reload", method: "POST")
            #expect((taken.status, taken.text) == (200, "1 device added\n"))
            fixture.state.withLock { $0.reload = .refused("a.yaml:1:1: error: x\n  hint: y\u{1B}") }
            let refused = try await EndpointFixture.ask(port, "/-/reload", method: "PUT")
            #expect(refused.status == 500)
            #expect(refused.text.contains("a.yaml:1:1: error: x\n  hint: y\\x1b\n"), "\(refused.text)")
            let foreign = try await EndpointFixture.ask(
                port,
                "/-/reload",
                method: "POST",
                headers: ["Origin: https://evil.example"]
            )
            #expect(foreign.status == 403)
            let own = ["Origin: http://localhost:\(port)"]
            _ = try await EndpointFixture.ask(port, "/-/reload", method: "POST", headers: own)
            #expect(fixture.state.withLock(\.reloads) == 3)
        }
    }

    /// Row 141 of the faults: odd methods and paths; label sets stay closed.
    @Test(
        arguments: [
            ("TRACE", "/metrics", 405, "GET, HEAD"), ("POST", "/metrics", 405, "GET, HEAD"),
            ("DELETE", "/", 405, "GET, HEAD"),
            ("OPTIONS", "/probe", 405, "GET, HEAD"), ("GET", "/-/reload", 405, "POST, PUT"),
            ("GET", "//../..", 400, nil),
            ("GET", "/../../etc/passwd", 400, nil), ("GET", "/%2e%2e/x", 400, nil), ("OPTIONS", "*", 400, nil),
            ("GET", "/nothing", 404, nil), ("GET", "/metrics/", 404, nil), ("TRACE", "/nothing", 404, nil),
            ("GET", "/metrics?x=%zz", 400, nil), ("PROPFIND", "/metrics", 405, "GET, HEAD"),
        ] as [(String, String, Int, String?)]
    )
    func `odd methods and paths are refused`(method: String, target: String, status: Int, allow: String?) async throws {
        try await EndpointFixture.with { _, endpoints, port in
            let answer = try await EndpointFixture.ask(port, target, method: method)
            #expect(answer.status == status)
            #expect(answer.headers["allow"] == allow)
            if status == 404 {
                #expect(answer.text.contains("GET /metrics\n") && answer.text.contains("POST /-/reload\n"))
            }
            let paths = Set(
                endpoints.metrics.flatMap(\.rows).flatMap(\.labels).filter { $0.name == "path" }.map(\.value)
            )
            #expect(paths.isSubset(of: ["/", "/metrics", "/probe", "/-/reload", "other"]))
        }
    }

    @Test
    func `requests are counted by page and status`() async throws {
        try await EndpointFixture.with { _, endpoints, port in
            for number in 0..<20 { _ = try await EndpointFixture.ask(port, "/\(number)") }
            _ = try await EndpointFixture.ask(port, "/\(String(repeating: "a", count: 9000))")
            _ = try await EndpointFixture.ask(port, "/metrics?a=b")
            let text = try await EndpointFixture.ask(port, "/metrics").text
            #expect(text.contains(#"trawl_http_requests_total{code="404",path="other"} 20"#), "\(text)")
            #expect(text.contains(#"trawl_http_requests_total{code="414",path="other"} 1"#))
            #expect(text.contains(#"trawl_http_requests_total{code="200",path="/metrics"} 1"#))
            #expect(text.contains("trawl_http_connections_total 23\n"))
            #expect(endpoints.metrics.map(\.family.name).allSatisfy { $0.hasPrefix("trawl_") })
        }
    }

    /// Row 139 of the faults, where a scraper's place is concerned: what is under way ends with it.
    @Test
    func `a thousand idle connections leave others served`() async throws {
        try await EndpointFixture.with { _, _, port in
            let idle = try (0..<1000).map { _ in try RawConnection(port: port) }
            #expect(try await EndpointFixture.ask(port, "/metrics").status == 200)
            #expect(idle.count == 1000)
        }
    }
}
