import FoundationEssentials
import Testing
import TrawlCore

@testable import TrawlOutputs

@Suite(.timeLimit(.minutes(1)))
struct RunJournalTests {
    private static let run = "20261120T210000Z-7f3a9c"
    private static let arp = OutcomeOrder.RequestName(collection: "fabric", request: "arp")

    private static func identity(_ format: OutputFormat = .jsonl) -> RunJournal.Identity {
        RunJournal.Identity(format: format, requests: [arp: "eapi show ip arp"])
    }

    private func begin(_ path: String, _ format: OutputFormat = .jsonl) throws -> RunJournal {
        let journal = try RunJournal.begin(run: Self.run, Self.identity(format), to: .file(path))
        return try #require(journal)
    }

    private func resume(_ path: String, _ format: OutputFormat = .jsonl) throws -> RunJournal? {
        try RunJournal.resume(Self.identity(format), from: .file(path), devices: [])
    }

    /// Begins a run to a file, writes outcomes, and leaves it as a process that is killed does.
    private func interrupt(_ path: String, _ format: OutputFormat, _ outcomes: [Outcome]) async throws {
        let options = OutputOptions(journal: try begin(path, format))
        let writer = try format.writer(to: .file(path), options: options)
        for outcome in outcomes { try await writer.write(outcome) }
    }

