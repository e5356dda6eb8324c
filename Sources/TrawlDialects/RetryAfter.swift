import FoundationEssentials

/// The header that says how long to stay away: seconds, or a date.
package enum RetryAfter: Sendable {
    /// The time to stay away; `nil` for what cannot be read or lies in the past.
    ///
    /// A date counts from the response's own `Date`, so that a device with a wrong clock is understood as it meant it.
    package static func duration(_ value: String, answeredAt date: String?) -> Duration? {
        if !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            // More digits than a number has are longer than anybody waits.
            return .seconds(Int64(value) ?? Int64(Int32.max))
        }
        guard let until = HTTPDate.seconds(value) else { return nil }
        let now = date.flatMap(HTTPDate.seconds) ?? Int64(Date().timeIntervalSince1970)
        return until < now ? nil : .seconds(until - now)
    }
}

/// The three spellings of a date in HTTP, as seconds since 1970.
///
/// https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
enum HTTPDate {
    static func seconds(_ text: String) -> Int64? {
        let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
        switch words.count {
        case 6 where words[5] == "GMT":
            // `Sun, 06 Nov 1994 08:49:37 GMT`, or `Sunday, 06-Nov-94 08:49:37 GMT`
            return seconds(year: words[3], month: words[2], day: words[1], time: words[4])
        case 5:
            // `Sun Nov  6 08:49:37 1994`
            return seconds(year: words[4], month: words[1], day: words[2], time: words[3])
        default:
            return nil
        }
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func seconds(year: String, month: String, day: String, time: String) -> Int64? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
        guard var year = Int64(year), (0...9999).contains(year),
            let month = months.firstIndex(of: month),
            let day = Int64(day), (1...31).contains(day),
            clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2],
            (0..<24).contains(hour), (0..<60).contains(minute), (0...60).contains(second)
        else { return nil }
        // Two digits are of the nearest century; no device speaks of a time before 1970.
        if year < 100 { year += year < 70 ? 2000 : 1900 }
        return daysSince1970(year: year, month: Int64(month) + 1, day: day) * 86400 + hour * 3600 + minute * 60 + second
    }

    /// Days of the Gregorian calendar, counted in years that begin in March: leap days then come last.
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
