import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// `trawl serve` as a real Prometheus scrapes, probes and discovers it.
@Suite(.serialized, .timeLimit(.minutes(5)), .enabled(if: RealReceiver.prometheus.isInstalled, "no prometheus"))
struct ServeScrapeTests {
    private static let prometheus = RealReceiver.prometheus

    /// Scrapes `/metrics`, and probes what `/targets` lists, every second.
    private func configuration(_ address: String) -> String {
        let host = address.replacing("http://", with: "")
        return """
            global: { scrape_interval: 1s, scrape_timeout: 1s }
            scrape_configs:
              - job_name: metrics
                honor_labels: true
                static_configs: [{ targets: ["\(host)"] }]
              - job_name: probe
                metrics_path: /probe
                params: { collection: [fabric] }
                http_sd_configs: [{ url: "\(address)/targets", refresh_interval: 1s }]
                relabel_configs:
                  - { source_labels: [__address__], target_label: __param_target }
                  - { source_labels: [__param_target], target_label: target }
                  - { target_label: __address__, replacement: "\(host)" }

            """
    }

    @Test func `a Prometheus scrapes and probes what the switches say, and lets go of what ended within an interval`()
        async throws
    {
        try await withFleet(.init(deviceCount: 4)) { fleet, sandbox in
            try sandbox.writeServed(more: "metrics: standard")
            _ = try await withServing(in: sandbox) { trawl in
                try await eventually { try await trawl.value("switch_info", ["device": "leaf1"]) == 1 }
                try sandbox.write(try await trawl.get("/metrics"), to: "metrics.txt")
                let check = try await sandbox.run(["/bin/sh", "-c", "promtool check metrics <metrics.txt"])
                #expect(check.status == 0, "\(check.stderr)")
                #expect(check.stderr.isEmpty && check.stdout.isEmpty)
                try await Self.prometheus.run(in: sandbox, configuration: configuration(trawl.address)) { _ in
                    func query(_ expression: String) async throws -> [String: Double] {
                        try await Self.prometheus.query(expression, in: sandbox)
                    }
                    try await eventually { try await query("count(switch_info{job=\"metrics\"})") == ["": 4] }
                    // One target a device, found by itself, each with its own answer.
                    try await eventually { try await query("count(up{job=\"probe\"} == 1)") == ["": 4] }
                    try await eventually { try await query("count(switch_info{job=\"probe\"})") == ["": 4] }
                    let exposed = try await trawl.series().filter { $0.key.hasPrefix("switch_arp_entries{") }
                    #expect(!exposed.isEmpty)
                    let scraped = try await query("sum by (job) (switch_arp_entries)")
                    #expect(scraped["metrics"] == exposed.values.reduce(0, +))
                    #expect(scraped["probe"] == scraped["metrics"])
                    try fleet.setFault(.closeUnanswered, for: "leaf1")
                    let stopped = ContinuousClock.now
                    try await eventually {
                        let left = try await query("switch_info{device=\"leaf1\"}")
                        return left.isEmpty
                    }
                    #expect(stopped.duration(to: .now) < .seconds(10))
                    #expect(try await query("max(trawl_up{device=\"leaf1\"})") == ["": 0])
                    #expect(try await query("count(switch_info{job=\"metrics\"})") == ["": 3])
                }
            }
        }
    }
}
