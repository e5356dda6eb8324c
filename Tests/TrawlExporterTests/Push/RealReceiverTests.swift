import Foundation
import TestSupport
import Testing
import TrawlCollections
import TrawlCore
import TrawlMetrics

@testable import TrawlExporter

@Suite(
    .serialized,
    .timeLimit(.minutes(5)),
    .enabled(
        if: RealReceiver.prometheus.isInstalled && RealReceiver.victoriaMetrics.isInstalled,
        "prometheus or victoria-metrics is not installed"
    )
)
struct RealReceiverTests {
    /// Every way that samples reach a server that was not written here.
    struct Way: Sendable, CustomTestStringConvertible {
        var receiver: RealReceiver
        var isInflux = false
        var testDescription: String { "\(receiver.program)\(isInflux ? ", line protocol" : "")" }

        /// The metric's name in the receiver: VictoriaMetrics adds the name of the field.
        var metric: String { Samples.gauge.name + (isInflux ? "_value" : "") }

        func output(_ change: (inout PushDefinition) -> Void = { _ in }) -> OutputWay {
            let path = isInflux ? "/write" : "/api/v1/write"
            let url = ReceiverURL(scheme: .http, host: receiver.address, port: receiver.port, path: path)
            var definition = PushDefinition(url: url)
            definition.flush = .milliseconds(100)
            change(&definition)
            return isInflux ? .influx(definition) : .remoteWrite(definition)
        }
    }

    static let ways = [
        Way(receiver: .prometheus), Way(receiver: .victoriaMetrics), Way(receiver: .victoriaMetrics, isInflux: true),
    ]

    @Test(arguments: ways)
    func `a receiver has the values that were sent`(way: Way) async throws {
        try await Sandbox.with { sandbox in
            try await way.receiver.run(in: sandbox) { _ in
                let log = LogLines()
                let date = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
                try await withOutput(way.output { $0.labels = ["replica": "a"] }, log: log) { output in
                    let rows = ["default": 12.5, "a b,c=d\"e\\f": -3, "blå": 1e300]
                    output.offer(Samples.polled("leaf1", rows: rows, at: date))
                    output.offer(Samples.polled("leaf2", rows: ["default": 0], at: date))
                    try await eventually { output.number("samples_sent_total") == 4 }
                    let wanted = [
                        "leaf1/a/default": 12.5, "leaf1/a/a b,c=d\"e\\f": -3, "leaf1/a/blå": 1e300,
                        "leaf2/a/default": 0,
                    ]
                    try await eventually { try await way.receiver.query(way.metric, at: date, in: sandbox) == wanted }
                    #expect(output.number("samples_dropped_total", reason: "refused") == 0)
                }
                #expect(log.all == [])
            }
        }
    }

    @Test func `the line protocol bears every text`() async throws {
        let way = Self.ways[2]
        try await Sandbox.with { sandbox in
            try await way.receiver.run(in: sandbox) { _ in
                let date = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
                try await withOutput(way.output()) { output in
                    let texts = [
                        #"CORE\,A"#, #"a\ b"#, #"a\=b"#, #"a\\b"#, #"end\"#, #"end\\"#, #"a\\\,b"#, #"a\b"#, #"\"#,
                        "a\\\nb", "tab\tb", "#", " ", ",", "\"q\"",
                    ]
                    let rows = Dictionary(uniqueKeysWithValues: texts.enumerated().map { ($1, Double($0)) })
                    output.offer(Samples.polled("leaf1", rows: rows, at: date))
                    let names = [
                        #"CORE/,A"#, #"a/ b"#, #"a/=b"#, #"a/\b"#, "end/", "end//", #"a///,b"#, #"a\b"#, "/", "a/ b",
                        "tab b",
                        "#", " ", ",", "\"q\"",
                    ]
                    let wanted = Set(names.map { "leaf1/\($0)" })
                    try await eventually {
                        Set(try await way.receiver.query(way.metric, at: date, in: sandbox).keys) == wanted
                    }
                }
            }
        }
    }

