import FoundationEssentials
import TrawlMetrics

/// What each request of one device had at its last poll.
struct DeviceSeries {
    private struct Known {
        var labels: [MetricLabel]
        var groups: [SampleGroup]
        var date: Date
        /// The rows that a request before this one sends, by the group's index; as of a version.
        var hidden: [Int: Set<Int>] = [:]
        var version = 0

        init(_ polled: PolledSeries) {
            (labels, groups, date) = (polled.labels, polled.groups, polled.date)
        }

        /// Whether both have the same series in the same order, as polls mostly do.
        func hasSameSeries(as other: Known) -> Bool {
            labels == other.labels
                && groups.elementsEqual(other.groups) { one, other in
                    one.family.name == other.family.name
                        && one.rows.elementsEqual(other.rows) { $0.labels == $1.labels }
                }
        }
    }

    private var known: [PolledSeries.Request: Known] = [:]
    /// Counts how often the series of a request, or their order, changed.
    private var version = 0

    /// Whether nothing is known.
    var isEmpty: Bool { known.isEmpty }

    /// What was asked.
    var requests: [PolledSeries.Request] { Array(known.keys) }

    /// Notes that another collection may come first.
    mutating func noteOrder() {
        version += 1
    }

    /// Takes a poll's series, as ``SeriesMemory/replace(_:)``.
    mutating func replace(
        _ polled: PolledSeries,
        _ naming: SeriesNaming,
        _ ranks: [String: Int]
    ) -> (sent: PolledSeries, ended: [PushSeries]) {
        let old = known[polled.request]
        var new = Known(polled)
        let isSame = old.map(new.hasSameSeries(as:)) == true
        if !isSame { version += 1 }
        if let old, isSame, old.version == version {
            new.hidden = old.hidden
        } else {
            new.hidden = hidden(of: new, polled.request, naming, ranks)
        }
        new.version = version
        known[polled.request] = new
        let ended = isSame ? [] : missing(of: old.map { [$0] } ?? [], naming)
        guard !new.hidden.isEmpty else { return (polled, ended) }
        var sent = polled
        sent.groups = polled.groups.enumerated().compactMap { index, group in
            guard let hidden = new.hidden[index] else { return group }
            let rows = group.rows.enumerated().filter { !hidden.contains($0.offset) }.map(\.element)
            return rows.isEmpty ? nil : SampleGroup(group.family, rows)
        }
        return (sent, ended)
    }

    /// Forgets requests.
    ///
    /// - Returns: The series that no other request has, and the time of their last samples.
    mutating func forget(
        _ requests: [PolledSeries.Request],
        _ naming: SeriesNaming
    ) -> (series: [PushSeries], last: Date) {
        let gone = requests.compactMap { known.removeValue(forKey: $0) }
        guard !gone.isEmpty else { return ([], .distantPast) }
        version += 1
        return (missing(of: gone, naming), gone.map(\.date).max() ?? .distantPast)
    }

    /// All series, once each, and the time of their last samples.
    func all(_ naming: SeriesNaming) -> (series: [PushSeries], last: Date) {
        let nothing = DeviceSeries()
        return (nothing.missing(of: Array(known.values), naming), known.values.map(\.date).max() ?? .distantPast)
    }

    /// The series of polls that no request has now, once each.
    private func missing(of gone: [Known], _ naming: SeriesNaming) -> [PushSeries] {
        guard !gone.isEmpty else { return [] }
        let names = Set(gone.flatMap { $0.groups.map(\.family.name) })
        var present: Set<PushSeries> = []
        for known in known.values {
            for group in known.groups where names.contains(group.family.name) {
                for row in group.rows { present.insert(naming.series(group.family, known.labels, row)) }
            }
        }
        var missing: [PushSeries] = []
        for known in gone {
            for group in known.groups {
                for row in group.rows {
                    let series = naming.series(group.family, known.labels, row)
                    if present.insert(series).inserted { missing.append(series) }
                }
            }
        }
        return missing
    }

    /// The rows that requests before one have, too.
    private func hidden(
        of new: Known,
        _ request: PolledSeries.Request,
        _ naming: SeriesNaming,
        _ ranks: [String: Int]
    ) -> [Int: Set<Int>] {
        let rank = request.rank(in: ranks)
        let before = known.filter { $0.key.rank(in: ranks) < rank }.values
        guard !before.isEmpty else { return [:] }
        let names = Set(new.groups.map(\.family.name))
        var taken: [String: Set<PushSeries>] = [:]
        for known in before {
            for group in known.groups where names.contains(group.family.name) {
                for row in group.rows {
                    taken[group.family.name, default: []].insert(naming.series(group.family, known.labels, row))
                }
            }
        }
        var hidden: [Int: Set<Int>] = [:]
        for (index, group) in new.groups.enumerated() {
            guard let taken = taken[group.family.name] else { continue }
            for (place, row) in group.rows.enumerated()
            where taken.contains(naming.series(group.family, new.labels, row)) {
                hidden[index, default: []].insert(place)
            }
        }
        return hidden
    }
}
