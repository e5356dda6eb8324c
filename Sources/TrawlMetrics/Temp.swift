package import TrawlCore

package struct Evaluation: Sendable {
    package var groups: [SampleGroup] = []
    package var dropped = 0
    package var problem: DeviceError?
    package init() {}
}
package struct MetricLimits: Sendable { package init() {} }
package struct MetricDefinition: Sendable {}
package struct MetricEvaluator: Sendable {
    package init(definitions: [MetricDefinition], limits: MetricLimits) {}
    package func samples(of outcome: Outcome) -> Evaluation { Evaluation() }
}
