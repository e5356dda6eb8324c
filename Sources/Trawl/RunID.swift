public import FoundationEssentials

/// Names of runs: the UTC start and six random digits, such as `20261120T210000Z-7f3a9c`.
public enum RunID: Sendable {
    /// A new id for a run that starts now.
    public static func make(at date: Date = Date()) -> String {
        let parts = Date.ISO8601FormatStyle(
            dateSeparator: .omitted,
            dateTimeSeparator: .standard,
            timeSeparator: .omitted
        )
        let digits = String(UInt32.random(in: 0...0xFF_FFFF), radix: 16)
        return date.formatted(parts) + "-" + String(repeating: "0", count: 6 - digits.count) + digits
    }
}
