import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// What `trawl serve` pushes, as its receivers see it.
@Suite(.serialized, .timeLimit(.minutes(5)), .enabled(if: RealReceiver.prometheus.isInstalled, "no prometheus"))
struct ServePushTests {
    private static let prometheus = RealReceiver.prometheus

    private static func outputs(_ more: String = "") -> String {
        """
        metrics: standard
        outputs:
          - remote_write: { url: "\(prometheus.url)/api/v1/write", flush: 200ms\(more) }
          - jsonl: { path: outcomes.jsonl }
        """
    }

    private func metric(_ expression: String, in sandbox: Sandbox) async throws -> [String: Double] {
        try await Self.prometheus.query(expression, in: sandbox)
    }

    @Test func `a Prometheus has what the devices said, and hears at once what ended`() async throws {
        try await withFleet(.init(deviceCount: 4)) { fleet, sandbox in
            try sandbox.writeServed(more: Self.outputs())
            try await Self.prometheus.run(in: sandbox) { _ in
                let result = try await withServing(in: sandbox) { trawl in
                    try await eventually { try await metric("count(trawl_up == 1)", in: sandbox) == ["": 8] }
                    let served = try await trawl.series().filter { $0.key.hasPrefix("switch_info{") }
                    #expect(served.count == 4)
                    #expect(try await metric("switch_info", in: sandbox).count == 4)
                    // No value of a device that does not answer, although the last one is a second old.
                    try fleet.setFault(.closeUnanswered, for: "leaf1")
                    try await eventually { try await metric("switch_info", in: sandbox).count == 3 }
                    let up = try await metric("min by (device) (trawl_up)", in: sandbox)
                    #expect(up["leaf1"] == 0)
                    #expect(up.values.reduce(0, +) == 3)
                    // Nothing at all of one that is asked no more.
                    let lines = try sandbox.text(of: "sim.yaml").split(separator: "\n")
                    let shorter = lines.filter { !$0.hasPrefix("  leaf2:") }
                    try sandbox.write(shorter.joined(separator: "\n") + "\n", to: "sim.yaml")
                    trawl.program.send(SIGHUP)
                    try await eventually {
                        try await metric("count by (device) ({device=\"leaf2\"})", in: sandbox).isEmpty
                    }
                    #expect(try await trawl.value("trawl_output_samples_dropped_total", ["reason": "refused"]) == 0)
                }
                #expect(result.status == 143)
            }
            let records = try Record.all(in: try sandbox.lines(of: "outcomes.jsonl"))
            #expect(records.count { $0.status == "ok" } > 8)
            #expect(records.contains { $0.device == "leaf1" && $0.status == "failed" })
        }
    }

    @Test func `neither a killed trawl nor a killed Prometheus loses a sample that was queued`() async throws {
        try await withFleet(.init(deviceCount: 3)) { _, sandbox in
            try sandbox.writeServed(more: Self.outputs(", queue: { directory: queue }"))
            // Nobody takes anything; the process is killed without a word.
            var polls = 0
            let killed = try await withServing(in: sandbox, endingBy: SIGKILL) { trawl in
                try await eventually { try await trawl.value("trawl_output_failures_total") ?? 0 > 1 }
                // What a record says was written is queued by the time that another question is answered.
                try await eventually {
                    polls = try sandbox.lines(of: "outcomes.jsonl").count
                    return polls > 10
                }
                #expect(try await trawl.value("trawl_output_queue_degraded") == 0)
            }
            #expect(killed.status == 128 + SIGKILL)
            #expect(killed.stderr.contains("samples wait"))
            let segments = try sandbox.names(in: "queue")
            #expect(segments.contains("0000000001.segment"))
            try await Self.prometheus.run(in: sandbox) { _ in
                let result = try await withServing(in: sandbox) { trawl in
                    try await eventually { trawl.program.errors.contains("samples of an earlier run are sent first") }
                    try await eventually {
                        let up = "sum(count_over_time(trawl_up[10m]))"
                        return try await metric(up, in: sandbox)[""] ?? 0 > Double(polls)
                    }
                    #expect(try await trawl.value("trawl_output_samples_dropped_total", ["reason": "refused"]) == 0)
                    #expect(try await trawl.value("trawl_output_queue_damaged_total") == 0)
                }
                #expect(result.status == 143)
            }
        }
    }

    @Test func `one cycle pushes what it found`() async throws {
        try await withFleet(.init(deviceCount: 3)) { _, sandbox in
            try sandbox.writeServed(more: Self.outputs())
            try await Self.prometheus.run(in: sandbox) { _ in
                let result = try await runTrawl("serve", "fabric.yaml", "-i", "sim.yaml", "--once", in: sandbox)
                #expect(result.status == 0, "\(result.stderr)")
                #expect(try await metric("count(switch_info)", in: sandbox) == ["": 3])
                #expect(try sandbox.lines(of: "outcomes.jsonl").count == 6)
            }
        }
    }

    @Test func `a receiver that stands still delays no poll and no end`() async throws {
        try await withFleet(.init(deviceCount: 3)) { _, sandbox in
            try sandbox.writeServed(more: Self.outputs())
            try await Self.prometheus.run(in: sandbox) { program in
                let sent = Moment()
                _ = try await withServing(in: sandbox) { trawl in
                    try await eventually { try await metric("count(switch_info)", in: sandbox) == ["": 3] }
                    program.send(SIGSTOP)
                    let before = try sandbox.lines(of: "outcomes.jsonl").count
                    try await eventually { try sandbox.lines(of: "outcomes.jsonl").count >= before + 18 }
                    sent.mark()
                }
                #expect(sent.elapsed < .seconds(6))
                program.send(SIGCONT)
            }
        }
    }
}
