import FoundationEssentials
import Synchronization
import TestSupport
import TrawlCollections
import TrawlCore
import TrawlMetrics
import TrawlServer

@testable import TrawlExporter

/// The endpoints with a store of one device behind them, and what was asked of them.
final class EndpointFixture: Sendable {
    struct State {
        var probes: [ProbeRequest] = []
        var reloads = 0
        var isReady = false
        var reload = ReloadReport.taken("1 device added")
        var report = StatusReport(
            version: "0.1.0",
            started: Date(timeIntervalSince1970: 0),
            date: Date(timeIntervalSince1970: 93_784)
        )
    }

    let state = Mutex(State())
    let store = MetricStore()

    init() {
        store.update(
            MetricStore.Key(device: "leaf1", collection: "arp", request: "arp"),
            labels: [MetricLabel("device", "leaf1")],
            values: [
                SampleGroup(
                    MetricFamily(name: "switch_arp_entries", help: "ARP entries."),
                    [SampleRow([MetricLabel("vrf", "default")], .integer(3))]
                )
            ],
            freshness: [],
            expires: .now + .seconds(3600)
        )
    }

    var source: EndpointSource {
        EndpointSource(
            metrics: { format, own in self.store.write(as: format, own: own) },
            probe: { request in
                self.state.withLock { $0.probes.append(request) }
                guard request.target == "leaf1" else {
                    return .unknown(
                        what: "the inventory has no device `\(request.target)`",
                        hint: "did you mean `leaf1`?"
                    )
                }
                return .metrics([Array("probed 1\n".utf8)])
            },
            targets: {
                [
                    ScrapeTarget(
                        name: "leaf1",
                        facts: [MetricLabel("address", "10.0.0.1")],
                        labels: [MetricLabel("role", "le\"af")]
                    ), ScrapeTarget(name: "leaf2"),
                ]
            },
            status: { self.state.withLock(\.report) },
            isReady: { self.state.withLock(\.isReady) },
            reload: {
                self.state.withLock { state in
                    state.reloads += 1
                    return state.reload
                }
            }
        )
    }

    /// Serves the endpoints on a port of 127.0.0.1 while a body runs.
    static func with(
        webConfiguration: String? = nil,
        limits: WebLimits = WebLimits(),
        report: @escaping @Sendable (WebAccess.Report) -> Void = { _ in },
        _ body: (EndpointFixture, ExporterEndpoints, Int) async throws -> Void
    ) async throws {
        let fixture = EndpointFixture()
        let access = try WebAccess(contentsOf: webConfiguration, report: report)
        let endpoints = ExporterEndpoints(source: fixture.source, access: access)
        try await endpoints.serve(at: ListenAddress(host: "127.0.0.1", port: 0), limits: limits) { server in
            try await body(fixture, endpoints, server.address.port)
        }
    }

    /// Asks on a connection of its own.
    static func ask(
        _ port: Int,
        _ target: String,
        method: String = "GET",
        headers: [String] = []
    ) async throws -> RawAnswer {
        let fields = (["Host: localhost:\(port)", "Connection: close"] + headers).joined(separator: "\r\n")
        return try await RawConnection(port: port).ask("\(method) \(target) HTTP/1.1\r\n\(fields)\r\n\r\n")
    }
}

extension EndpointFixture {
    /// What comes of plain HTTP where TLS is spoken.
    static func askPlainly(_ port: Int) async throws -> [UInt8] {
        let client = try RawConnection(port: port)
        try await client.send("GET /targets HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return try await client.receive()
    }
}
