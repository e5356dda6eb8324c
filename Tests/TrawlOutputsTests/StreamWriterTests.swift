import Testing
import TrawlCore

@testable import TrawlOutputs

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite(.timeLimit(.minutes(1)))
struct StreamWriterTests {
    @Test(arguments: [
        (OutputFormat.jsonl, ""), (.json, "[]\n"), (.yaml, "[]\n"), (.napalm, "{}\n"), (.table, ""), (.raw, ""),
    ])
    func `a run without outcomes is a whole document`(format: OutputFormat, expected: String) async throws {
        try await withTemporaryDirectory { directory in
            try await format.writer(to: .file("\(directory)/out")).finish()
            #expect(try content(of: "\(directory)/out") == expected)
        }
    }

    @Test func `JSON lines are a record a line, and JSON is an array of them`() async throws {
        try await withTemporaryDirectory { directory in
            let outcomes = ["a", "b"].map { makeOutcome(makeDevice($0), replies: [textReply("x\ny")]) }
            let records = outcomes.map { String(decoding: OutcomeRecord.json($0), as: UTF8.self) }
            for format in [OutputFormat.jsonl, .json] {
                let writer = try format.writer(to: .file("\(directory)/\(format.rawValue)"))
                for outcome in outcomes { try await writer.write(outcome) }
                try await writer.finish()
            }
            #expect(try content(of: "\(directory)/jsonl") == "\(records[0])\n\(records[1])\n")
            #expect(try content(of: "\(directory)/json") == "[\n\(records[0]),\n\(records[1])\n]\n")
        }
    }

    @Test func `a table without a row is empty`() async throws {
        try await withTemporaryDirectory { directory in
            let writer = try OutputFormat.table.writer(to: .file("\(directory)/out"))
            try await writer.write(makeOutcome(error: makeError(.connectTimeout)))
            #expect(await writer.isEmpty)
            try await writer.write(makeOutcome(replies: [try jsonReply(#"{"a":1}"#)]))
            #expect(await !writer.isEmpty)
            try await writer.finish()
        }
    }

    @Test func `a file is there when the run is finished, not before`() async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/out.jsonl"
            try put("old\n", at: path)
            let writer = try OutputFormat.jsonl.writer(to: .file(path))
            try await writer.write(makeOutcome())
            #expect(try content(of: path) == "old\n")
            try await writer.finish()
            #expect(try content(of: path).hasPrefix(#"{"run":"#))
            #expect(try names(in: directory) == ["out.jsonl"])
        }
    }

    @Test func `a writer that is given up leaves the old file alone`() async throws {
        try await withTemporaryDirectory { directory in
            try put("old\n", at: "\(directory)/out")
            var writer: (any OutcomeWriter)? = try OutputFormat.jsonl.writer(to: .file("\(directory)/out"))
            try await writer?.write(makeOutcome())
            #expect(try names(in: directory).count == 2)
            writer = nil
            #expect(try names(in: directory) == ["out"])
            #expect(try content(of: "\(directory)/out") == "old\n")
        }
    }

    @Test(arguments: OutputFormat.allCases)
    func `a full disk is told with the file's name`(format: OutputFormat) async throws {
        let writer = try format.writer(to: .file("/dev/full"))
        let error = try #require(
            await #expect(throws: OutputError.self) {
                try await writer.write(makeOutcome(replies: [textReply("x")]))
                try await writer.finish()
            }
        )
        #expect(error.isOutOfSpace)
        #expect(error.description == "cannot write /dev/full: No space left on device")
        // Said once and for all: a hole in the middle would look like a result.
        await #expect(throws: error) { try await writer.write(makeOutcome()) }
        await #expect(throws: error) { try await writer.finish() }
    }

    @Test func `a reader that is gone is a quiet end`() async throws {
        _ = signal(SIGPIPE, SIG_IGN)
        let (reading, writing) = try makePipe()
        _ = close(reading)
        defer { _ = close(writing) }
        let writer = try OutputFormat.jsonl.stream(
            to: OutputFile(descriptor: writing, name: "standard output"),
            options: OutputOptions(),
            flushesEachOutcome: true
        )
        await #expect(throws: OutputError.closedPipe) { try await writer.write(makeOutcome()) }
    }

