import FoundationEssentials
import TrawlMetrics

/// Remembers which series each request of each device had, and tells which of them ended.
///
/// It holds the rows of the last poll as they came, which share their memory with whoever else keeps them.
struct SeriesMemory {
    private struct Known {
        var labels: [MetricLabel]
        var groups: [SampleGroup]
        var date: Date
    }

    private var devices: [String: [PolledSeries.Request: Known]] = [:]

    /// Takes a poll's series.
    ///
    /// - Returns: Those that the poll before had, and this one has not.
    mutating func replace(_ polled: PolledSeries) -> [PushSeries] {
        let new = Known(labels: polled.labels, groups: polled.groups, date: polled.date)
        guard let old = devices[polled.device, default: [:]].updateValue(new, forKey: polled.request) else { return [] }
        if Self.areSame(old, new) { return [] }
        let present = Set(Self.series(of: new))
        return Self.series(of: old).filter { !present.contains($0) }
    }

    /// Forgets a device, or one request of it.
    ///
    /// - Returns: The series that end with it, and the time of their last samples.
    mutating func forget(_ device: String, _ request: PolledSeries.Request?) -> (series: [PushSeries], last: Date) {
        var gone: [Known] = []
        if let request {
            gone = devices[device]?.removeValue(forKey: request).map { [$0] } ?? []
            if devices[device]?.isEmpty == true { devices[device] = nil }
        } else {
            gone = devices.removeValue(forKey: device).map { Array($0.values) } ?? []
        }
        return (gone.flatMap(Self.series), gone.map(\.date).max() ?? .distantPast)
    }

    /// Whether both have the same series in the same order, as polls mostly do.
    private static func areSame(_ old: Known, _ new: Known) -> Bool {
        old.labels == new.labels
            && old.groups.elementsEqual(new.groups) { old, new in
                old.family.name == new.family.name
                    && old.rows.elementsEqual(new.rows) { $0.labels == $1.labels }
            }
    }

    private static func series(of known: Known) -> [PushSeries] {
        known.groups.flatMap { group in
            group.rows.map { PushSeries(name: group.family.name, labels: known.labels + $0.labels) }
        }
    }
}
