import TrawlMetrics

/// How series are told apart: as a receiver does, which sees their labels sorted and none twice.
struct SeriesNaming: Sendable {
    /// What every series gets where it has none of the name.
    var own: [MetricLabel] = []

    /// A row's series.
    func series(_ family: MetricFamily, _ labels: [MetricLabel], _ row: SampleRow) -> PushSeries {
        PushSeries(name: family.name, labels: PushSeries(name: "", labels: labels + row.labels).labels(adding: own))
    }
}

extension PolledSeries.Request {
    /// Where it stands among the requests of its device, as on the metrics page; the lowest holds.
    func rank(in collections: [String: Int]) -> (Int, String, String) {
        (collections[collection] ?? Int.max, collection, name)
    }
}
