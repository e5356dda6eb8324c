package import TrawlMetrics

extension CollectionFile {
    package var metrics: [MetricDefinition] { [] }
    package var metricLimits: MetricLimits { MetricLimits() }
    package var labels: [String] { [] }
}