    @Test(arguments: ways.filter { !$0.isInflux })
    func `a series that ended is gone at once`(way: Way) async throws {
        try await Sandbox.with { sandbox in
            try await way.receiver.run(in: sandbox) { _ in
                let start = Date() - 10
                try await withOutput(way.output()) { output in
                    output.offer(Samples.polled("leaf1", rows: ["a": 1, "b": 2], at: start))
                    output.offer(Samples.polled("leaf2", rows: ["a": 3], at: start))
                    output.offer(Samples.polled("leaf3", rows: ["a": 4], at: start))
                    // A row less; a poll that failed; a device that is asked no more.
                    output.offer(Samples.polled("leaf1", rows: ["b": 5], at: start + 2))
                    output.offer(Samples.polled("leaf2", rows: [:], at: start + 2))
                    output.ended(device: "leaf3", request: nil)
                    try await eventually { output.number("samples_sent_total") == 8 }
                }
                let receiver = way.receiver
                let before = try await receiver.query(way.metric, at: start + 1, in: sandbox)
                #expect(before == ["leaf1/a": 1, "leaf1/b": 2, "leaf2/a": 3, "leaf3/a": 4])
                let after = try await receiver.query(way.metric, at: start + 3, in: sandbox)
                #expect(after == ["leaf1/b": 5, "leaf3/a": 4])
                let last = try await receiver.query(way.metric, at: Date() + 1, in: sandbox)
                #expect(last == ["leaf1/b": 5])
            }
        }
    }

    @Test(arguments: ways.filter { !$0.isInflux })
    func `a series that another collection goes on with does not end`(way: Way) async throws {
        try await Sandbox.with { sandbox in
            try await way.receiver.run(in: sandbox) { _ in
                let start = Date() - 10
                try await withOutput(way.output()) { output in
                    output.order(["fabric", "access"])
                    for (number, collection) in ["fabric", "access", "fabric", "access"].enumerated() {
                        let rows = ["shared": Double(number), collection: 1]
                        output.offer(
                            Samples.polled(collection: collection, rows: rows, at: start + Double(number))
                        )
                    }
                    // A reload renames the request of one.
                    output.ended(device: "leaf1", request: ("access", "arp"))
                    try await eventually { output.number("samples_sent_total") == 7 }
                    let receiver = way.receiver
                    let last = try await receiver.query(way.metric, at: Date() + 1, in: sandbox)
                    #expect(last == ["leaf1/fabric": 1, "leaf1/shared": 2])
                    let counts = try await receiver.query("count_over_time(\(way.metric)[10m])", in: sandbox)
                    #expect(counts["leaf1/shared"] == 2)
                }
            }
        }
    }

    @Test func `Prometheus has everything of a batch but the poll that came too late`() async throws {
        let way = Self.ways[0]
        try await Sandbox.with { sandbox in
            try await way.receiver.run(in: sandbox) { _ in
                let date = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
                try await withOutput(way.output { $0.flush = .seconds(1) }) { output in
                    output.offer(Samples.polled("leaf3", at: date))
                    try await eventually { output.number("samples_sent_total") == 1 }
                    for number in 0..<10 {
                        let time = number == 3 ? date - 30 : date + 1
                        output.offer(Samples.polled("leaf\(number)", rows: ["a": 1, "default": 2], at: time))
                    }
                    try await eventually { output.number("samples_dropped_total", reason: "refused") == 2 }
                    try await eventually { output.number("samples_sent_total") == 19 }
                }
                try await eventually {
                    try await way.receiver.query(way.metric, at: date + 1, in: sandbox).count == 19
                }
            }
        }
    }

    /// Polls ten devices forty times while a receiver is killed and started again; twenty of them while it is gone.
    private func pollThroughStop(
        _ way: Way,
        _ output: OutputWay,
        in sandbox: Sandbox,
        gone: Duration = .seconds(1),
        after: (any ExporterOutput) async throws -> Void
    ) async throws {
        let start = Date() - 60
        func poll(_ numbers: Range<Int>, to output: any ExporterOutput, within span: Duration) async throws {
            for number in numbers {
                for device in 0..<10 {
                    let date = start + Double(number)
                    output.offer(Samples.polled("leaf\(device)", rows: ["a": Double(number)], at: date))
                }
                // Spread over more than one batch.
                try await Task.sleep(for: span / numbers.count)
            }
        }
        try await withOutput(output, finishing: .seconds(20)) { output in
            try await way.receiver.run(in: sandbox) { _ in
                try await poll(0..<10, to: output, within: .milliseconds(500))
                try await eventually { (output.number("samples_sent_total") ?? 0) > 0 }
            }
            // It is gone, killed while samples were on their way.
            try await poll(10..<30, to: output, within: gone)
            try await eventually { (output.number("failures_total", reason: "connection-refused") ?? 0) > 1 }
            try await way.receiver.run(in: sandbox) { _ in
                try await poll(30..<40, to: output, within: .milliseconds(500))
                try await eventually(within: .seconds(60)) { output.number("queue_samples") == 0 }
                try await after(output)
            }
        }
    }

