import TrawlCore

/// How durations are spread, in a fixed amount of memory: eight buckets for every doubling, so a quantile is off by an
/// eighth at most.
struct LatencyHistogram {
    private static let steps = 8
    /// Microseconds as an Int have at most 63 bits.
    private var counts = [Int](repeating: 0, count: 64 * LatencyHistogram.steps)
    private(set) var total = 0
    private var largest = 0

    mutating func add(_ duration: Duration) {
        let microseconds = max(0, Int(min(duration.milliseconds * 1000, 1e15)))
        counts[Self.bucket(of: microseconds)] += 1
        total += 1
        largest = max(largest, microseconds)
    }

    /// The upper bound of the bucket in which the quantile lies, and no more than the longest duration; `nil` without
    /// durations.
    func quantile(_ fraction: Double) -> Duration? {
        guard total > 0 else { return nil }
        let rank = min(total, max(1, Int((fraction * Double(total)).rounded(.up))))
        var seen = 0
        for (index, count) in counts.enumerated() {
            seen += count
            if seen >= rank { return .microseconds(min(largest, Self.upperBound(of: index))) }
        }
        return nil
    }

    private static func bucket(of microseconds: Int) -> Int {
        guard microseconds >= steps else { return microseconds }
        let exponent = Int.bitWidth - 1 - microseconds.leadingZeroBitCount
        return (exponent - 2) * steps + (microseconds >> (exponent - 3)) - steps
    }

    private static func upperBound(of bucket: Int) -> Int {
        guard bucket >= steps else { return bucket }
        let exponent = bucket / steps + 2
        return (bucket % steps + steps + 1) << (exponent - 3) - 1
    }
}
