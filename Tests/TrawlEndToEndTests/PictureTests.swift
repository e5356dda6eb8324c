import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlJSON
import TrawlSimulator

/// What docs/dashboards shows of a fleet, as a real Prometheus sees it.
@Suite(
    .serialized,
    .timeLimit(.minutes(5)),
    .enabled(if: RunningPrometheus.path != nil, "prometheus is not installed")
)
struct PictureTests {
    private static let configuration = """
        global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
        rule_files: ["\(Checkout.root)/docs/dashboards/alerts.yaml"]
        scrape_configs:
          - job_name: trawl
            static_configs: [{ targets: ["ADDRESS"] }]

        """

    /// The dashboard's expressions with its variables filled in.
    private static func expressions() throws -> [String] {
        let text = try Checkout.text(of: "docs/dashboards/trawl-fabric.json")
        let panels = try JSONSlice(parsing: Array(text.utf8))["panels"]?.elements ?? []
        return panels.flatMap { $0["targets"]?.elements ?? [] }.compactMap { $0["expr"]?.string }.map {
            $0.replacing("$__rate_interval", with: "20s").replacing(#/\$[a-z]+/#, with: ".*")
        }
    }

    /// Whether an expression has nothing to show of a fleet that is well.
    private static func isAboutTrouble(_ expression: String) -> Bool {
        ["== 0", "> 0)", "failures"].contains { expression.contains($0) }
    }

    /// `collections/fabric-health.yaml`, at a pace that a test can wait for.
    private func writeFabricHealth(in sandbox: Sandbox) throws {
        let shipped = try Checkout.text(of: "collections/fabric-health.yaml")
        let fast = shipped.replacing("every: 60s, timeout: 20s", with: "every: 4s, timeout: 4s")
            .replacing("    every: 5m\n", with: "")
        let limits = "limits: { logins: 2000/s, retries: { attempts: 1 }, per_host: { rate: 100/s, burst: 100 } }\n"
        try sandbox.write(limits + fast, to: "fabric.yaml")
    }

    @Test func `every panel has something to show of a fleet, but those about trouble`() async throws {
        try await withFleet(.init(deviceCount: 10)) { fleet, sandbox in
            try writeFabricHealth(in: sandbox)
            _ = try await withServing(in: sandbox) { trawl in
                let address = trawl.address.replacing("http://", with: "")
                let configuration = Self.configuration.replacing("ADDRESS", with: address)
                try await RunningPrometheus.with(configuration: configuration, in: sandbox) { prometheus in
                    let rate = "count(rate(switch_interface_received_bytes_total[20s]))"
                    try await eventually(within: .seconds(60)) { try await prometheus.value(rate) ?? 0 > 100 }
                    // Every request of every device was answered once, and scraped.
                    try await eventually(within: .seconds(60)) {
                        try await prometheus.value("count(trawl_up)") == 140
                    }
                    for expression in try Self.expressions() {
                        // An expression that Prometheus cannot answer is an error of the answer.
                        let isEmpty = try await prometheus.query(expression).isEmpty
                        #expect(!isEmpty || Self.isAboutTrouble(expression), "\(expression)")
                    }
                    #expect(try await prometheus.value("count(switch_info)") == 10)
                    try fleet.setFault(.closeUnanswered, for: "leaf1")
                    let up = #"sum(trawl_up{device="leaf1"})"#
                    try await eventually(within: .seconds(60)) { try await prometheus.value(up) == 0 }
                    let alert = #"ALERTS{alertname="TrawlDeviceDown",device="leaf1"}"#
                    try await eventually(within: .seconds(60)) { try await prometheus.query(alert).count == 1 }
                    #expect(try await prometheus.query(#"ALERTS{alertname="TrawlDeviceDown",device!="leaf1"}"#).isEmpty)
                }
            }
        }
    }
}
