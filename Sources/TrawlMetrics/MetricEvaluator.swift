package import TrawlCore
import TrawlJSON

/// Draws a collection's metrics from outcomes.
package struct MetricEvaluator: Sendable {
    private let plans: [String: RequestMetrics]
    private let limits: MetricLimits

    /// Makes an evaluator of a collection's metrics.
    package init(definitions: [MetricDefinition], limits: MetricLimits = MetricLimits()) {
        plans = Dictionary(grouping: definitions, by: \.request).mapValues(RequestMetrics.init)
        self.limits = limits
    }

    /// The metrics that may come of a request, in their order.
    package func families(of request: String) -> [MetricFamily] { plans[request]?.families ?? [] }

    /// The series of an outcome; none of one without an answer, or without metrics.
    ///
    /// - Parameters:
    ///   - outcome: The outcome.
    ///   - others: The series that the device has of the collection's other requests: the limit is for all of them.
    /// - Returns: The series, or why they were refused.
    package func samples(of outcome: Outcome, besides others: Int = 0) -> Evaluation {
        guard let plan = plans[outcome.request] else { return Evaluation() }
        let answer: JSONSlice
        do {
            guard let found = try Self.answer(of: outcome) else { return Evaluation() }
            answer = found
        } catch {
            let detail = "the answer could not be written as JSON: \(error)"
            return Evaluation(problem: Self.problem(.wrongShape, detail, outcome))
        }
        var pass = EvaluationPass(plan: plan, limits: limits, series: others)
        do throws(LimitBreach) {
            return try pass.evaluate(answer, isModel: outcome.model != nil)
        } catch {
            return Evaluation(dropped: pass.dropped, problem: Self.problem(error.code, error.detail, outcome))
        }
    }

    private static func problem(_ code: DeviceError.Code, _ detail: String, _ outcome: Outcome) -> DeviceError {
        DeviceError(code, device: outcome.device.name, operation: "metrics of \(outcome.request)", detail: detail)
    }

    /// The model, or the reply as the device worded it, as JSON; `nil` where nothing came.
    private static func answer(of outcome: Outcome) throws -> JSONSlice? {
        var writer = JSONWriter()
        if let model = outcome.model {
            try writer.encode(model)
            return try JSONSlice(parsing: writer.bytes)
        }
        switch outcome.replies.first?.body {
        case nil: return nil
        case .json(let slice): return slice
        case .text(let text):
            writer.string(text)
            return try JSONSlice(parsing: writer.bytes)
        }
    }
}

/// A limit that an answer goes past.
struct LimitBreach: Error {
    let code: DeviceError.Code
    let detail: String
}
