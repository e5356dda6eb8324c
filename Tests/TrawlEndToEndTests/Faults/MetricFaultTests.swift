import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// Rows of the catalogue about what odd and hostile answers become as metrics.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct MetricFaultTests {
    private static let metrics = """
        metrics:
          - { name: test_octets_total, help: Octets, type: counter, from: data, each: rows, labels: { name: name }, value: octets }
          - { name: test_up, help: Whether it is up, from: data, each: interfaces.*, labels: { name: $key }, value: up }

        """

    /// What `serve --once` says of devices that answer with these texts.
    private func served(_ answers: [String]...) async throws -> [ProgramResult] {
        var results: [ProgramResult] = []
        let configuration = SimulatedFleet.Configuration(deviceCount: answers[0].count, nxosShare: 0)
        try await withFleet(configuration) { fleet, sandbox in
            let text = try sandbox.text(of: "sim.yaml").replacing("dialect: eapi", with: "dialect: http")
            try sandbox.write(text, to: "sim.yaml")
            let path = try sandbox.writeCollection(request: "{ name: data, http: /api/system }")
            try sandbox.write(try sandbox.text(of: "quick.yaml") + Self.metrics, to: "quick.yaml")
            for answers in answers {
                for (device, answer) in zip(fleet.devices, answers) {
                    try fleet.setFault(.body(answer), for: device.name)
                }
                results.append(try await runTrawl("serve", path, "-i", "sim.yaml", "--once", in: sandbox))
            }
            for result in results {
                guard FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool") else { return }
                let check = try await sandbox.run(["/usr/bin/promtool", "check", "metrics"], input: result.stdout)
                #expect(check.status == 0, "\(check.stdout)\(check.stderr)")
            }
        }
        return results
    }

    private func series(_ name: String, in result: ProgramResult) -> [String] {
        result.lines.filter { $0.hasPrefix("\(name){") }
    }

    @Test func `row 102: a device with 20,000 interfaces is refused whole, and the limit is named`() async throws {
        let many = (1...20_000).map { #""Ethernet\#($0)":{"up":true}"# }.joined(separator: ",")
        let result = try await served([#"{"interfaces":{\#(many)}}"#, #"{"interfaces":{"Ethernet1":{"up":true}}}"#])[0]
        let up = series("test_up", in: result)
        #expect(up.count == 1 && !up[0].contains(#"device="leaf1""#) && up[0].hasSuffix(" 1"), "\(up.prefix(3))")
        let states = series("trawl_up", in: result)
        #expect(states.contains { $0.contains(#"device="leaf1""#) && $0.hasSuffix(" 0") })
        #expect(states.contains { !$0.contains(#"device="leaf1""#) && $0.hasSuffix(" 1") })
        let errors = series("trawl_poll_error_info", in: result)
        #expect(errors.count == 1 && errors[0].contains(#"code="too-many-series""#) && errors[0].contains("toolarge"))
    }

    @Test func `row 104: metrics have every digit of a 64-bit counter`() async throws {
        let result = try await served([#"{"rows":[{"name":"a","octets":18446744073709551615}]}"#])[0]
        #expect(series("test_octets_total", in: result).map { $0.hasSuffix(" 18446744073709551615") } == [true])
    }

    @Test func `row 111: text that breaks out of a metric stays a label's value`() async throws {
        let hostile = [
            #"x\"} 1\nevil_metric{y=\"z"#, #"a\\"#, #"\n# TYPE evil_metric counter\nevil_metric 1\n"#,
            #"\u0000\u001b[2J"#, "{}",
        ]
        let rows = hostile.map { #"{"name":"\#($0)","octets":1}"# }.joined(separator: ",")
        let keys = hostile.map { #""\#($0)":{"up":true}"# }.joined(separator: ",")
        let result = try await served([#"{"rows":[\#(rows)],"interfaces":{\#(keys)}}"#])[0]
        #expect(!result.lines.contains { $0.hasPrefix("evil_metric") || $0.hasPrefix("# TYPE evil_metric") })
        #expect(series("test_octets_total", in: result).count == hostile.count)
        #expect(series("test_up", in: result).count == hostile.count)
    }

    @Test func `row 114: of rows with the same labels the first is a series, the others are counted`() async throws {
        let rows = [1, 2, 3].map { #"{"name":"same","octets":\#($0)}"# }.joined(separator: ",")
        let result = try await served([#"{"rows":[\#(rows)]}"#])[0]
        #expect(series("test_octets_total", in: result).map { $0.hasSuffix(" 1") } == [true])
        #expect(series("trawl_poll_dropped_values_total", in: result).map { $0.hasSuffix(" 2") } == [true])
    }

    @Test func `row 115: counters that shrink are passed on as they are`() async throws {
        let answers = [100, 5].map { [#"{"rows":[{"name":"a","octets":\#($0)}]}"#] }
        let results = try await served(answers[0], answers[1])
        let lines = results.map { series("test_octets_total", in: $0).joined() }
        #expect(lines.map { $0.hasSuffix(" 100") } == [true, false] && lines[1].hasSuffix(" 5"), "\(lines)")
    }
}
