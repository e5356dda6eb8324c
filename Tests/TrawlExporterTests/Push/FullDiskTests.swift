import Foundation
import Glibc
import TestSupport
import Testing
import TrawlCollections
import TrawlMetrics
import TrawlOutputs
import TrawlServer

@testable import TrawlExporter

/// A file system of a few pages, which only root can mount.
enum SmallDisk {
    static let isAvailable: Bool = {
        guard getuid() == 0 else { return false }
        let directory = FileManager.default.temporaryDirectory.path + "/trawl-\(UUID().uuidString)"
        // Where a directory cannot be made, nothing can be mounted on it.
        try? FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        guard mount(directory) else { return false }
        unmount(directory)
        return true
    }()

    private static func mount(_ directory: String) -> Bool {
        unsafe Glibc.mount("tmpfs", directory, "tmpfs", 0, "size=64k") == 0
    }

    private static func unmount(_ directory: String) {
        _ = unsafe umount2(directory, Int32(MNT_DETACH))
    }

    static func with(_ body: (String) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            try #require(mount(directory))
            defer { unmount(directory) }
            try await body(directory)
        }
    }
}

@Suite(.timeLimit(.minutes(1)), .enabled(if: SmallDisk.isAvailable, "only root can mount a small file system"))
struct FullDiskTests {
    @Test func `a full disk degrades to memory, and is written again when there is room`() async throws {
        try await SmallDisk.with { directory in
            let receiver = HostileReceiver()
            receiver.answer([], then: ServerResponse(status: 503))
            let log = LogLines()
            try await receiver.listen { definition in
                var definition = definition
                definition.queue = QueueDefinition(directory: "\(directory)/queue")
                try await withOutput(.influx(definition), log: log) { output in
                    let text = String(repeating: "x", count: 1000)
                    for number in 0..<200 { output.offer(Samples.polled("leaf\(number)", rows: [text: 1])) }
                    try await eventually { output.number("queue_degraded") == 1 }
                    try await eventually { output.number("queue_samples") == 200 }
                    #expect(output.number("samples_dropped_total", reason: "buffer-full") == 0)
                    receiver.answer([])
                    try await eventually { output.number("samples_sent_total") == 200 }
                    // The next ones find room, once the disk is tried again.
                    try await eventually {
                        output.offer(Samples.polled("later"))
                        return output.number("queue_degraded") == 0
                    }
                }
            }
            let devices = receiver.requests.last { $0.body.count > 10_000 }.map { request in
                String(decoding: request.body, as: UTF8.self).split(separator: "\n").compactMap { line in
                    line.split(separator: ",").first { $0.hasPrefix("device=leaf") }.flatMap { Int($0.dropFirst(11)) }
                }
            }
            #expect(devices == devices?.sorted())
            #expect(log.all.filter { $0.contains("No space left on device") }.count == 1, "\(log.all)")
            #expect(log.all.contains { $0.contains("the queue on disk is written again") })
        }
    }

    @Test func `a disk that only the queue fills is written again when everything was sent`() async throws {
        try await SmallDisk.with { directory in
            let receiver = HostileReceiver()
            receiver.answer([], then: ServerResponse(status: 503))
            try await receiver.listen { definition in
                var definition = definition
                definition.queue = QueueDefinition(directory: "\(directory)/queue")
                try await withOutput(.influx(definition)) { output in
                    let text = String(repeating: "x", count: 1000)
                    for number in 0..<100 { output.offer(Samples.polled("leaf\(number)", rows: [text: 1])) }
                    try await eventually { output.number("queue_degraded") == 1 }
                    receiver.answer([])
                    try await eventually { output.number("samples_sent_total") == 100 }
                    let names = try FileManager.default.contentsOfDirectory(atPath: "\(directory)/queue")
                    #expect(names.sorted() == ["lock", "position"])
                    try await eventually {
                        output.offer(Samples.polled("later", rows: [text: 1]))
                        return output.number("queue_degraded") == 0
                    }
                }
            }
        }
    }

    @Test func `a disk that is full from the start keeps nobody from being sent to`() async throws {
        try await SmallDisk.with { directory in
            let filler = RotatingFile(path: "\(directory)/filler", RotationPolicy(), keep: 0)
            var file = filler
            for size in [60_000, 4096, 512, 1] {
                // Until nothing fits any more.
                while (try? file.write([UInt8](repeating: 0, count: size), at: Date(), OutputPatience())) != nil {}
            }
            let receiver = HostileReceiver()
            try await receiver.listen { definition in
                var definition = definition
                definition.queue = QueueDefinition(directory: "\(directory)/queue")
                try await withOutput(.influx(definition)) { output in
                    for number in 0..<5 { output.offer(Samples.polled("leaf\(number)")) }
                    try await eventually { output.number("samples_sent_total") == 5 }
                    #expect(output.number("queue_degraded") == 1)
                }
            }
        }
    }

    @Test func `a file that somebody emptied stays short where a record does not fit`() async throws {
        try await SmallDisk.with { directory in
            let path = "\(directory)/out.jsonl"
            var file = RotatingFile(path: path, RotationPolicy(), keep: 2)
            let patience = OutputPatience()
            _ = try file.write([UInt8](repeating: 0x61, count: 30_000), at: Date(), patience)
            // As logrotate does with `copytruncate`.
            try FileManager.default.copyItem(atPath: path, toPath: path + ".copy")
            #expect(unsafe truncate(path, 0) == 0)
            _ = try file.write([0x62], at: Date(), patience)
            var failure: OutputError?
            do throws(OutputError) {
                _ = try file.write([UInt8](repeating: 0x63, count: 40_000), at: Date(), patience)
            } catch {
                failure = error
            }
            #expect(failure?.isOutOfSpace == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([0x62]))
        }
    }

    @Test func `records that a full disk cuts are taken back whole`() async throws {
        try await SmallDisk.with { directory in
            let path = "\(directory)/out.jsonl"
            let long = String(repeating: "long", count: 500)
            let log = LogLines()
            try await withOutput(.jsonLines(LinesDefinition(path: path)), log: log) { output in
                // Where a long one does not fit, a short one may.
                for number in 0..<400 {
                    output.offer(Samples.polled("leaf\(number)", request: number.isMultiple(of: 2) ? long : "arp"))
                }
                try await eventually { (output.number("samples_dropped_total", reason: "refused") ?? 0) > 10 }
                try await eventually { output.number("queue_samples") == 0 }
            }
            #expect(log.all.count == 1, "\(log.all)")
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.hasSuffix("}\n"))
            #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"run\"") && $0.hasSuffix("}") })
        }
    }
}
