import FoundationEssentials
import TrawlCore
import TrawlMetrics

/// What a poll of one request gave, as far as pushing needs it: without the device's answer itself.
struct PolledSeries: Sendable {
    /// Which request of which collection was asked.
    struct Request: Sendable, Hashable {
        var collection: String
        var name: String
    }

    var device: String
    var request: Request
    /// What every series carries.
    var labels: [MetricLabel]
    /// The rows, those about the poll itself too.
    var groups: [SampleGroup]
    var date: Date

    /// How many samples there are.
    var count: Int { groups.reduce(0) { $0 + $1.rows.count } }

    init(device: String, request: Request, labels: [MetricLabel], groups: [SampleGroup], date: Date) {
        self.device = device
        self.request = request
        self.labels = labels
        self.groups = groups
        self.date = date
    }

    init(_ polled: PolledRequest) {
        device = polled.outcome.device.name
        request = Request(collection: polled.outcome.collection, name: polled.outcome.request)
        labels = polled.labels
        groups = polled.values + polled.freshness
        date = polled.date
    }
}

/// A series, apart from its values.
struct PushSeries: Sendable, Hashable {
    /// The metric's name.
    var name: String
    /// The labels as they came: those of the poll, then the row's.
    var labels: [MetricLabel]
}

extension PushSeries {
    /// The labels as receivers take them: sorted by name, none twice and none empty.
    ///
    /// Of labels of one name the row's holds over the poll's, and either over the output's own.
    func labels(adding own: [MetricLabel]) -> [MetricLabel] {
        var merged = labels
        for label in own where !merged.contains(where: { $0.name == label.name }) { merged.append(label) }
        // The later of two of one name is the row's.
        let all = merged.enumerated().filter { index, label in
            !label.value.isEmpty && !merged[(index + 1)...].contains { $0.name == label.name }
        }
        return all.map(\.element).sorted { $0.name < $1.name }
    }
}
