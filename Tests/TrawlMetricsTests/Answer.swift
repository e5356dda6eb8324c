import Foundation
import TrawlCore
import TrawlJSON

@testable import TrawlMetrics

/// An outcome with one reply, and what metrics make of it.
struct Answer {
    static let device = Device(name: "leaf1", address: "192.0.2.1", dialect: .eapi)

    let outcome: Outcome

    /// A raw reply.
    init(_ json: String) throws {
        let reply = Reply(command: .cli("show it"), body: .json(try JSONSlice(parsing: Array(json.utf8))))
        outcome = Self.outcome(replies: [reply])
    }

    /// A text reply.
    init(text: String) {
        outcome = Self.outcome(replies: [Reply(command: .cli("show it"), body: .text(text))])
    }

    /// A model.
    init(model: any Encodable & Sendable, error: DeviceError? = nil) {
        outcome = Self.outcome(model: model, error: error)
    }

    private static func outcome(
        replies: [Reply] = [],
        model: (any Encodable & Sendable)? = nil,
        error: DeviceError? = nil
    ) -> Outcome {
        Outcome(
            run: "run",
            collection: "test",
            request: "it",
            device: device,
            started: Date(timeIntervalSince1970: 0),
            attempts: 1,
            replies: replies,
            model: model,
            error: error
        )
    }

    func evaluation(_ definitions: MetricDefinition..., limits: MetricLimits = MetricLimits()) -> Evaluation {
        MetricEvaluator(definitions: definitions, limits: limits).samples(of: outcome)
    }

    /// The series of one metric, as `name{label="value"} 1`, each on a line.
    func lines(_ definitions: MetricDefinition..., limits: MetricLimits = MetricLimits()) -> [String] {
        MetricEvaluator(definitions: definitions, limits: limits).samples(of: outcome).lines
    }
}

extension Evaluation {
    /// The series, as `name{label="value"} 1`.
    var lines: [String] {
        groups.flatMap { group in
            group.rows.map { row in
                let labels = row.labels.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ",")
                return group.family.name + (labels.isEmpty ? "" : "{\(labels)}") + " " + row.value.text
            }
        }
    }
}

extension MetricValue {
    var text: String {
        switch self {
        case .integer(let value): String(value)
        case .unsigned(let value): String(value)
        case .real(let value): String(value)
        }
    }
}

/// A metric of the only request.
func metric(
    named name: String = "m",
    kind: MetricFamily.Kind = .gauge,
    each: MetricPath? = nil,
    where conditions: [MetricDefinition.Condition] = [],
    labels: KeyValuePairs<String, MetricPath> = [:],
    _ value: MetricDefinition.Value
) -> MetricDefinition {
    MetricDefinition(
        MetricFamily(name: name, help: "A test.", kind: kind),
        from: "it",
        each: each,
        where: conditions,
        labels: labels.map { MetricDefinition.Label($0, $1) },
        value: value
    )
}
