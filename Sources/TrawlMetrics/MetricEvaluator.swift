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

    /// The series of what one device was asked at once, an evaluation for each outcome.
    ///
    /// - Parameters:
    ///   - outcomes: The outcomes.
    ///   - others: The series that the device has of the collection's other requests: the limit is for all of them.
    /// - Returns: The series; where the device has too many of the collection, why there are none of any outcome.
    package func samples(of outcomes: [Outcome], besides others: Int = 0) -> [Evaluation] {
        let evaluations = outcomes.map { samples(of: $0) }
        let count = evaluations.reduce(others) { $0 + $1.series }
        guard count > limits.series else { return evaluations }
        let detail = "\(count) series and more, and `limits.metrics.series` allows \(limits.series)"
        return zip(outcomes, evaluations).map { outcome, evaluation in
            guard evaluation.problem == nil, evaluation.series > 0 else { return evaluation }
            let problem = Self.problem(.tooManySeries, detail, outcome)
            return Evaluation(dropped: evaluation.dropped, problem: problem, series: evaluation.series)
        }
    }

    /// The series of an outcome, or why they were refused; none of one without an answer, or without metrics.
    package func samples(of outcome: Outcome) -> Evaluation {
        guard let plan = plans[outcome.request] else { return Evaluation() }
        let answer: JSONSlice
        do {
            guard let found = try Self.answer(of: outcome) else { return Evaluation() }
            answer = found
        } catch {
            let detail = "the answer could not be written as JSON: \(error)"
            return Evaluation(problem: Self.problem(.wrongShape, detail, outcome))
        }
        var pass = EvaluationPass(plan: plan, limits: limits)
        do throws(LimitBreach) {
            return try pass.evaluate(answer, isModel: outcome.model != nil)
        } catch {
            let problem = Self.problem(error.code, error.detail, outcome)
            return Evaluation(dropped: pass.dropped, problem: problem, series: pass.series)
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
