public import FoundationEssentials

/// The name of a run in its records: when it began, and six random digits.
public enum RunID: Sendable {
    /// Makes an id such as `20261120T210000Z-7f3a9c`.
    public static func make(date: Date = Date()) -> String {
        var generator = SystemRandomNumberGenerator()
        return make(date: date, using: &generator)
    }

    static func make(date: Date, using generator: inout some RandomNumberGenerator) -> String {
        let digits = String(UInt32.random(in: 0..<(1 << 24), using: &generator), radix: 16)
        return "\(UTCTimestamp(date).basic)-\(String(repeating: "0", count: 6 - digits.count))\(digits)"
    }
}
