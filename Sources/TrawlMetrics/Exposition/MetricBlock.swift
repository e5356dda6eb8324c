/// What is exposed of one request of one device: lines that are copied by every scrape.
final class MetricBlock: Sendable {
    /// Some lines of one family.
    struct Run: Sendable {
        /// The family's number in the store.
        var family: Int32
        /// How many lines they are.
        var count: Int32
        /// Where they begin.
        var start: Int32
        /// Where they end.
        var end: Int32

        var range: Range<Int> { Int(start)..<Int(end) }
    }

    /// Whose lines they are.
    let key: MetricStore.Key
    /// Lines about the poll itself, which end with the request.
    let freshness: [UInt8]
    let freshnessRuns: [Run]
    /// Lines of what was measured, which end when they are too old.
    let values: [UInt8]
    let valueRuns: [Run]
    /// From when the values are not exposed any more.
    let expires: ContinuousClock.Instant
    /// The series that tells the values' age, without its value.
    let ageSeries: [UInt8]
    /// When there were values last.
    let updated: ContinuousClock.Instant?

    init(
        key: MetricStore.Key,
        freshness: [UInt8],
        freshnessRuns: [Run],
        values: [UInt8],
        valueRuns: [Run],
        expires: ContinuousClock.Instant,
        ageSeries: [UInt8],
        updated: ContinuousClock.Instant?
    ) {
        self.key = key
        self.freshness = freshness
        self.freshnessRuns = freshnessRuns
        self.values = values
        self.valueRuns = valueRuns
        self.expires = expires
        self.ageSeries = ageSeries
        self.updated = updated
    }

    /// The same without values; their age goes on.
    func withoutValues() -> MetricBlock {
        MetricBlock(
            key: key,
            freshness: freshness,
            freshnessRuns: freshnessRuns,
            values: [],
            valueRuns: [],
            expires: expires,
            ageSeries: ageSeries,
            updated: updated
        )
    }

    /// The values' runs while they are young enough.
    func liveRuns(at now: ContinuousClock.Instant) -> [Run] {
        now < expires ? valueRuns : []
    }
}