    /// All ways at once: each takes half a minute.
    @Test func `a receiver that was killed, gone for 30 s and started again lacks nothing`() async throws {
        try await withThrowingTaskGroup { group in
            for way in Self.ways {
                group.addTask { try await self.checkStop(way) }
            }
            try await group.waitForAll()
        }
    }

    private func checkStop(_ way: Way) async throws {
        try await Sandbox.with { sandbox in
            try await pollThroughStop(way, way.output(), in: sandbox, gone: .seconds(30)) { output in
                #expect(output.number("samples_queued_total") == 400, "\(way)")
                #expect(output.number("samples_dropped_total", reason: "buffer-full") == 0, "\(way)")
                #expect(output.number("samples_dropped_total", reason: "refused") == 0, "\(way)")
                let counts = try await way.receiver.query("count_over_time(\(way.metric)[10m])", in: sandbox)
                #expect(counts == Dictionary(uniqueKeysWithValues: (0..<10).map { ("leaf\($0)/a", 40) }), "\(way)")
            }
        }
    }

    @Test(arguments: ways.prefix(1))
    func `a buffer that is too small loses what it counts`(way: Way) async throws {
        try await Sandbox.with { sandbox in
            let small = way.output { $0.buffer.samples = 60 }
            try await pollThroughStop(way, small, in: sandbox) { output in
                let dropped = try #require(output.number("samples_dropped_total", reason: "buffer-full"))
                #expect(dropped > 50)
                let total = try await way.receiver.query(
                    "sum(count_over_time(\(way.metric)[10m]))",
                    in: sandbox
                )
                #expect((total[""] ?? 0) + dropped == 400)
            }
        }
    }

    @Test func `a receiver that stands still loses nothing`() async throws {
        let way = Self.ways[0]
        try await Sandbox.with { sandbox in
            try await way.receiver.run(in: sandbox) { program in
                try await withOutput(way.output { $0.timeout = .milliseconds(500) }) { output in
                    let start = Date() - 60
                    output.offer(Samples.polled(rows: ["a": 1], at: start))
                    try await eventually { output.number("samples_sent_total") == 1 }
                    program.send(SIGSTOP)
                    for number in 2...10 {
                        output.offer(Samples.polled(rows: ["a": Double(number)], at: start + Double(number)))
                    }
                    try await eventually { (output.number("failures_total", reason: "request-timeout") ?? 0) >= 1 }
                    program.send(SIGCONT)
                    // What timed out may have arrived all the same; the same samples twice are the same samples.
                    try await eventually { output.number("queue_samples") == 0 }
                    let counts = try await way.receiver.query("count_over_time(\(way.metric)[10m])", in: sandbox)
                    #expect(counts == ["leaf1/a": 10])
                }
            }
        }
    }

    @Test func `a sample that is out of order costs its batch and no retry`() async throws {
        let way = Self.ways[0]
        try await Sandbox.with { sandbox in
            try await way.receiver.run(in: sandbox) { _ in
                let log = LogLines()
                try await withOutput(way.output(), log: log) { output in
                    output.offer(Samples.polled(rows: ["a": 1], at: Date()))
                    try await eventually { output.number("samples_sent_total") == 1 }
                    output.offer(Samples.polled(rows: ["a": 2], at: Date() - 30))
                    try await eventually { output.number("samples_dropped_total", reason: "refused") == 1 }
                    #expect(output.number("failures_total", reason: "http-400") == 1)
                    output.offer(Samples.polled(rows: ["a": 3], at: Date()))
                    try await eventually { output.number("samples_sent_total") == 2 }
                }
                #expect(log.all.contains { $0.contains("HTTP status 400: out of order sample") }, "\(log.all)")
            }
        }
    }
}
