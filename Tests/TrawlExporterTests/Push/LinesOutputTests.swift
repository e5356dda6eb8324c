import Foundation
import TestSupport
import Testing
import TrawlCollections
import TrawlCore
import TrawlMetrics
import TrawlOutputs

@testable import TrawlExporter

@Suite(.timeLimit(.minutes(1)))
struct LinesOutputTests {
    private func lines(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test func `records are those of a run, one a line`() async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/logs/outcomes.jsonl"
            let polls = (0..<200).map { Samples.polled("leaf\($0)") }
            try await withOutput(.jsonLines(LinesDefinition(path: path))) { output in
                for polled in polls { output.offer(polled) }
                try await eventually { output.number("samples_sent_total") == 200 }
                #expect(output.number("queue_samples") == 0)
            }
            #expect(try lines(path) == polls.map { String(decoding: OutcomeRecord.json($0.outcome), as: UTF8.self) })
            // Another run goes on in the same file.
            try await withOutput(.jsonLines(LinesDefinition(path: path))) { $0.offer(polls[0]) }
            #expect(try lines(path).count == 201)
        }
    }

    @Test func `a file is put aside before it is too large`() async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/out.jsonl"
            let line = OutcomeRecord.json(Samples.polled("leaf0").outcome).count + 1
            var definition = LinesDefinition(path: path)
            definition.rotateSize = line * 10
            definition.keep = 2
            try await withOutput(.jsonLines(definition)) { output in
                for number in 0..<45 { output.offer(Samples.polled("leaf\(number % 10)")) }
                try await eventually { output.number("samples_sent_total") == 45 }
            }
            #expect(try lines(path).count == 5)
            #expect(try lines("\(path).1").count == 10)
            #expect(try lines("\(path).2").count == 10)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 3)
        }
    }

    @Test func `a file that somebody moves away is begun anew`() async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/out.jsonl"
            try await withOutput(.jsonLines(LinesDefinition(path: path))) { output in
                output.offer(Samples.polled("leaf1"))
                try await eventually { output.number("samples_sent_total") == 1 }
                try FileManager.default.moveItem(atPath: path, toPath: "\(path).moved")
                output.offer(Samples.polled("leaf2"))
                try await eventually { output.number("samples_sent_total") == 2 }
            }
            #expect(try lines(path).count == 1)
            #expect(try lines("\(path).moved").count == 1)
        }
    }

    @Test func `a file that somebody empties begins anew`() async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/out.jsonl"
            var file = RotatingFile(path: path, RotationPolicy(size: 1000), keep: 2)
            let patience = OutputPatience()
            _ = try file.write([UInt8](repeating: 0x61, count: 900), at: Date(), patience)
            // As logrotate does with `copytruncate`.
            #expect(unsafe truncate(path, 0) == 0)
            for _ in 0..<4 { _ = try file.write([UInt8](repeating: 0x62, count: 250), at: Date(), patience) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["out.jsonl"])
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(repeating: 0x62, count: 1000))
        }
    }

    private static let day = RotationPolicy(size: nil, every: .seconds(86_400))

    @Test(arguments: [
        (RotationPolicy(), 1 << 40, 0, 1 << 40, false), (RotationPolicy(size: 100), 90, 0, 0, false),
        (RotationPolicy(size: 100), 91, 0, 0, true), (RotationPolicy(size: 100), 0, 0, 0, false),
        (day, 1, 86_399, 86_400, true), (day, 1, 86_400, 172_799, false), (day, 0, 0, 86_400, false),
        // A clock that goes back.
        (day, 1, 86_400, 86_399, true),
    ])
    func `rotation is decided by size and by the calendar`(
        policy: RotationPolicy,
        length: Int,
        modified: Int,
        now: Int,
        isDue: Bool
    ) {
        #expect(policy.isDue(length: length, adding: 10, modified: modified, now: now) == isDue)
    }

    @Test(arguments: ["/dev/full", "/proc/trawl/out.jsonl"])
    func `what cannot be written is counted and told once`(path: String) async throws {
        let log = LogLines()
        try await withOutput(.jsonLines(LinesDefinition(path: path)), log: log) { output in
            for number in 0..<5 { output.offer(Samples.polled("leaf\(number)")) }
            try await eventually { output.number("queue_samples") == 0 }
            let reason = path == "/dev/full" ? "disk-full" : "write"
            try await eventually { output.number("samples_dropped_total", reason: "refused") == 5 }
            #expect(output.number("failures_total", reason: reason) == 5)
            #expect(output.number("samples_dropped_total", reason: "buffer-full") == 0)
        }
        #expect(log.all.count == 1, "\(log.all)")
        #expect(log.all.first?.hasSuffix("; what cannot be written is dropped") == true, "\(log.all)")
    }

    @Test func `outcomes that wait are bounded, and the oldest go`() {
        var limits = BufferLimits()
        limits.samples = 3
        var inbox = OutcomeInbox(limits: limits)
        var dropped = 0
        for number in 0..<5000 { dropped += inbox.add(Samples.polled("leaf\(number)").outcome) }
        #expect(dropped == 4997)
        #expect(inbox.take(most: 2)?.map(\.device.name) == ["leaf4997", "leaf4998"])
        #expect(inbox.take(most: 2)?.map(\.device.name) == ["leaf4999"])
        #expect(inbox.take(most: 2) == nil)
        #expect(inbox.bytes == 0)
    }

    @Test func `what failed after much had come takes no room`() {
        var limits = BufferLimits()
        limits.bytes = 100_000
        var inbox = OutcomeInbox(limits: limits)
        var outcome = Samples.polled().outcome
        outcome.error = DeviceError(.responseTooLarge, device: "leaf1", operation: "arp", detail: "16 MiB")
        outcome.timing = Timing(bytes: 16 << 20)
        var dropped = 0
        for _ in 0..<5 { dropped += inbox.add(outcome) }
        #expect(dropped == 0)
        let taken = inbox.take(most: 9)
        #expect(taken?.count == 5)
        #expect(inbox.bytes == 0)
    }

    @Test func `a pipe that nobody reads holds up neither polls nor the end`() async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/pipe"
            #expect(unsafe mkfifo(path, 0o600) == 0)
            // Held open without being read, so that writers can open it.
            let reader = unsafe open(path, O_RDWR)
            defer { close(reader) }
            var definition = LinesDefinition(path: path)
            definition.buffer.samples = 100
            let start = ContinuousClock.now
            try await withOutput(.jsonLines(definition), finishing: .milliseconds(300)) { output in
                for number in 0..<2000 { output.offer(Samples.polled("leaf\(number)")) }
                try await eventually { (output.number("samples_dropped_total", reason: "buffer-full") ?? 0) > 0 }
            }
            #expect(start.duration(to: .now) < .seconds(20))
        }
    }
}
