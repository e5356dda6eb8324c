import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// `trawl serve` as a real Prometheus sees it.
@Suite(
    .serialized,
    .timeLimit(.minutes(5)),
    .enabled(if: RunningPrometheus.path != nil, "prometheus is not installed")
)
struct PrometheusTests {
    /// As docs/serve-http.md says it, at a pace that a test can wait for.
    private func configuration(_ address: String) -> String {
        let host = address.replacing("http://", with: "")
        return """
            global: { scrape_interval: 1s, scrape_timeout: 1s }
            scrape_configs:
              - job_name: trawl
                static_configs: [{ targets: ["\(host)"] }]
              - job_name: trawl-probe
                metrics_path: /probe
                params: { collection: [fabric] }
                http_sd_configs: [{ url: "\(address)/targets", refresh_interval: 1s }]
                relabel_configs:
                  - { source_labels: [__address__], target_label: __param_target }
                  - { source_labels: [__param_target], target_label: instance }
                  - { source_labels: [__meta_trawl_label_role], target_label: sd_role }
                  - { target_label: __address__, replacement: "\(host)" }

            """
    }

    /// What it says about scrapes that it could not use whole.
    private func complaints(_ prometheus: RunningPrometheus) -> [Substring] {
        prometheus.program.errors.split(separator: "\n").filter {
            $0.contains("level=error") || $0.contains("level=warn") && !$0.contains("GOMAXPROCS")
        }
    }