    @Test(arguments: [false, true])
    func `a slow reader gets everything`(nonBlocking: Bool) async throws {
        let (reading, writing) = try makePipe()
        if nonBlocking { _ = fcntl(writing, F_SETFL, O_NONBLOCK) }
        let text = String(repeating: "0123456789", count: 100_000)
        let writer = try OutputFormat.raw.stream(
            to: OutputFile(descriptor: writing, name: "standard output"),
            options: OutputOptions(),
            flushesEachOutcome: true
        )
        async let written: Void = writer.write(makeOutcome(replies: [textReply(text)]))
        let bytes = await PipeReader().bytes(text.utf8.count + 1, from: reading)
        try await written
        #expect(String(decoding: bytes, as: UTF8.self) == text + "\n")
        _ = close(reading)
        _ = close(writing)
    }

    @Test(arguments: [false, true])
    func `a reader that stands still is waited for until patience ends, and finds whole lines`(
        nonBlocking: Bool
    ) async throws {
        let (reading, writing) = try makePipe()
        if nonBlocking { _ = fcntl(writing, F_SETFL, O_NONBLOCK) }
        let patience = OutputPatience()
        let writer = try OutputFormat.raw.stream(
            to: OutputFile(descriptor: writing, name: "standard output", patience: patience),
            options: OutputOptions(),
            flushesEachOutcome: true
        )
        // More than a pipe holds, in lines of a hundred bytes.
        let text = Array(repeating: String(repeating: "x", count: 99), count: 2000).joined(separator: "\n")
        patience.end(after: .milliseconds(100))
        let unread = OutputError.unread(path: "standard output")
        await #expect(throws: unread) { try await writer.write(makeOutcome(replies: [textReply(text)])) }
        await #expect(throws: unread) { try await writer.finish() }
        _ = close(writing)
        let bytes = await PipeReader().bytes(.max, from: reading)
        _ = close(reading)
        #expect(bytes.count > 0)
        #expect(bytes.count % 100 == 0)
    }

    @Test func `outcomes leave in the inventory's order`() async throws {
        try await withTemporaryDirectory { directory in
            let order = OutcomeOrder(
                devices: ["a", "b", "c"],
                requests: [.init(collection: "fabric", request: "arp")]
            )
            let options = OutputOptions(order: order, memoryLimit: 0)
            let writer = try OutputFormat.raw.writer(to: .file("\(directory)/out"), options: options)
            for name in ["c", "a", "b"] {
                try await writer.write(makeOutcome(makeDevice(name), replies: [textReply(name)]))
                try await writer.deviceFinished(makeDevice(name))
            }
            try await writer.finish()
            #expect(try content(of: "\(directory)/out") == "a\nb\nc\n")
        }
    }

    @Test func `on a terminal raw text is escaped`() throws {
        let outcome = makeOutcome(replies: [textReply("a\u{1B}[2J\r\nb")])
        #expect(try text(of: RawDocument(isTerminal: true), [outcome]) == "a\\x1b[2J\nb\n")
        #expect(try text(of: RawDocument(), [outcome]) == "a\u{1B}[2J\r\nb\n")
    }

    @Test(arguments: [OutputFormat.table, .json, .csv, .yaml, .napalm])
    func `one document and a directory do not go together`(format: OutputFormat) {
        #expect(throws: OutputError.self) { _ = try format.writer(to: .directory("/tmp/never-made")) }
    }

    private func makePipe() throws -> (Int32, Int32) {
        var ends: [Int32] = [0, 0]
        try #require(unsafe pipe(&ends) == 0)
        return (ends[0], ends[1])
    }
}

/// Reads on a thread of its own: a read that waits must not hold up the pool that the writer's caller runs on.
private actor PipeReader {
    private let executor = OutputExecutor()

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    func bytes(_ wanted: Int, from descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1000)
        while bytes.count < wanted {
            let count = unsafe read(descriptor, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        return bytes
    }
}
