import TrawlMetrics

/// When things last changed, held still.
///
/// Some devices say how long ago that was, in words that are coarse: `10week(s) 4day(s)`, `1d02h`, `00:05:12`. The moment
/// that follows is another at each poll, although nothing changed, and everybody who counts changes sees one. The first
/// estimate stands while a new one may mean the same moment.
struct MomentMemory: Sendable {
    private var moments: [[MetricLabel]: Double] = [:]

    /// Whether a metric tells such a moment.
    static func isMoment(_ family: MetricFamily) -> Bool { family.name.hasSuffix("_last_change_timestamp_seconds") }

    /// Takes what a poll says, and gives what is told.
    ///
    /// - Parameters:
    ///   - rows: The moments, in seconds since 1970, by labels.
    ///   - now: When the device was asked.
    /// - Returns: The rows, each with the moment that was told before where that may be the same.
    mutating func hold(_ rows: [SampleRow], at now: Double) -> [SampleRow] {
        var held: [[MetricLabel]: Double] = [:]
        held.reserveCapacity(rows.count)
        let result = rows.map { row in
            let new = row.value.double
            guard let old = moments[row.labels], abs(new - old) <= Self.resolution(ofAge: now - new) else {
                held[row.labels] = new
                return row
            }
            held[row.labels] = old
            return SampleRow(row.labels, .real(old))
        }
        moments = held
        return result
    }

    /// How far apart two estimates of one moment may be, in seconds.
    ///
    /// NX-OS and EOS tell seconds within the first day, hours within the first week, days within the first year, then weeks.
    private static func resolution(ofAge age: Double) -> Double {
        switch age {
        case ..<86_400: 5
        case ..<(7 * 86_400): 3600
        case ..<(365 * 86_400): 86_400
        default: 7 * 86_400
        }
    }
}
