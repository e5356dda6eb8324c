import FoundationEssentials
import TrawlMetrics

/// Remembers which series each request of each device had: tells which of them ended, and which another request sends.
///
/// It holds the rows of the last poll as they came, which share their memory with whoever else keeps them.
struct SeriesMemory {
    private let naming: SeriesNaming
    private var devices: [String: DeviceSeries] = [:]

    /// Makes an empty one.
    ///
    /// - Parameter labels: What every series gets where it has none of the name.
    init(adding labels: [MetricLabel] = []) {
        naming = SeriesNaming(own: labels)
    }

    /// Takes a poll's series.
    ///
    /// - Returns: The poll without what a request before this one sends, and the series that the device had and has no
    ///   more.
    mutating func replace(_ polled: PolledSeries) -> (sent: PolledSeries, ended: [PushSeries]) {
        let ranks = ranks
        return devices[polled.device, default: DeviceSeries()].replace(polled, naming, ranks)
    }

    /// Forgets a device, or one request of it.
    ///
    /// - Returns: The series that end with it, and the time of their last samples.
    mutating func forget(_ device: String, _ request: PolledSeries.Request?) -> (series: [PushSeries], last: Date) {
        guard devices[device] != nil else { return ([], .distantPast) }
        guard let request else {
            return devices.removeValue(forKey: device)?.all(naming) ?? ([], .distantPast)
        }
        defer { if devices[device]?.isEmpty == true { devices[device] = nil } }
        return devices[device]?.forget([request], naming) ?? ([], .distantPast)
    }

    // MARK: Collections

    private var ranks: [String: Int] = [:]

    /// Says whose polls come from now on, and which of two collections with the same series sends it: the first.
    ///
    /// - Returns: The series of collections that are not named, by device, and the time of their last samples.
    mutating func order(
        _ collections: [String]
    ) -> [(device: String, series: [PushSeries], last: Date)] {
        ranks = Dictionary(collections.enumerated().map { ($1, $0) }, uniquingKeysWith: min)
        var ended: [(device: String, series: [PushSeries], last: Date)] = []
        for device in devices.keys.sorted() {
            devices[device]?.noteOrder()
            let others = devices[device]?.requests.filter { ranks[$0.collection] == nil } ?? []
            guard !others.isEmpty, let (series, last) = devices[device]?.forget(others, naming) else { continue }
            if devices[device]?.isEmpty == true { devices[device] = nil }
            if !series.isEmpty { ended.append((device, series, last)) }
        }
        return ended
    }
}
