import Foundation
import TestSupport
import Testing
import TrawlOutputs

@testable import TrawlExporter

@Suite(.timeLimit(.minutes(1)))
struct DiskQueueTests {
    private func block(_ number: Int, of size: Int = 100) -> PushBlock {
        PushBlock(bytes: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: size), samples: number)
    }

    private func queue(_ directory: String, limit: Int = 1 << 20, mark: Character = "R") throws -> DiskQueue {
        try DiskQueue(directory: directory + "/queue", mark: mark.asciiValue ?? 0, limit: limit)
    }

    private func segments(_ directory: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory + "/queue").filter { $0.hasSuffix(".segment") }
            .sorted().map { "\(directory)/queue/\($0)" }
    }

    @Test func `what was not taken is there again, in order`() throws {
        try withDirectory { directory in
            do {
                let queue = try queue(directory)
                #expect(try queue.recover().places.isEmpty)
                let places = try (1...5).map { try queue.append(block($0)) }
                try queue.acknowledge(places[1])
                #expect(queue.read(places[2]) == block(3).bytes)
            }
            let second = try queue(directory)
            let recovery = try second.recover()
            #expect(recovery.places.map(\.samples) == [3, 4, 5])
            #expect(recovery.damaged == 0)
            #expect(recovery.places.map { second.read($0)?.first } == [3, 4, 5])
            let next = try second.append(block(6))
            #expect(next.segment > recovery.places[0].segment)
            // Everything taken: the files go, and so does the room that they took.
            try second.acknowledge(next)
            #expect(try segments(directory) == [])
            #expect(second.size == 0)
            #expect(try second.append(block(7)).segment == next.segment + 1)
        }
    }

    @Test func `nobody else may read it`() throws {
        try withDirectory { directory in
            let queue = try queue(directory)
            _ = try queue.recover()
            _ = try queue.append(block(1))
            let paths = try segments(directory) + ["\(directory)/queue/lock", "\(directory)/queue/position"]
            for path in paths {
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(mode == 0o600, "\(path)")
            }
            let mode = try FileManager.default.attributesOfItem(atPath: "\(directory)/queue")[.posixPermissions] as? Int
            #expect(mode == 0o700)
        }
    }

    @Test func `a second one is refused, and so is another protocol`() throws {
        try withDirectory { directory in
            do {
                let queue = try queue(directory)
                _ = try queue.recover()
                _ = try queue.append(block(1))
                let error = #expect(throws: OutputError.self) { try self.queue(directory) }
                #expect(error?.description.contains("is the queue of another output or process") == true)
            }
            let other = try queue(directory, mark: "I")
            let error = #expect(throws: OutputError.self) { try other.recover() }
            #expect(error?.description.contains("of another kind") == true)
        }
    }

    /// Where each of five records of 100 bytes begins.
    private static func start(_ record: Int) -> Int { 8 + record * 116 }

    @Test(arguments: [
        // A byte of a block, of a length, of a count, of a marker; a cut in the last block, in its header, and nothing but
        // zeros.
        ("block", [1, 2, 4, 5], 1, 3), ("two blocks", [1, 2, 5], 1, 7), ("length", [1, 2, 4, 5], 1, 3),
        ("count", [1, 2, 4, 5], 1, 0), ("marker", [1, 2, 4, 5], 1, 0), ("cut block", [1, 2, 3, 4], 1, 5),
        ("cut header", [1, 2, 3, 4], 1, 0), ("zeros", [1, 2], 1, 0), ("header", [1, 2, 3, 4, 5], 0, 0),
        ("empty", [], 0, 0), ("garbage", [], 1, 0),
    ])
    func `damage loses what is damaged and nothing else`(kind: String, left: [Int], stretches: Int, lost: Int) throws {
        try withDirectory { directory in
            do {
                let queue = try queue(directory)
                _ = try queue.recover()
                for number in 1...5 { _ = try queue.append(block(number)) }
            }
            let path = try #require(try segments(directory).first)
            var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            switch kind {
            case "block": bytes[Self.start(2) + 50] ^= 1
            case "two blocks": for record in 2...3 { bytes[Self.start(record) + 50] ^= 1 }
            case "count": bytes[Self.start(2) + 11] = 0x7F
            case "length": bytes[Self.start(2) + 6] = 0xFF
            case "marker": bytes[Self.start(2)] = 0
            case "cut block": bytes.removeLast(10)
            case "cut header": bytes.removeLast(110)
            case "zeros": bytes.replaceSubrange(Self.start(2)..., with: [UInt8](repeating: 0, count: 348))
            case "header": bytes[0] = 0
            case "empty": bytes = []
            default: bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7919) }
            }
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            let queue = try queue(directory)
            let recovery = try queue.recover()
            #expect(recovery.places.map(\.samples) == left)
            #expect(recovery.damaged == stretches)
            #expect(recovery.lost == lost)
            #expect(recovery.places.map { queue.read($0)?.first } == left.map { UInt8($0) })
            // Once all that can be read was taken, the file goes, whatever lies behind that.
            if let last = recovery.places.last { try queue.acknowledge(last) }
            #expect(try segments(directory).isEmpty)
        }
    }

    @Test func `a block that is damaged later is not read`() throws {
        try withDirectory { directory in
            let queue = try queue(directory)
            _ = try queue.recover()
            let place = try queue.append(block(1))
            let path = try #require(try segments(directory).first)
            var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            bytes[40] ^= 1
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try file.write(contentsOf: bytes)
            #expect(queue.read(place) == nil)
            #expect(queue.read(DiskPlace(segment: 77, offset: 24, length: 1, samples: 1)) == nil)
        }
    }

    @Test func `a damaged position sends everything again`() throws {
        try withDirectory { directory in
            do {
                let queue = try queue(directory)
                _ = try queue.recover()
                let place = try queue.append(block(1))
                _ = try queue.append(block(2))
                try queue.acknowledge(place)
            }
            try Data("nonsense".utf8).write(to: URL(fileURLWithPath: "\(directory)/queue/position"))
            let recovery = try queue(directory).recover()
            #expect(recovery.places.map(\.samples) == [1, 2])
            #expect(recovery.damaged == 1)
        }
    }

    @Test func `its size is bounded, and the oldest file goes`() throws {
        try withDirectory { directory in
            let queue = try queue(directory, limit: 40_000)
            _ = try queue.recover()
            var dropped: [Int] = []
            for number in 1...100 {
                dropped += queue.makeRoom(for: block(number, of: 1000))
                _ = try queue.append(block(number, of: 1000))
                #expect(queue.size <= 40_000)
            }
            #expect(dropped.first == 1)
            #expect(dropped == dropped.sorted())
            let sizes = try segments(directory).map { path in
                try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
            }
            #expect(sizes.reduce(0, +) == queue.size)
            #expect(sizes.reduce(0, +) > 30_000)
            // What never fits costs nothing else.
            #expect(queue.makeRoom(for: block(1, of: 50_000)) == [])
            #expect(throws: OutputError.self) { try queue.append(block(1, of: 50_000)) }
            // Several small files go for a large block.
            #expect(queue.makeRoom(for: block(1, of: 20_000)).count > 2)
            _ = try queue.append(block(1, of: 20_000))
            #expect(queue.size <= 40_000)
        }
    }

    @Test(arguments: [
        "9223372036854775807.segment", "9223372036854775806.segment", "7.segment", "+000000007.segment",
        "00000000007.segment", "-000000007.segment", "99999999999999999999.segment", "٠٠٠٠٠٠٠٠٠٧.segment",
    ])
    func `a file that was not written by a queue is left alone`(name: String) throws {
        try withDirectory { directory in
            let queue = try queue(directory)
            let foreign = URL(fileURLWithPath: "\(directory)/queue/\(name)")
            try Data("mine".utf8).write(to: foreign)
            let recovery = try queue.recover()
            #expect(recovery.places.isEmpty)
            #expect(recovery.damaged == 0)
            let place = try queue.append(block(1))
            #expect(place.segment == 1)
            try queue.acknowledge(place)
            #expect(try Data(contentsOf: foreign) == Data("mine".utf8))
        }
    }

    @Test func `a position beyond all files is damage`() throws {
        try withDirectory { directory in
            let queue = try queue(directory)
            let position = Data(DiskPosition(segment: .max, offset: 3).bytes)
            try position.write(to: URL(fileURLWithPath: "\(directory)/queue/position"))
            // The file that was opened is written to, so that the lock stays.
            let recovery = try self.reopened(queue, directory)
            #expect(recovery.damaged == 1)
        }
    }

    private func reopened(_ queue: DiskQueue, _ directory: String) throws -> DiskQueue.Recovery {
        queue.letGo()
        return try self.queue(directory).recover()
    }

    @Test(arguments: [
        DiskPosition(), DiskPosition(segment: 7, offset: 1 << 33), DiskPosition(segment: .max, offset: 3),
    ])
    func `a position reads as it was written`(position: DiskPosition) {
        #expect(DiskPosition(position.bytes) == position)
        var bytes = position.bytes
        bytes[3] ^= 4
        #expect(DiskPosition(bytes) == nil)
        #expect(DiskPosition([]) == nil)
    }

    private func withDirectory(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/trawl-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        // What stays is in the temporary directory.
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }
}