    private func outcome(_ device: String, failed: Bool = false) throws -> Outcome {
        makeOutcome(
            makeDevice(device),
            replies: failed ? [] : [try jsonReply(#"{"rows":[{"a":1,"b":"x\\ny"}],"n":12345678901234567890}"#)],
            error: failed ? makeError(device: device) : nil
        )
    }

    @Test(arguments: OutputFormat.allCases, [false, true])
    func `a run that was interrupted and gone on with writes what one run writes`(
        format: OutputFormat,
        isOrdered: Bool
    ) async throws {
        try await withTemporaryDirectory { directory in
            let order = isOrdered ? OutcomeOrder(devices: ["c", "b", "a"], requests: [Self.arp]) : nil
            let outcomes = try ["a", "b", "c"].map { try outcome($0) }
            let whole = try format.writer(to: .file("\(directory)/whole"), options: OutputOptions(order: order))
            for outcome in outcomes { try await whole.write(outcome) }
            try await whole.finish()

            let path = "\(directory)/out"
            try put("old", at: path)
            try await interrupt(path, format, [outcomes[0], outcomes[1], try outcome("c", failed: true)])
            #expect(try content(of: path) == "old")
            let journal = try #require(try resume(path, format))
            #expect(journal.run == Self.run)
            #expect(Set(journal.kept.map(\.device)) == ["a", "b"])
            let rest = try format.writer(to: .file(path), options: OutputOptions(order: order, journal: journal))
            try await rest.write(outcomes[2])
            try await rest.finish()
            journal.remove()
            #expect(try content(of: path) == content(of: "\(directory)/whole"))
            #expect(try names(in: directory) == ["out", "whole"])
        }
    }

    @Test func `a journal is its owner's alone, and gone when the run is complete`() throws {
        try withScratchDirectory { directory in
            let journal = try begin("\(directory)/out")
            let path = "\(directory)/.out.trawl-journal"
            #expect(try SystemCalls.status(of: path)?.permissions == 0o600)
            journal.remove()
            #expect(try names(in: directory) == [])
        }
    }

    @Test func `wherever a journal is torn, what is whole before it is kept`() throws {
        try withScratchDirectory { directory in
            var journal: RunJournal? = try begin("\(directory)/out")
            try journal?.add(outcome("a"), Array("1\n2".utf8))
            try journal?.add(outcome("b"))
            try journal?.add(outcome("c"), [])
            journal = nil
            let whole = Array(try content(of: "\(directory)/.out.trawl-journal").utf8)
            var counts: [Int] = []
            for length in 0...whole.count {
                let path = "\(directory)/cut\(length)"
                try put(
                    String(decoding: whole[..<length], as: UTF8.self),
                    at: "\(directory)/.cut\(length).trawl-journal"
                )
                guard let resumed = try resume(path) else {
                    #expect(counts.isEmpty)
                    continue
                }
                counts.append(resumed.kept.count)
                // What is added after the torn place can be read.
                try resumed.add(outcome("d"), Array("4".utf8))
                var items = resumed.keptItems()
                var last: String?
                while let (key, item) = try items.next() { last = key.device + String(decoding: item, as: UTF8.self) }
                #expect(last == "d4")
            }
            #expect(counts == counts.sorted())
            #expect(Set(counts) == [0, 1, 2, 3])
        }
    }

    @Test func `a run that is not the same is refused, saying what differs`() throws {
        try withScratchDirectory { directory in
            var journal: RunJournal? = try begin("\(directory)/out", .csv)
            #expect(journal != nil)
            journal = nil
            func refusal(_ identity: RunJournal.Identity) -> String? {
                do throws(OutputError) {
                    _ = try RunJournal.resume(identity, from: .file("\(directory)/out"), devices: [])
                    return nil
                } catch {
                    return error.description
                }
            }
            #expect(refusal(Self.identity(.jsonl))?.hasSuffix("wrote `csv`: say `--format csv`") == true)
            var changed = Self.identity(.csv)
            changed.requests[Self.arp] = "eapi show arp"
            #expect(refusal(changed)?.hasPrefix("request `arp` of `fabric` asks something else than") == true)
            var more = Self.identity(.csv)
            more.requests[OutcomeOrder.RequestName(collection: "fabric", request: "new")] = "eapi show lldp"
            #expect(refusal(more) == nil)
            #expect(refusal(RunJournal.Identity(format: .csv, requests: [:])) == nil)
        }
    }

    @Test func `two runs do not write to the same place at once`() throws {
        try withScratchDirectory { directory in
            let first = try begin("\(directory)/out")
            let error = #expect(throws: OutputError.self) { try begin("\(directory)/out") }
            #expect(error?.description.hasPrefix("another run writes to \(directory)/out") == true)
            #expect(throws: OutputError.self) { try resume("\(directory)/out") }
            #expect(first.kept.isEmpty)
        }
    }

    @Test func `a run that begins anew says which one it replaces`() throws {
        try withScratchDirectory { directory in
            var journal: RunJournal? = try begin("\(directory)/out")
            #expect(journal?.replacedRun == nil)
            try journal?.add(outcome("a"), [])
            journal = nil
            journal = try begin("\(directory)/out")
            #expect(journal?.replacedRun == Self.run)
            journal = nil
            #expect(try resume("\(directory)/out")?.kept.isEmpty == true)
        }
    }

    @Test func `what is no journal is not taken for one`() throws {
        try withScratchDirectory { directory in
            #expect(try resume("\(directory)/out") == nil)
            #expect(try RunJournal.begin(run: Self.run, Self.identity(), to: .file("/dev/null")) == nil)
            #expect(try RunJournal.begin(run: Self.run, Self.identity(), to: .standardOutput) == nil)
            try put("precious\n", at: "\(directory)/precious")
            try FileManager.default.createSymbolicLink(
                atPath: "\(directory)/.out.trawl-journal",
                withDestinationPath: "\(directory)/precious"
            )
            #expect(throws: OutputError.self) { try begin("\(directory)/out") }
            #expect(throws: OutputError.self) { try resume("\(directory)/out") }
            #expect(try content(of: "\(directory)/precious") == "precious\n")
            try put("something else\n", at: "\(directory)/.other.trawl-journal")
            #expect(throws: OutputError.self) { try resume("\(directory)/other") }
        }
    }

    @Test func `a long name has a journal too`() throws {
        try withScratchDirectory { directory in
            let path = "\(directory)/\(String(repeating: "x", count: 255))"
            try begin(path).remove()
            #expect(try names(in: directory) == [])
        }
    }
}

@Suite(.timeLimit(.minutes(1)))
struct LeftoversTests {
    @Test func `what a process that was killed left is removed, and what is written to stays`() throws {
        try withScratchDirectory { directory in
            try put("half", at: "\(directory)/.trawl-dead.tmp")
            try put("mine", at: "\(directory)/.trawl-journal")
            try put("mine", at: "\(directory)/x.tmp")
            let file = try OutputFile(replacing: "\(directory)/out")
            try file.write(Array("new".utf8))
            let alive = try names(in: directory).filter { $0.hasPrefix(".trawl-") && !$0.contains("dead") }
            Leftovers.remove(from: directory)
            #expect(try names(in: directory) == (alive + ["x.tmp"]).sorted())
            try file.commit()
            #expect(try names(in: directory) == [".trawl-journal", "out", "x.tmp"])
        }
    }

    @Test(arguments: [OutputFormat.jsonl, .csv])
    func `a run begins by cleaning up`(format: OutputFormat) throws {
        try withScratchDirectory { directory in
            try put("half", at: "\(directory)/.trawl-dead.tmp")
            _ = try format.writer(to: .file("\(directory)/out"))
            #expect(try names(in: directory) == [])
        }
    }
}
