import Testing
import Trawl
import TrawlMetrics

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct MetricReaderTests {
    private static let requests = """
        requests:
          - { name: arp, model: arp }
          - { name: ports, model: interfaces }
          - { name: raw, http: /api/power }

        """

    private func read(_ text: String) throws(FileProblems) -> CollectionFile {
        let source = SourceFile(path: "test.yaml", bytes: Array((Self.requests + text).utf8))
        return try CollectionFile(source, vocabulary: .registered)
    }

    @Test
    func `a metric is read key for key`() throws {
        let file = try read(
            """
            metrics:
              - name: switch_arp_entries
                help: ARP entries of a VRF
                type: gauge
                from: arp
                each: entries
                labels: { vrf: vrf }
                value: count
                unit: entries
            """
        )
        let expected = MetricDefinition(
            MetricFamily(name: "switch_arp_entries", help: "ARP entries of a VRF", unit: "entries"),
            from: "arp",
            each: "entries",
            labels: [MetricDefinition.Label("vrf", "vrf")],
            value: .count
        )
        #expect(file.metrics == [expected])
        #expect(file.labels.isEmpty && file.metricLimits == MetricLimits())
    }

    @Test
    func `values are read in each of their forms`() throws {
        let file = try read(
            """
            metrics:
              - { name: a, help: a, from: raw, each: supplies, value: output, scale: 0.001, where: { kind: [ac, dc] } }
              - { name: b, help: a, from: raw, value: state, words: { ok: 1, failed: 0.5 }, default: -1 }
              - { name: c, help: a, from: raw, each: "supplies.*.state", value: { up: 1, "down": 0 } }
              - { name: d, help: a, from: raw, type: stateset, value: state, states: [up, 1] }
              - { name: e_info, help: a, from: raw, type: info, labels: { model: $root.model } }
              - { name: f_total, help: a, from: raw, type: counter, value: supplies.*.count, labels: { supply: $key } }
            """
        )
        #expect(
            file.metrics.map(\.value) == [
                .number("output", scale: MetricScale(0.001)),
                .words("state", ["ok": .integer(1), "failed": .real(0.5)], otherwise: .integer(-1)),
                .words(".", ["up": .integer(1), "down": .integer(0)]), .states("state", ["up", "1"]), .one,
                file.metrics[5].value,
            ]
        )
        #expect(file.metrics[0].conditions == [MetricDefinition.Condition("kind", ["ac", "dc"])])
        #expect(file.metrics[5].each?.steps == [.key("supplies"), .every])
        #expect(file.metrics[5].value.path?.steps == [.key("count")])
        #expect(file.metrics.map(\.family.kind) == [.gauge, .gauge, .gauge, .stateset, .info, .counter])
    }

    @Test
    func `the standard metrics are those of every model, in the order of the requests`() throws {
        let file = try read("metrics: standard")
        let models: [any NormalizedModel.Type] = [ARP.self, Interfaces.self]
        let expected = zip(models, ["arp", "ports"]).flatMap { StandardMetricSet.of($0)?.definitions(from: $1) ?? [] }
        #expect(file.metrics == expected && expected.count > 5)
        #expect(try read("metrics: [standard]").metrics == expected)
        #expect(try read("").metrics == expected)
    }

    @Test
    func `labels and limits are those of the file`() throws {
        let file = try read(
            """
            labels: [role, site]
            limits: { metrics: { series: 5, label_length: 20, label_values: 3 } }
            """
        )
        #expect(file.labels == ["role", "site"])
        #expect(file.metricLimits == MetricLimits(series: 5, labelLength: 20, labelValues: 3))
    }

    @Test
    func `the inventory's label takes the place of a fact, and not of what tells rows apart`() throws {
        let file = try read("labels: [mac]\nmetrics: standard")
        let info = try #require(file.metrics.first { $0.family.name == "switch_interface_info" })
        #expect(info.labels.map(\.name) == ["interface", "description"])
        let problems = #expect(throws: FileProblems.self) {
            try self.read("labels: [vrf, interface]\nmetrics: standard")
        }
        #expect(problems?.problems.map(\.message).count == 2)
        #expect(problems?.problems[0].message == "the inventory's label `vrf` is a label of `switch_arp_entries`")
        // Without a word about metrics they are the same.
        let others = #expect(throws: FileProblems.self) { try self.read("labels: [vrf, interface]") }
        #expect(others?.problems.map(\.message) == problems?.problems.map(\.message))
    }
}
