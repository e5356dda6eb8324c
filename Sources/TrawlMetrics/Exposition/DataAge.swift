/// The age of every request's values, which is worked out when it is written.
enum DataAge {
    static let family = MetricFamily(
        name: "trawl_data_age_seconds",
        help: "Time since the last poll of a request that gave values.",
        unit: "seconds"
    )

    /// Name and labels of a request's age, and a blank.
    static func series(of key: MetricStore.Key, labels: [MetricLabel]) -> [UInt8] {
        var lines = MetricLines(labels: labels)
        let own = [
            MetricLabel("device", key.device), MetricLabel("collection", key.collection),
            MetricLabel("request", key.request),
        ]
        lines.append(SampleGroup(family, [SampleRow(own, .integer(0))]))
        return lines.bytes.dropLast(2)
    }

    /// Appends an age in seconds, to the millisecond.
    static func append(_ age: Duration, to bytes: inout [UInt8]) {
        let (seconds, attoseconds) = max(age, .zero).components
        bytes.append(contentsOf: String(seconds).utf8)
        let milliseconds = attoseconds / 1_000_000_000_000_000
        bytes.append(UInt8(ascii: "."))
        for divisor in [100, 10, 1] as [Int64] {
            bytes.append(UInt8(ascii: "0") + UInt8(milliseconds / divisor % 10))
        }
        bytes.append(UInt8(ascii: "\n"))
    }
}
