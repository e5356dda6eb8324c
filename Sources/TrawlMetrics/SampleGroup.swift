/// A label of a series.
package struct MetricLabel: Sendable, Hashable {
    /// The name; a valid Prometheus label name.
    package var name: String
    /// The value; any text.
    package var value: String

    /// Makes a label.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// One series' value at one time.
package struct SampleRow: Sendable, Hashable {
    /// The labels that tell it from others of its family; those that a whole poll shares come in front of them.
    package var labels: [MetricLabel]
    /// The value.
    package var value: MetricValue

    /// Makes a row.
    package init(_ labels: [MetricLabel] = [], _ value: MetricValue) {
        self.labels = labels
        self.value = value
    }
}

/// The rows of one family that came of one request of one device.
package struct SampleGroup: Sendable {
    /// What the rows are of.
    package var family: MetricFamily
    /// The rows; no two have the same labels.
    package var rows: [SampleRow]

    /// Makes a group.
    package init(_ family: MetricFamily, _ rows: [SampleRow]) {
        self.family = family
        self.rows = rows
    }
}
