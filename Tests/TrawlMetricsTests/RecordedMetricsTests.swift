import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlJSON
import TrawlModels

@testable import TrawlMetrics

/// The standard sets over what NAPALM recorded of real switches, where it lies beside the checkout.
@Suite(.enabled(if: SharedFixtures.isPresent, "no shared/fixtures above the checkout"), .timeLimit(.minutes(1)))
struct RecordedMetricsTests {
    private struct Index: Decodable {
        var cases: [Case]
    }

    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        struct Recording: Decodable, Sendable {
            var file: String
            var encoding: String
            var command: String?
        }

        var id: String
        var getter: String
        var platform: String
        var raw: [Recording]
        var testDescription: String { id }

        /// The model that reads it.
        var model: (any NormalizedModel.Type)? {
            ModelRegistry.all.first { ($0 as? any NAPALMConvertible.Type)?.napalmGetter == getter }
        }

        var dialect: DialectName? { platform == "eos" ? .eapi : platform.hasPrefix("nxos") ? .nxapi : nil }
    }

    private static let cases: [Case] = {
        // Where there is no index there are no cases.
        let bytes = (try? SharedFixtures.bytes("napalm/index.json")) ?? []
        let index = try? JSONSlice(parsing: bytes).decode(Index.self)
        return index?.cases.filter { $0.model != nil && $0.dialect != nil } ?? []
    }()

    @Test(arguments: cases)
    func `a recorded answer gives sound series`(recorded: Case) throws {
        guard let type = recorded.model, let dialect = recorded.dialect else { return }
        let device = Device(name: "switch", address: "192.0.2.1", dialect: dialect)
        guard let model = try Self.read(type, recorded, device) else { return }
        var writer = JSONWriter()
        try writer.encode(model)
        let outcome = Outcome(
            run: "run",
            collection: "test",
            request: "it",
            device: device,
            started: Date(timeIntervalSince1970: 1_795_208_400),
            attempts: 1,
            model: model
        )
        let definitions = try #require(StandardMetricSet.of(type)).definitions(from: "it")
        let evaluation = MetricEvaluator(definitions: definitions).samples(of: outcome)
        #expect(evaluation.problem == nil)
        #expect(
            evaluation.dropped == 0,
            "\(evaluation.lines.joined(separator: "\n"))\n\(String(decoding: writer.bytes, as: UTF8.self))"
        )
        let isEmpty = writer.bytes == Array("[]".utf8) || writer.bytes == Array("{}".utf8)
        #expect(isEmpty || !evaluation.groups.isEmpty)
        for group in evaluation.groups {
            #expect(Set(group.rows.map(\.labels)).count == group.rows.count)
            #expect(group.rows.allSatisfy { $0.value.double.isFinite })
        }
    }

    @Test func `there are recordings of most models`() {
        #expect(Set(Self.cases.compactMap { $0.model?.name }).count > 12)
    }

    private static func read<Model: NormalizedModel>(
        _ type: Model.Type,
        _ recorded: Case,
        _ device: Device
    ) throws -> Model? {
        let commands = type.commands(for: device.dialect) ?? []
        let replies = try commands.map { command -> Reply? in
            guard let file = recorded.raw.first(where: { $0.command == command.title && $0.encoding != "exception" })
            else {
                return nil
            }
            let bytes = try SharedFixtures.bytes("napalm/\(recorded.id)/\(file.file)")
            guard file.encoding == "json" else {
                return Reply(command: command, body: .text(String(decoding: bytes, as: UTF8.self)))
            }
            return Reply(command: command, body: .json(try JSONSlice(parsing: bytes)))
        }
        guard replies.contains(where: { $0 != nil }) else { return nil }
        var read = Replies(replies, of: device, at: Date(timeIntervalSince1970: 1_795_208_400))
        // Some are recorded in parts that a model needs whole.
        return try? Model(from: &read)
    }
}
