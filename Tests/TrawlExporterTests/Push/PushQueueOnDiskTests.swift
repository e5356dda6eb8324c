import Foundation
import TestSupport
import Testing
import TrawlCollections
import TrawlCore
import TrawlMetrics
import TrawlServer

@testable import TrawlExporter

/// An output whose samples wait on disk.
@Suite(.timeLimit(.minutes(2)))
struct PushQueueOnDiskTests {
    @Test func `a queue on disk outlives an output, and is sent first`() async throws {
        try await withTemporaryDirectory { directory in
            let receiver = HostileReceiver()
            try await receiver.listen { definition in
                var definition = definition
                definition.queue = QueueDefinition(directory: "\(directory)/queue")
                receiver.answer([], then: ServerResponse(status: 503))
                try await withOutput(.influx(definition), finishing: .milliseconds(200)) { output in
                    for number in 1...3 { output.offer(Samples.polled("early\(number)")) }
                    try await eventually { receiver.requests.count >= 1 }
                    try await eventually { output.number("queue_samples") == 3 }
                    // While it is used, nobody else may.
                    let way = OutputWay.influx(definition)
                    let error = #expect(throws: FileProblems.self) {
                        try ExporterOutputs.make([
                            ResolvedOutput(OutputDefinition(way, file: "c.yaml", line: 3, column: 5))
                        ])
                    }
                    #expect(error?.problems.first?.message.contains("is the queue of another output") == true)
                    #expect(error?.problems.first?.line == 3)
                }
                receiver.answer([])
                let log = LogLines()
                try await withOutput(.influx(definition), log: log) { output in
                    output.offer(Samples.polled("late"))
                    try await eventually { output.number("samples_sent_total") == 4 }
                    #expect(output.number("queue_degraded") == 0)
                }
                #expect(log.all.contains { $0.contains("3 samples of an earlier run are sent first") }, "\(log.all)")
                let sent = receiver.requests.last(where: { String(decoding: $0.body, as: UTF8.self).contains("early1") }
                )
                let lines = String(decoding: sent?.body ?? [], as: UTF8.self).split(separator: "\n")
                #expect(lines.prefix(3).map { $0.contains("early") } == [true, true, true])
                // Everything was taken: a third one has nothing to send.
                try await withOutput(.influx(definition)) { #expect($0.number("queue_samples") == 0) }
            }
        }
    }

    @Test func `an output that ended lets go of its queue, although somebody still knows it`() async throws {
        try await withTemporaryDirectory { directory in
            let receiver = HostileReceiver()
            receiver.answer([], then: ServerResponse(status: 503))
            try await receiver.listen { definition in
                var definition = definition
                definition.queue = QueueDefinition(directory: "\(directory)/queue")
                let way = ResolvedOutput(OutputDefinition(.influx(definition)))
                let first = try ExporterOutputs.make([way])
                first[0].offer(Samples.polled())
                await first[0].finish(within: .milliseconds(100))
                let second = try ExporterOutputs.make([way])
                #expect(second[0].number("queue_samples") == 1)
                // What comes too late for it does not get between.
                first[0].offer(Samples.polled())
                await first[0].finish(within: .milliseconds(100))
                receiver.answer([])
                await second[0].finish(within: .seconds(10))
                #expect(second[0].number("samples_sent_total") == 1)
            }
        }
    }

    @Test func `of a queue on disk that is damaged, what can be counted is`() async throws {
        try await withTemporaryDirectory { directory in
            let receiver = HostileReceiver()
            receiver.answer([], then: ServerResponse(status: 503))
            try await receiver.listen { definition in
                var definition = definition
                definition.queue = QueueDefinition(directory: "\(directory)/queue")
                let way = OutputWay.influx(definition)
                try await withOutput(way, finishing: .milliseconds(100)) { output in
                    output.offer(Samples.polled("leaf1", rows: ["a": 1, "b": 2, "c": 3]))
                    output.offer(Samples.polled("leaf2"))
                    try await eventually { output.number("queue_samples") == 4 }
                }
                let url = URL(fileURLWithPath: "\(directory)/queue/0000000001.segment")
                var bytes = [UInt8](try Data(contentsOf: url))
                bytes[40] ^= 1
                try Data(bytes).write(to: url)
                receiver.answer([])
                let log = LogLines()
                try await withOutput(way, log: log) { output in
                    try await eventually { output.number("samples_sent_total") == 1 }
                    #expect(output.number("samples_dropped_total", reason: "damaged") == 3)
                    #expect(output.number("queue_damaged_total") == 1)
                }
                let told = "is damaged in 1 place: 3 samples are lost, as far as they can be counted; the rest is sent"
                #expect(log.all.contains { $0.contains(told) }, "\(log.all)")
            }
        }
    }

