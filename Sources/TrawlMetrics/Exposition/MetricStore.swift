import Synchronization

/// What scrapes are answered from: the newest values of every request of every device, written out already.
///
/// Lines are made when a poll ends, by whoever polled. A scrape takes the state of one moment, which costs next to
/// nothing, and copies bytes outside of the lock, so that no poll waits for it.
package final class MetricStore: Sendable {
    /// Whose values they are.
    package struct Key: Sendable, Hashable {
        /// The device's name.
        package var device: String
        /// The collection's name.
        package var collection: String
        /// The request's name.
        package var request: String

        /// Makes a key.
        package init(device: String, collection: String, request: String) {
            self.device = device
            self.collection = collection
            self.request = request
        }
    }

    /// How much there is.
    package struct Statistics: Sendable, Hashable {
        /// Series that were exposed when their polls ended; those of values that are too old by now count too.
        package var series = 0
        /// Bytes of their lines.
        package var bytes = 0
        /// Series that were left out since the start, as another one of the same name and labels is exposed.
        package var duplicates = 0
        /// Series that were left out since the start, as a name in them is none.
        package var misnamed = 0
    }

    private let state = Mutex(MetricStoreState())

    /// Makes an empty store.
    ///
    /// - Parameter collections: The collections' names; of two that expose the same series of a device the first wins.
    package init(collections: [String] = []) {
        order(collections)
    }

    /// Says which collection wins where two expose the same series of a device; those that are not named come last.
    package func order(_ collections: [String]) {
        let ranks = Dictionary(collections.enumerated().map { ($1, $0) }, uniquingKeysWith: min)
        state.withLock { $0.ranks = ranks }
    }

    /// Replaces what is exposed of a request of a device.
    ///
    /// - Parameters:
    ///   - key: Whose values they are.
    ///   - labels: What every series carries, values and freshness alike; among them `device`.
    ///   - values: What was measured; `nil` where the poll gave nothing, so that values end and their age goes on.
    ///   - freshness: What is told about the poll itself, which is exposed until the key is removed.
    ///   - expires: From when the values are too old.
    ///   - now: When the values came.
    package func update(
        _ key: Key,
        labels: [MetricLabel],
        values: [SampleGroup]?,
        freshness: [SampleGroup],
        expires: ContinuousClock.Instant,
        at now: ContinuousClock.Instant = .now
    ) {
        let freshLines = Self.lines(freshness, labels: labels)
        let valueLines = Self.lines(values ?? [], labels: labels)
        let ageSeries = DataAge.series(of: key, labels: labels)
        state.withLock { state in
            let place = state.places[key]
            let old = place.flatMap { state.entries[$0] }?.block
            let block = MetricBlock(
                key: key,
                freshness: freshLines.bytes,
                freshnessRuns: state.families.runs(of: freshLines),
                values: valueLines.bytes,
                valueRuns: state.families.runs(of: valueLines),
                expires: expires,
                ageSeries: ageSeries,
                updated: values == nil ? old?.updated : now
            )
            state.statistics.duplicates += freshLines.duplicates + valueLines.duplicates
            state.statistics.misnamed += freshLines.misnamed + valueLines.misnamed
            state.put(block, at: place)
            state.noteSharedSeries(of: block, at: now)
        }
    }

    /// Replaces what is told about the polls of a request of a device; values stay as they are.
    package func update(_ key: Key, labels: [MetricLabel], freshness: [SampleGroup]) {
        let lines = Self.lines(freshness, labels: labels)
        let ageSeries = DataAge.series(of: key, labels: labels)
        state.withLock { state in
            let place = state.places[key]
            let old = place.flatMap { state.entries[$0] }?.block
            let block = MetricBlock(
                key: key,
                freshness: lines.bytes,
                freshnessRuns: state.families.runs(of: lines),
                values: old?.values ?? [],
                valueRuns: old?.valueRuns ?? [],
                expires: old?.expires ?? .now,
                ageSeries: ageSeries,
                updated: old?.updated
            )
            state.put(block, at: place)
        }
    }

    /// Ends the values of a request of a device; its freshness stays.
    package func removeValues(_ key: Key) {
        state.withLock { state in
            guard let place = state.places[key], let entry = state.entries[place] else { return }
            state.put(entry.block.withoutValues(), at: place)
        }
    }

    /// Ends all series of a request of a device.
    package func remove(_ key: Key) {
        state.withLock { $0.remove(key) }
    }

    /// Ends all series of a device.
    package func remove(device: String) {
        state.withLock { state in
            let keys = state.devices[device, default: []].compactMap { state.entries[$0]?.block.key }
            for key in keys { state.remove(key) }
        }
    }

    /// How much there is.
    package var statistics: Statistics { state.withLock { $0.statistics } }

    /// How the store gets on, as families among Trawl's own metrics.
    package var metrics: [SampleGroup] {
        let statistics = statistics
        let dropped = MetricFamily(
            name: "trawl_series_dropped_total",
            help: "Series that were not exposed, by reason.",
            kind: .counter
        )
        return [
            SampleGroup(
                MetricFamily(name: "trawl_series", help: "Series of devices in memory, for scrapes."),
                [SampleRow([], .integer(Int64(statistics.series)))]
            ),
            SampleGroup(
                MetricFamily(name: "trawl_series_bytes", help: "Memory of their lines.", unit: "bytes"),
                [SampleRow([], .integer(Int64(statistics.bytes)))]
            ),
            SampleGroup(
                dropped,
                [
                    SampleRow([MetricLabel("reason", "duplicate")], .integer(Int64(statistics.duplicates))),
                    SampleRow([MetricLabel("reason", "name")], .integer(Int64(statistics.misnamed))),
                ]
            ),
        ]
    }

    /// Writes everything out.
    ///
    /// - Parameters:
    ///   - format: How.
    ///   - own: Trawl's own metrics.
    ///   - device: Whose series alone are wanted; `nil` for everybody's.
    ///   - now: When; values that are too old by then are left out.
    /// - Returns: The text in pieces of some hundred kilobytes.
    package func write(
        as format: ExpositionFormat,
        own: [SampleGroup] = [],
        device: String? = nil,
        at now: ContinuousClock.Instant = .now
    ) -> [[UInt8]] {
        var writer = state.withLock { ExpositionWriter(entries: $0.entries, families: $0.families, ranks: $0.ranks) }
        return writer.write(as: format, own: Self.lines(own, labels: []), device: device, at: now)
    }

    private static func lines(_ groups: [SampleGroup], labels: [MetricLabel]) -> MetricLines {
        var lines = MetricLines(labels: labels)
        for group in groups { lines.append(group) }
        lines.finish()
        return lines
    }
}
