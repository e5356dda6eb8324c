import TestSupport
import Testing
import TrawlMetrics

/// What we write, read by programs that share no code with us.
@Suite(.timeLimit(.minutes(1)))
struct ExpositionCheckTests {
    /// Every kind of family, names that clash, values at the ends, and a device that would like to have metrics of its own.
    private static func store() -> MetricStore {
        let store = MetricStore(collections: ["health"])
        let evil = [
            "plain", "\"} 1\nevil_metric{a=\"b", "a\\", "\\n", "a\r\nb\n# EOF\n", "# HELP evil_metric x",
            "ü\u{1F600}\u{0}", "{}",
            ", ", "a=\"b\"",
        ]
        let values = [
            SampleGroup(
                MetricFamily(name: "switch_received_bytes_total", help: "Octets.", kind: .counter, unit: "bytes"),
                evil.map { SampleRow([MetricLabel("interface", $0)], .unsigned(.max)) }
            ),
            SampleGroup(
                MetricFamily(name: "switch_facts_info", help: "Facts \"and\" more \\ x\ny.", kind: .info),
                [SampleRow([MetricLabel("version", "\"4.30\"\n")], .integer(1))]
            ),
            SampleGroup(
                MetricFamily(name: "switch_state", help: "States.", kind: .stateset),
                ["up", "down"].map { SampleRow([MetricLabel("switch_state", $0)], .integer($0 == "up" ? 1 : 0)) }
            ),
            SampleGroup(
                MetricFamily(name: "switch_mode", help: "States by another label.", kind: .stateset),
                ["up", "down"].map { SampleRow([MetricLabel("state", $0)], .integer($0 == "up" ? 1 : 0)) }
            ),
            SampleGroup(
                MetricFamily(name: "switch_temperature_celsius", help: "Temperatures.", unit: "celsius"),
                [.nan, .infinity, -.infinity, 0.1, .leastNonzeroMagnitude, -1.7e308, 1e16].enumerated().map {
                    index,
                    value in
                    SampleRow([MetricLabel("sensor", "\(index)")], .real(value))
                }
            ),
            SampleGroup(MetricFamily(name: "switch_facts", help: "A clash."), [SampleRow([], .integer(.min))]),
            SampleGroup(
                MetricFamily(name: "switch_events", help: "No suffix.", kind: .counter),
                [SampleRow([], .integer(1))]
            ),
        ]
        let fresh = SampleGroup(
            MetricFamily(name: "trawl_up", help: "Whether the last poll gave an answer."),
            [SampleRow([], .integer(1))]
        )
        for device in ["leaf1", "leaf\"2\n"] + evil {
            for request in ["one", "two"] {
                let labels = [MetricLabel("device", device), MetricLabel("role", "leaf")]
                store.update(
                    MetricStore.Key(device: device, collection: "health", request: request),
                    labels: labels + (request == "one" ? [] : [MetricLabel("request", request)]),
                    values: values + values,
                    freshness: [fresh],
                    expires: .now + .seconds(600)
                )
            }
        }
        return store
    }

    /// The store's own metrics and everything else, as a scrape gets it.
    private static func text(_ format: ExpositionFormat) -> String {
        let store = store()
        return String(decoding: store.write(as: format, own: store.metrics).joined(), as: UTF8.self)
    }

    @Test(.enabled(if: InstalledProgram.path(of: "promtool") != nil, "promtool is not installed"))
    func `promtool has nothing to say`() async throws {
        let promtool = try #require(InstalledProgram.path(of: "promtool"))
        // Its lint has opinions about the names themselves, which the test uses for what they clash with.
        let text = Self.text(.text)
        let result = try await Sandbox.with { try await $0.run([promtool, "check", "metrics"], input: text) }
        let remarks = result.stderr.split(separator: "\n").filter { !$0.contains("switch_events") }
        #expect(remarks.isEmpty, "\(result.stderr)")
        #expect(result.stdout.isEmpty)
        #expect(!text.split(separator: "\n").contains { $0.hasPrefix("evil_metric") || $0.hasPrefix("# HELP evil") })
    }

    @Test(
        .enabled("prometheus-client is not installed") {
            try await Python.imports("prometheus_client.openmetrics.parser")
        },
        arguments: [
            (ExpositionFormat.openMetrics, "prometheus_client.openmetrics.parser"), (.text, "prometheus_client.parser"),
        ]
    )
    func `a strict parser reads every series`(format: ExpositionFormat, module: String) async throws {
        let python = try #require(Python.path)
        let program = """
            import sys
            from \(module) import text_string_to_metric_families as parse
            text = sys.stdin.buffer.read().decode("utf-8", errors="strict")
            seen = set()
            for family in parse(text):
                for sample in family.samples:
                    key = (sample.name, tuple(sorted(sample.labels.items())))
                    assert key not in seen, key
                    seen.add(key)
                print(family.name, family.type, family.unit, len(family.samples))
            """
        let text = Self.text(format)
        let result = try await Sandbox.with { try await $0.run([python, "-c", program], input: text) }
        #expect(result.status == 0, "\(result.stderr)")
        #expect(result.stderr.isEmpty)
        let suffix = format == .text ? ("unknown", "gauge", "gauge") : ("unknown", "stateset", "gauge")
        let blocks = 24
        #expect(result.lines.contains("switch_state \(suffix.1)  \(2 * blocks)"), "\(result.stdout)")
        #expect(result.lines.contains("switch_mode \(suffix.2)  \(2 * blocks)"))
        let unit = format == .text ? "" : "bytes"
        #expect(result.lines.contains("switch_received_bytes counter \(unit) \(10 * blocks)"))
        #expect(result.lines.filter { $0.hasPrefix("evil_metric") }.isEmpty)
    }
}