    @Test func `what goes for want of room is counted as that, although the disk then takes nothing`() async throws {
        try await withTemporaryDirectory { directory in
            let receiver = HostileReceiver()
            receiver.answer([], then: ServerResponse(status: 503))
            let log = LogLines()
            try await receiver.listen { definition in
                var definition = definition
                definition.batch = 1
                var queue = QueueDefinition(directory: "\(directory)/queue")
                queue.size = 40_000
                definition.queue = queue
                try await withOutput(.influx(definition), log: log) { output in
                    // Two of them fill a file of an eighth, and 22 of them the queue.
                    let text = String(repeating: "x", count: 1700)
                    func offer(_ count: Int) {
                        for number in 0..<count { output.offer(Samples.polled("leaf\(number)", rows: [text: 1])) }
                    }
                    offer(22)
                    try await eventually { output.number("queue_samples") == 22 }
                    #expect(output.number("samples_dropped_total", reason: "buffer-full") == 0)
                    // The next file cannot be begun.
                    let names = try FileManager.default.contentsOfDirectory(atPath: "\(directory)/queue").sorted()
                    let last = try #require(names.last { $0.hasSuffix(".segment") }.flatMap { Int($0.dropLast(8)) })
                    for number in last + 1...last + 3 {
                        let name = String(repeating: "0", count: 10 - "\(number)".count) + "\(number).segment"
                        try Data().write(to: URL(fileURLWithPath: "\(directory)/queue/\(name)"))
                    }
                    offer(20)
                    try await eventually { output.number("queue_degraded") == 1 }
                    try await eventually { output.number("samples_queued_total") == 42 }
                    receiver.answer([])
                    try await eventually { output.number("queue_samples") == 0 }
                    let dropped = output.number("samples_dropped_total", reason: "buffer-full") ?? 0
                    #expect(dropped > 0)
                    #expect((output.number("samples_sent_total") ?? 0) + dropped == 42)
                    #expect(output.number("samples_dropped_total", reason: "damaged") == 0)
                }
            }
            #expect(!log.all.contains { $0.contains("cannot be read back") }, "\(log.all)")
        }
    }

    @Test func `a batch under way whose file had to go is lost at the end, and counted`() async throws {
        try await withTemporaryDirectory { directory in
            let receiver = HostileReceiver()
            receiver.answer([], then: ServerResponse(status: 503))
            let log = LogLines()
            try await receiver.listen { definition in
                var definition = definition
                var queue = QueueDefinition(directory: "\(directory)/queue")
                queue.size = 40_000
                definition.queue = queue
                definition.batch = 3
                try await withOutput(.influx(definition), log: log, finishing: .milliseconds(100)) { output in
                    let text = String(repeating: "x", count: 1700)
                    for number in 0..<22 { output.offer(Samples.polled("leaf\(number)", rows: [text: 1])) }
                    try await eventually { receiver.requests.count >= 1 && output.number("queue_samples") == 22 }
                    // Two files with two samples each, of which three are under way.
                    for number in 22..<25 { output.offer(Samples.polled("leaf\(number)", rows: [text: 1])) }
                    try await eventually { output.number("samples_dropped_total", reason: "buffer-full") == 1 }
                    #expect(output.number("queue_samples") == 24)
                    await output.finish(within: .milliseconds(100))
                    #expect(output.number("samples_dropped_total", reason: "ended") == 3)
                    #expect(output.unsent == 4)
                }
            }
            #expect(log.all.contains { $0.contains("3 samples were not sent") }, "\(log.all)")
            #expect(log.all.contains { $0.contains("21 samples wait on disk for the next run") }, "\(log.all)")
        }
    }
}
