import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlJSON
import TrawlModels

/// Recorded answers with half of their rows gone, types changed and keys doubled: every model comes to an answer, or to an
/// error that says where.
@Suite(
    .enabled(if: SharedFixtures.isPresent, "no shared/fixtures above the checkout"),
    .timeLimit(.minutes(4))
)
struct MutatedAnswersTests {
    /// The recorded bodies of one platform.
    private static func bodies(_ platform: String) -> [String] {
        SharedFixtures.files(below: "suzieq") { path in
            path.contains("/\(platform)/") && path.hasSuffix(".json") && !path.contains("expected_")
        }
            + SharedFixtures.files(below: "napalm") { path in
                path.contains("/\(platform)/") && path.hasSuffix(".json") && !path.contains("expected_")
            }
    }

    private static let dialects: [String: DialectName] = ["eos": .eapi, "nxos": .nxapi, "junos": .junos]

    @Test(arguments: ["eos", "nxos", "junos"])
    func `no answer, however broken, breaks a model`(platform: String) throws {
        let device = Device(name: "switch", address: "192.0.2.1", dialect: try #require(Self.dialects[platform]))
        var numbers = Numbers(state: UInt64(platform.utf8.count) << 40 | 7)
        var read = 0
        var refused = 0
        let paths = Self.bodies(platform)
        #expect(paths.count > 40)
        for path in paths {
            guard let body = try? JSONSlice(parsing: SharedFixtures.bytes(path)), body.bytes.count < 200_000 else {
                continue
            }
            for _ in 0..<3 {
                var writer = JSONWriter()
                Self.write(body, depth: 0, to: &writer, using: &numbers)
                let broken = try JSONSlice(parsing: writer.bytes)
                let reply = Reply(command: .cli("show x"), body: .json(broken))
                for model in ModelRegistry.all {
                    guard let commands = model.commands(for: device.dialect, with: ["destination": "10.0.0.0/8"]) else {
                        continue
                    }
                    var replies = Replies(
                        Array(repeating: reply, count: commands.count),
                        of: device,
                        arguments: ["destination": "10.0.0.0/8"],
                        at: Date()
                    )
                    do {
                        _ = model.followUps(to: replies)
                        let value = try model.init(from: &replies)
                        var text = JSONWriter()
                        try text.encode(value)
                        read += 1
                    } catch {
                        #expect("\(error)".isEmpty == false)
                        refused += 1
                    }
                    for problem in replies.problems {
                        #expect(!problem.detail.isEmpty)
                        #expect(problem.code == .wrongShape)
                    }
                }
            }
        }
        #expect(read + refused > 500)
        #expect(read > 100)
    }

    /// Writes a value with mistakes: rows left out, types changed, keys doubled.
    private static func write(_ value: JSONSlice, depth: Int, to writer: inout JSONWriter, using numbers: inout Numbers)
    {
        if depth > 1, Int.random(in: 0..<40, using: &numbers) == 0 {
            switch Int.random(in: 0..<7, using: &numbers) {
            case 0: writer.null()
            case 1: writer.string("18446744073709551616")
            case 2: writer.number(-1)
            case 3: writer.bool(true)
            case 4: writer.raw("1e400")
            case 5:
                writer.beginArray()
                writer.endArray()
            default:
                writer.beginObject()
                writer.endObject()
            }
            return
        }
        switch value.kind {
        case .array:
            writer.beginArray()
            for element in value.elements where depth < 2 || Bool.random(using: &numbers) {
                write(element, depth: depth + 1, to: &writer, using: &numbers)
            }
            writer.endArray()
        case .object:
            writer.beginObject()
            for (key, member) in value.members {
                if depth > 1, Int.random(in: 0..<30, using: &numbers) == 0 { continue }
                writer.key(key)
                write(member, depth: depth + 1, to: &writer, using: &numbers)
                guard Int.random(in: 0..<30, using: &numbers) == 0 else { continue }
                writer.key(key)
                write(member, depth: depth + 1, to: &writer, using: &numbers)
            }
            writer.endObject()
        default:
            writer.slice(value)
        }
    }
}

/// Numbers that look random and are the same in every run (SplitMix64).
private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
