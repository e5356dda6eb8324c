import Foundation
import TestSupport
import Testing
import TrawlCore

@testable import TrawlOutputs

/// A model that is a list: a row an entry in tables and CSV.
@Suite(.timeLimit(.minutes(1)))
struct ListModelTests {
    private struct Entry: Encodable, Sendable {
        var address: String
        var age: Int?
        var ports: [String] = []
    }

    private let entries = [
        Entry(address: "10.0.0.1", age: 7, ports: ["Ethernet1", "Ethernet2"]),
        Entry(address: "10.0.0.2", ports: ["a", "b", "c", "d", "e"]),
    ]

    private func written(_ format: OutputFormat, _ outcomes: [Outcome]) async throws -> String {
        try await withTemporaryDirectory { directory in
            let writer = try format.writer(to: .file("\(directory)/out"))
            for outcome in outcomes { try await writer.write(outcome) }
            try await writer.finish()
            return try String(contentsOfFile: "\(directory)/out", encoding: .utf8)
        }
    }

    @Test func `a table has a row an entry, and short lists are shown`() async throws {
        let outcomes = [
            makeOutcome(model: entries), makeOutcome(makeDevice("leaf2"), model: [Entry]()),
            makeOutcome(makeDevice("leaf3"), model: [Entry(address: "10.0.0.3")]),
        ]
        let expected = """
            device  address   age  ports
            leaf1   10.0.0.1    7  Ethernet1, Ethernet2
            leaf1   10.0.0.2       5 items
            leaf3   10.0.0.3       0 items

            """
        #expect(try await written(.table, outcomes) == expected)
    }

    @Test func `CSV has a row an entry, and one for a list without any`() async throws {
        let outcomes = [makeOutcome(model: entries), makeOutcome(makeDevice("leaf2"), model: [Entry]())]
        let lines = try await written(.csv, outcomes).split(separator: "\r\n").map(String.init)
        #expect(lines.count == 4)
        // `address` is a column of every outcome already.
        #expect(lines.first?.hasSuffix(",error_message,data.address,age,ports") == true)
        #expect(lines.filter { $0.hasPrefix("leaf1,arp,ok,") }.count == 2)
        #expect(lines.last?.hasPrefix("leaf2,arp,ok,") == true)
        #expect(lines.last?.hasSuffix(",,,") == true)
    }

    @Test func `what some rows cost stands beside the others`() async throws {
        let error = DeviceError(.wrongShape, device: "leaf1", operation: "show arp", detail: "x")
        let table = try await written(.table, [makeOutcome(model: entries, error: error)])
        #expect(table.split(separator: "\n").dropFirst().allSatisfy { $0.hasSuffix("wrong-shape") })
    }

    @Test func `a list that a device sent is one answer`() async throws {
        let table = try await written(.table, [makeOutcome(replies: [try jsonReply(#"[{"a":1},{"a":2}]"#)])])
        let note = "… the answers have parts, which are counted here: `--format jsonl` shows them"
        #expect(table == "device  data\nleaf1   2 items\n\(note)\n")
    }
}
