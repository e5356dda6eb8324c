import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlJSON
import TrawlModels

/// Recorded answers with rows deleted, types flipped and members doubled: every model reads them or says why not.
@Suite(.enabled(if: SharedFixtures.isPresent, "no shared/fixtures beside the checkout"), .timeLimit(.minutes(5)))
struct MutatedAnswersTests {
    /// Numbers that are the same in every run.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    /// Values that stand where others are expected.
    private static let strangers = [
        "null", "-1", "1e300", "18446744073709551616", "\"\"", "\"nowhere\"", "[]", "{}", "true", "[[1]]",
        "{\"x\":null}",
    ]

    /// The text of a value with some of its parts changed.
    private static func mutated(_ value: JSONSlice, with dice: inout Dice, depth: Int = 0) -> String {
        if depth > 0, Int.random(in: 0..<25, using: &dice) == 0 {
            return strangers.randomElement(using: &dice) ?? "null"
        }
        switch value.kind {
        case .object:
            var members: [String] = []
            for (key, member) in value.members {
                let fate = Int.random(in: 0..<20, using: &dice)
                if fate == 0 { continue }
                let text = "\(quoted(key)):\(mutated(member, with: &dice, depth: depth + 1))"
                members.append(text)
                if fate == 1 { members.append(text) }
            }
            return "{" + members.joined(separator: ",") + "}"
        case .array:
            let kept = value.elements.filter { _ in Int.random(in: 0..<10, using: &dice) > 0 }
            return "[" + kept.map { mutated($0, with: &dice, depth: depth + 1) }.joined(separator: ",") + "]"
        default: return String(decoding: value.bytes, as: UTF8.self)
        }
    }

    private static func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The text with lines dropped, cut short and glued together.
    private static func mutated(_ text: String, with dice: inout Dice) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line -> String? in
            switch Int.random(in: 0..<8, using: &dice) {
            case 0: nil
            case 1: String(line.prefix(Int.random(in: 0...line.count, using: &dice)))
            case 2: line.split(separator: " ").shuffled(using: &dice).joined(separator: " ")
            default: String(line)
            }
        }.joined(separator: "\n")
    }

    private static func bodies(of platform: String) -> [String] {
        ["napalm", "suzieq"].flatMap { folder in
            SharedFixtures.files(below: folder) { path in
                path.contains("/\(platform)/") && !path.contains("expected")
                    && (path.hasSuffix(".json") || path.hasSuffix(".text"))
            }
        }
    }

    /// A model's arguments, with a value for each that is needed.
    private static func arguments(of model: any NormalizedModel.Type) -> ModelArguments {
        let needed = model.arguments.filter(\.isRequired).map { ($0.name, "10.0.0.0/8") }
        return ModelArguments(Dictionary(needed, uniquingKeysWith: { $1 }))
    }

    private static func read<Model: NormalizedModel>(_ type: Model.Type, _ replies: Replies) throws -> Bool {
        _ = type.followUps(to: replies)
        var replies = replies
        do {
            let model = try type.init(from: &replies)
            // What was read can be written and read again.
            var writer = JSONWriter()
            try writer.encode(model)
            _ = try JSONSlice(parsing: writer.bytes).decode(Model.self)
            if let model = model as? any NAPALMConvertible {
                var writer = JSONWriter()
                try writer.encode(AnyEncodable(model.napalm()))
            }
        } catch let error as DeviceError {
            #expect(!error.detail.isEmpty)
            return false
        }
        #expect(replies.problems.allSatisfy { $0.code == .wrongShape && !$0.detail.isEmpty })
        return true
    }

    @Test(arguments: [("eos", DialectName.eapi), ("nxos", .nxapi)])
    func `no answer makes a model crash`(platform: String, dialect: DialectName) throws {
        let device = Device(name: "switch", address: "192.0.2.1", dialect: dialect)
        let paths = Self.bodies(of: platform)
        try #require(paths.count > 20)
        var read = 0
        let rounds = 3
        for (number, path) in (0..<rounds).flatMap({ _ in paths }).enumerated() {
            let bytes = try SharedFixtures.bytes(path)
            var dice = Dice(state: UInt64(number))
            // What is no JSON is the text of a command line.
            let slice = try? JSONSlice(parsing: bytes)
            let body: Reply.Body =
                try slice.map { .json(try JSONSlice(parsing: Array(Self.mutated($0, with: &dice).utf8))) }
                ?? .text(Self.mutated(String(decoding: bytes, as: UTF8.self), with: &dice))
            for model in ModelRegistry.all {
                let arguments = Self.arguments(of: model)
                guard let commands = model.commands(for: dialect, with: arguments) else { continue }
                let replies = commands.map { Reply(command: $0, body: body) }
                if try Self.read(model, Replies(replies, of: device, arguments: arguments, at: Answers.now)) {
                    read += 1
                }
            }
        }
        #expect(read > rounds * paths.count)
    }
}
