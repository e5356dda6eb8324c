package import TrawlCore

/// What an outcome gave.
package struct Evaluation: Sendable {
    /// The series, a group a metric; empty where there is a ``problem``.
    package var groups: [SampleGroup]
    /// Rows that could not be used: with labels that another row has, with a value that is no number, with an unknown word.
    package var dropped: Int
    /// Why nothing was kept, where the device gave more than it may.
    package var problem: DeviceError?
    /// How many series there are, or would be where they are too many; at least so many where counting ended early.
    package var series: Int

    /// Makes an evaluation.
    package init(groups: [SampleGroup] = [], dropped: Int = 0, problem: DeviceError? = nil, series: Int? = nil) {
        self.groups = groups
        self.dropped = dropped
        self.problem = problem
        self.series = series ?? groups.reduce(0) { $0 + $1.rows.count }
    }
}
