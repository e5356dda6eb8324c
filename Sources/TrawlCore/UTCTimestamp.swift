package import FoundationEssentials

/// A moment in UTC, split into what a calendar shows.
package struct UTCTimestamp {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    let millisecond: Int

    /// Splits a date, rounded to the millisecond; years 0 to 9999.
    package init(_ date: Date) {
        let bounds = -62_167_219_200_000.0...253_402_300_799_999.0
        let wanted = (date.timeIntervalSince1970 * 1000).rounded()
        let milliseconds = Int(min(max(wanted.isNaN ? 0 : wanted, bounds.lowerBound), bounds.upperBound))
        let (days, ofDay) = Self.floorDivide(milliseconds, 86_400_000)
        hour = ofDay / 3_600_000
        minute = ofDay / 60_000 % 60
        second = ofDay / 1000 % 60
        millisecond = ofDay % 1000

        // Days to civil date: https://howardhinnant.github.io/date_algorithms.html#civil_from_days
        let (era, dayOfEra) = Self.floorDivide(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shifted + 2) / 5 + 1
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// `2026-11-20T21:00:00.123Z`, as records carry it.
    package var extended: String {
        "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
            + "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2)).\(padded(millisecond, 3))Z"
    }

    /// `20261120T210000Z`, as run ids carry it.
    package var basic: String {
        "\(padded(year, 4))\(padded(month, 2))\(padded(day, 2))T"
            + "\(padded(hour, 2))\(padded(minute, 2))\(padded(second, 2))Z"
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func floorDivide(_ number: Int, _ divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
