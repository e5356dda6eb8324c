import FoundationEssentials
import Testing
import TrawlCore

@testable import TrawlOutputs

@Suite(.timeLimit(.minutes(1)))
struct DeviceFilesWriterTests {
    private func requests(in path: String) throws -> [Substring] {
        try content(of: path).matches(of: /"request":"([^"]*)"/).map(\.output.1)
    }

    @Test(arguments: [0, 1 << 20])
    func `each device has a file, written when it is finished`(memoryLimit: Int) async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/deep/out"
            let options = OutputOptions(memoryLimit: memoryLimit)
            let writer = try OutputFormat.jsonl.writer(to: .directory(path), options: options)
            for request in ["x", "y"] {
                for name in ["leaf1", "../leaf2"] {
                    try await writer.write(makeOutcome(makeDevice(name), request: request))
                }
            }
            #expect(try names(in: path) == [])
            try await writer.deviceFinished(makeDevice("leaf1"))
            #expect(try names(in: path) == ["leaf1.jsonl"])
            try await writer.finish()
            #expect(try names(in: path) == ["%2E.%2Fleaf2.jsonl", "leaf1.jsonl"])
            #expect(try requests(in: "\(path)/leaf1.jsonl") == ["x", "y"])
        }
    }

    @Test func `what comes after a device was finished is added`() async throws {
        try await withTemporaryDirectory { directory in
            let writer = try OutputFormat.jsonl.writer(to: .directory(directory))
            try put("old\n", at: "\(directory)/leaf1.jsonl")
            for request in ["x", "y"] {
                try await writer.write(makeOutcome(request: request))
                try await writer.deviceFinished(makeDevice())
            }
            try await writer.finish()
            #expect(try requests(in: "\(directory)/leaf1.jsonl") == ["x", "y"])
            #expect(!(try content(of: "\(directory)/leaf1.jsonl").contains("old")))
        }
    }

    @Test func `going on with a run keeps what it left, but for failures and other runs' records`() async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/leaf1.jsonl"
            let identity = RunJournal.Identity(format: .jsonl, requests: [:])
            let run = makeOutcome().run
            var begun = try RunJournal.begin(run: run, identity, to: .directory(directory))
            try #require(begun != nil)
            begun = nil
            var foreign = makeOutcome(request: "foreign")
            foreign.run = "20200101T000000Z-000000"
            let error = DeviceError(.requestTimeout, device: "leaf1", operation: "", detail: "late")
            let lines = [foreign, makeOutcome(request: "old"), makeOutcome(request: "failed", error: error)]
            let text = lines.map { String(decoding: OutcomeRecord.json($0), as: UTF8.self) }.joined(separator: "\n")
            try put(text + "\n{\"run\":\"torn", at: path)
            let resumed = try RunJournal.resume(identity, from: .directory(directory), devices: ["leaf1"])
            let journal = try #require(resumed)
            #expect(journal.run == run)
            #expect(journal.kept == [OutcomeKey(device: "leaf1", collection: "fabric", request: "old")])
            let options = OutputOptions(journal: journal)
            let writer = try OutputFormat.jsonl.writer(to: .directory(directory), options: options)
            try await writer.write(makeOutcome(request: "new"))
            try await writer.finish()
            #expect(try requests(in: path) == ["old", "new"])
            #expect(try content(of: path).split(separator: "\n").count == 2)
        }
    }

    @Test func `a device whose file cannot be written does not cost the others`() async throws {
        try await withTemporaryDirectory { directory in
            try FileManager.default.createDirectory(
                atPath: "\(directory)/a.jsonl",
                withIntermediateDirectories: false
            )
            let writer = try OutputFormat.jsonl.writer(to: .directory(directory))
            for name in ["a", "b"] { try await writer.write(makeOutcome(makeDevice(name))) }
            let error = await #expect(throws: OutputError.self) { try await writer.finish() }
            #expect(error?.description.contains("/a.jsonl") == true)
            #expect(try names(in: directory) == ["a.jsonl", "b.jsonl"])
        }
    }

    @Test func `no descriptor stays open for a device`() async throws {
        try await withTemporaryDirectory { directory in
            let writer = try OutputFormat.jsonl.writer(to: .directory(directory))
            for index in 0..<1100 { try await writer.write(makeOutcome(makeDevice("leaf\(index)"))) }
            try await writer.finish()
            #expect(try names(in: directory).count == 1100)
        }
    }
}

@Suite(.timeLimit(.minutes(1)))
struct RawFilesWriterTests {
    @Test func `answers are files, byte for byte`() async throws {
        try await withTemporaryDirectory { directory in
            let json = "{ \"a\" :\t1.50,\r\n\"a\":2 }"
            let writer = try OutputFormat.raw.writer(to: .directory(directory))
            try await writer.write(makeOutcome(request: "arp", replies: [try jsonReply(json)]))
            try await writer.write(makeOutcome(request: "a/b", replies: [textReply("x\r\n\u{1B}")]))
            try await writer.write(makeOutcome(request: "two", replies: [textReply("1"), textReply("2")]))
            try await writer.write(makeOutcome(request: "failed", error: makeError()))
            try await writer.finish()
            let folder = "\(directory)/leaf1"
            #expect(try names(in: folder) == ["a%2Fb.txt", "arp.json", "two.1.txt", "two.2.txt"])
            #expect(try content(of: "\(folder)/arp.json") == json)
            #expect(try content(of: "\(folder)/a%2Fb.txt") == "x\r\n\u{1B}")
        }
    }

    @Test func `an answer of another kind takes the earlier one's place`() async throws {
        try await withTemporaryDirectory { directory in
            let writer = try OutputFormat.raw.writer(to: .directory(directory))
            try await writer.write(makeOutcome(replies: [textReply("x")]))
            try await writer.write(makeOutcome(replies: [try jsonReply("{}")]))
            #expect(try names(in: "\(directory)/leaf1") == ["arp.json"])
        }
    }

    @Test func `collections that ask the same do not share a file`() async throws {
        try await withTemporaryDirectory { directory in
            let requests = ["one", "two"].map { OutcomeOrder.RequestName(collection: $0, request: "arp") }
            let options = OutputOptions(requests: requests)
            let writer = try OutputFormat.raw.writer(to: .directory(directory), options: options)
            for request in requests {
                try await writer.write(makeOutcome(collection: request.collection, replies: [textReply("x")]))
            }
            #expect(try names(in: "\(directory)/leaf1") == ["one--arp.txt", "two--arp.txt"])
        }
    }

    @Test func `a folder that cannot be made is named`() async throws {
        try await withTemporaryDirectory { directory in
            try put("", at: "\(directory)/leaf1")
            let writer = try OutputFormat.raw.writer(to: .directory(directory))
            let error = try #require(
                await #expect(throws: OutputError.self) {
                    try await writer.write(makeOutcome(replies: [textReply("x")]))
                }
            )
            #expect(error.description.contains("\(directory)/leaf1"))
            await #expect(throws: error) { try await writer.finish() }
        }
    }
}
