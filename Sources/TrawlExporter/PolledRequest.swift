package import FoundationEssentials
package import TrawlCore
package import TrawlMetrics

/// What one poll of one request gave: the unit of every output of `serve`.
package struct PolledRequest: Sendable {
    /// The outcome itself.
    package var outcome: Outcome
    /// What every series of it carries: `device`, and the labels of the inventory that the collection names.
    package var labels: [MetricLabel]
    /// What was measured; empty where the poll failed.
    package var values: [SampleGroup]
    /// What is told about the poll itself, as ``Freshness`` words it.
    package var freshness: [SampleGroup]
    /// When the poll ended, by the wall clock.
    package var date: Date
    /// Whether the request itself was not asked: another one showed that its device does not answer.
    package var isImplied: Bool

    /// Makes one.
    package init(
        outcome: Outcome,
        labels: [MetricLabel],
        values: [SampleGroup],
        freshness: [SampleGroup],
        date: Date,
        isImplied: Bool = false
    ) {
        self.outcome = outcome
        self.labels = labels
        self.values = values
        self.freshness = freshness
        self.date = date
        self.isImplied = isImplied
    }
}