    @Test func `it finds the devices, scrapes and probes them, and has the values`() async throws {
        try await withFleet(.init(deviceCount: 6)) { fleet, sandbox in
            try sandbox.writeServed()
            _ = try await withServing(in: sandbox) { trawl in
                try await eventually { try await trawl.series().keys.count { $0.hasPrefix("switch_info{") } == 6 }
                try await RunningPrometheus.with(configuration: configuration(trawl.address), in: sandbox) {
                    prometheus in
                    try await eventually {
                        let targets = try await prometheus.targets()
                        return targets.count == 7 && targets.allSatisfy { $0.health == "up" }
                    }
                    try await eventually { try await prometheus.query(#"switch_info{job="trawl-probe"}"#).count == 6 }
                    let targets = try await prometheus.targets().filter { $0.scrapePool == "trawl-probe" }
                    #expect(Set(targets.compactMap { $0.labels["instance"] }) == Set(fleet.devices.map(\.name)))
                    #expect(targets.allSatisfy { $0.labels["sd_role"] == "leaf" || $0.labels["sd_role"] == "spine" })
                    #expect(try await prometheus.value(#"sum(trawl_up{job="trawl"})"#) == 12)
                    #expect(try await prometheus.value(#"sum(probe_success{job="trawl-probe"})"#) == 6)
                    #expect(
                        try await prometheus.query(#"switch_info{device="leaf1",hostname="leaf1",job="trawl"}"#).count
                            == 1
                    )
                    // What another command makes of the same tables.
                    let arp = try await runTrawl(
                        "run",
                        "fabric.yaml",
                        "-i",
                        "sim.yaml",
                        "--format",
                        "jsonl",
                        in: sandbox
                    )
                    struct Record: Decodable {
                        struct Entry: Decodable {}
                        var device: String
                        var data: [Entry]
                    }
                    let records = try arp.lines.filter { $0.contains(#""request":"arp""#) }
                        .map { try JSONDecoder().decode(Record.self, from: Data($0.utf8)) }
                    #expect(records.count == 6)
                    for record in records {
                        #expect(!record.data.isEmpty)
                        for job in ["trawl", "trawl-probe"] {
                            let query = #"sum(switch_arp_entries{device="\#(record.device)",job="\#(job)"})"#
                            #expect(try await prometheus.value(query) == Double(record.data.count), "\(query)")
                        }
                    }
                    #expect(complaints(prometheus) == [])
                }
            }
        }
    }

    @Test func `the series of a device that stops are stale within an interval, and those of others are not`()
        async throws
    {
        try await withFleet(.init(deviceCount: 4, nxosShare: 0)) { fleet, sandbox in
            try sandbox.writeServed()
            _ = try await withServing(in: sandbox) { trawl in
                try await RunningPrometheus.with(configuration: configuration(trawl.address), in: sandbox) {
                    prometheus in
                    let values = { (device: String) in
                        try await prometheus.query(#"{__name__=~"switch_.*",device="\#(device)",job="trawl"}"#).count
                    }
                    for device in ["leaf1", "leaf2"] { try await eventually { try await values(device) > 2 } }
                    // On connections that are open as well.
                    try fleet.setFault(.closeUnanswered, for: "leaf1")
                    // Without an end of the series Prometheus itself would show them for five minutes.
                    try await eventually(within: .seconds(20)) { try await values("leaf1") == 0 }
                    #expect(try await values("leaf2") > 2)
                    #expect(try await prometheus.value(#"sum(trawl_up{device="leaf1",job="trawl"})"#) == 0)
                    #expect(try await prometheus.value(#"sum(trawl_up{device="leaf2",job="trawl"})"#) == 2)
                    try await eventually { try await prometheus.value(#"sum(probe_success{instance="leaf1"})"#) == 0 }
                    let classes = try await prometheus.query(#"trawl_poll_error_info{device="leaf1",job="trawl"}"#)
                    #expect(!classes.isEmpty)
                    try fleet.setFault(nil, for: "leaf1")
                    try await eventually(within: .seconds(60)) { try await values("leaf1") > 2 }
                    // A device that is taken out.
                    let inventory = try sandbox.text(of: "sim.yaml").split(separator: "\n")
                    let shorter = inventory.filter { !$0.hasPrefix("  leaf2:") }
                    try sandbox.write(shorter.joined(separator: "\n") + "\n", to: "sim.yaml")
                    #expect(try await trawl.get("/-/reload", "-X", "POST").contains("1 removed"))
                    try await eventually(within: .seconds(20)) {
                        try await prometheus.query(#"{device="leaf2"}"#).isEmpty
                    }
                    try await eventually { try await prometheus.targets().count == 4 }
                    #expect(complaints(prometheus) == [])
                }
            }
        }
    }

    @Test func `it scrapes over TLS with a password`() async throws {
        try await withFleet(.init(deviceCount: 2)) { _, sandbox in
            try sandbox.writeServed()
            let made = try await sandbox.run([
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2",
                "-keyout", "web.key", "-out", "web.pem", "-subj", "/CN=trawl", "-addext", "subjectAltName=IP:127.0.0.1",
            ])
            #expect(made.status == 0, "\(made.stderr)")
            // For `pass:wörd`.
            try sandbox.write(
                """
                tls_server_config: { cert_file: web.pem, key_file: web.key }
                basic_auth_users:
                  prometheus: $2y$05$abcdefghijklmnopqrstuufCq7KSx/yTY1N2WBDUpQoHYqabOcAn2

                """,
                to: "web.yaml"
            )
            _ = try await withServing("--web-config", "web.yaml", in: sandbox) { trawl in
                let host = trawl.address.split(separator: "//")[1]
                #expect(trawl.address.hasPrefix("https://"))
                let configuration = """
                    global: { scrape_interval: 1s, scrape_timeout: 1s }
                    scrape_configs:
                      - job_name: trawl
                        scheme: https
                        tls_config: { ca_file: web.pem }
                        basic_auth: { username: prometheus, password: "pass:wörd" }
                        static_configs: [{ targets: ["\(host)"] }]
                      - job_name: stranger
                        scheme: https
                        tls_config: { ca_file: web.pem }
                        static_configs: [{ targets: ["\(host)"] }]

                    """
                try await RunningPrometheus.with(configuration: configuration, in: sandbox) { prometheus in
                    try await eventually { try await prometheus.value(#"up{job="trawl"}"#) == 1 }
                    try await eventually { try await prometheus.value(#"up{job="stranger"}"#) == 0 }
                    let stranger = try await prometheus.targets().first { $0.scrapePool == "stranger" }
                    #expect(stranger?.lastError.contains("401") == true)
                }
            }
        }
    }

    @Test(.enabled(if: InstalledProgram.path(of: "promtool") != nil, "promtool is not installed"))
    func `promtool has nothing to say about what is served`() async throws {
        try await withFleet(.init(deviceCount: 3, faults: ["leaf1": .close])) { _, sandbox in
            try sandbox.writeServed()
            _ = try await withServing(in: sandbox) { trawl in
                try await eventually {
                    try await trawl.series().keys.contains { $0.hasPrefix("trawl_poll_error_info") }
                }
                let text = try await trawl.get("/metrics")
                let result = try await sandbox.run(["promtool", "check", "metrics"], input: text)
                #expect(result.stderr.isEmpty && result.stdout.isEmpty, "\(result.stderr)")
                let probe = try await trawl.get("/probe?target=leaf2")
                let probed = try await sandbox.run(["promtool", "check", "metrics"], input: probe)
                #expect(probed.stderr.isEmpty && probed.stdout.isEmpty, "\(probed.stderr)")
            }
        }
    }
}
