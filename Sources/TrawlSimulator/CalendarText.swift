/// Dates as switches print them, in UTC.
struct CalendarText: Sendable {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

    private let days: Int
    private let secondOfDay: Int
    let year: Int
    let month: Int
    let day: Int

    /// Reads seconds since 1970.
    ///
    /// Days to a date as in https://howardhinnant.github.io/date_algorithms.html#civil_from_days
    init(unix: Double) {
        let seconds = Int(unix.rounded(.down))
        days = seconds / 86_400
        secondOfDay = seconds % 86_400
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// As `14:03:41`.
    var time: String { "\(two(secondOfDay / 3600)):\(two(secondOfDay / 60 % 60)):\(two(secondOfDay % 60))" }
    /// As `Fri`.
    var weekday: String { Self.weekdays[((days % 7) + 7) % 7] }
    /// As `Nov`.
    var monthName: String { Self.months[month - 1] }
    /// As `Fri Nov 20 21:00:00 2026`.
    var line: String { "\(weekday) \(monthName) \(day < 10 ? " " : "")\(day) \(time) \(year)" }
    /// As `2026-11-20 21:00:00`.
    var sortable: String { "\(year)-\(two(month))-\(two(day)) \(time)" }
}

/// Lengths of time as switches print them.
enum DurationText {
    /// `02:46:40`, and `2d15h` from a day on, `23w3d` from ten weeks on.
    static func short(_ seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        switch seconds {
        case ..<86_400: return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        case ..<6_048_000: return "\(seconds / 86_400)d\(two(seconds / 3600 % 24))h"
        default: return "\(seconds / 604_800)w\(seconds / 86_400 % 7)d"
        }
    }

    /// `00:07:02` below a day, `3d02h` up to a week, `23week(s) 3day(s)` beyond.
    static func flapped(_ seconds: Int) -> String {
        switch seconds {
        case ..<86_400: short(seconds)
        case ..<604_800: "\(seconds / 86_400)day(s) \(seconds / 3600 % 24)hour(s)"
        default: "\(seconds / 604_800)week(s) \(seconds / 86_400 % 7)day(s)"
        }
    }
}

extension Double {
    /// The number with a fixed count of decimals, rounded.
    func decimals(_ count: Int) -> String {
        var scale = 1.0
        for _ in 0..<count { scale *= 10 }
        let whole = Int((abs(self) * scale).rounded())
        guard count > 0 else { return (self < 0 ? "-" : "") + String(whole) }
        let fraction = String(whole % Int(scale))
        let zeros = String(repeating: "0", count: count - fraction.count)
        return (self < 0 ? "-" : "") + "\(whole / Int(scale)).\(zeros)\(fraction)"
    }
}
