import Foundation
import TestSupport
import Testing
import TrawlCollections
import TrawlCore
import TrawlMetrics
import TrawlServer

@testable import TrawlExporter

/// What becomes of a batch that a receiver will not have whole.
@Suite(.timeLimit(.minutes(2)))
struct PushPartingTests {
    @Test func `of a batch with a sample that came too late, only the poll that it came from is dropped`() async throws
    {
        let receiver = HostileReceiver()
        receiver.refuse(
            "leaf5",
            with: ServerResponse(status: 400, contentType: "text/plain", text: "out of order sample")
        )
        let log = LogLines()
        try await receiver.listen { definition in
            var definition = definition
            definition.flush = .seconds(3600)
            definition.batch = 20
            try await withOutput(.influx(definition), log: log) { output in
                for number in 0..<10 { output.offer(Samples.polled("leaf\(number)", rows: ["a": 1, "b": 2])) }
                try await eventually { output.number("samples_sent_total") == 18 }
                #expect(output.number("samples_dropped_total", reason: "refused") == 2)
                try await eventually { output.number("queue_samples") == 0 }
                // The whole, two halves, and so on around the one.
                #expect(receiver.requests.count <= 9)
                // A batch of nothing else does not become a request for each poll.
                let before = receiver.requests.count
                receiver.refuse(
                    "leaf",
                    with: ServerResponse(status: 400, contentType: "text/plain", text: "Out of order")
                )
                for number in 0..<20 { output.offer(Samples.polled("leaf\(number)")) }
                try await eventually { output.number("samples_dropped_total", reason: "refused") == 22 }
                #expect(receiver.requests.count - before <= 33)
            }
        }
        #expect(log.all.filter { $0.contains("HTTP status 400") }.count == 1, "\(log.all)")
        #expect(!log.all.contains { $0.contains("takes samples again") }, "\(log.all)")
    }

    @Test func `what is too large at once is sent in parts, and what follows is made no larger`() async throws {
        let receiver = HostileReceiver()
        receiver.limit(to: 1500)
        let log = LogLines()
        try await receiver.listen { definition in
            var definition = definition
            definition.flush = .seconds(3600)
            definition.batch = 64
            try await withOutput(.influx(definition), log: log) { output in
                for number in 0..<64 { output.offer(Samples.polled("leaf\(number)")) }
                try await eventually { output.number("samples_sent_total") == 64 }
                #expect(output.number("failures_total", reason: "http-413") == 2)
                // One poll that is too large by itself.
                let before = receiver.requests.count
                let rows = Dictionary(uniqueKeysWithValues: (0..<64).map { ("\($0)", Double($0)) })
                output.offer(Samples.polled("leaf1", rows: rows))
                for number in 0..<64 { output.offer(Samples.polled("leaf\(number)")) }
                try await eventually { output.number("samples_sent_total") == 192 }
                #expect(receiver.requests.count - before <= 16)
                #expect(output.number("samples_dropped_total", reason: "refused") == 0)
            }
            let lines = receiver.requests.filter { $0.body.count <= 1500 }.flatMap { request in
                String(decoding: request.body, as: UTF8.self).split(separator: "\n")
            }
            #expect(Set(lines).count == 192)
        }
    }

    @Test(arguments: [true, false])
    func `a poll that is too large by itself is parted in its protocol`(isInflux: Bool) async throws {
        let receiver = HostileReceiver()
        receiver.limit(to: isInflux ? 1500 : 400)
        try await receiver.listen { definition in
            try await withOutput(isInflux ? .influx(definition) : .remoteWrite(definition)) { output in
                let rows = Dictionary(uniqueKeysWithValues: (0..<300).map { ("\($0)", Double($0)) })
                output.offer(Samples.polled("leaf1", rows: rows))
                try await eventually { output.number("samples_sent_total") == 300 }
                #expect(output.number("samples_dropped_total", reason: "refused") == 0)
                #expect((output.number("failures_total", reason: "http-413") ?? 0) >= 3)
            }
        }
    }

    @Test func `a receiver that finds everything too large is not asked about every sample`() async throws {
        let receiver = HostileReceiver()
        receiver.limit(to: 0)
        try await receiver.listen { definition in
            var definition = definition
            definition.batch = 640
            try await withOutput(.influx(definition)) { output in
                let rows = Dictionary(uniqueKeysWithValues: (0..<640).map { ("\($0)", Double($0)) })
                output.offer(Samples.polled("leaf1", rows: rows))
                try await eventually { output.number("samples_dropped_total", reason: "refused") == 640 }
                #expect(receiver.requests.count <= 128)
            }
        }
    }
}
