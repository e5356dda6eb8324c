/// A moment as RFC 3339 writes it, `2026-11-20T21:00:00.123Z`: what models write, and many APIs.
enum WrittenMoment {
    /// Seconds since 1970; `nil` for anything else.
    static func seconds(_ bytes: ArraySlice<UInt8>) -> Double? {
        let text = Array(bytes)
        guard (20...40).contains(text.count), text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            text[10] | 0x20 == UInt8(ascii: "t"), text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            let year = number(text[0..<4]), let month = number(text[5..<7]), let day = number(text[8..<10]),
            let hour = number(text[11..<13]), let minute = number(text[14..<16]), let second = number(text[17..<19]),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var rest = text[19...]
        var micros = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
            guard let first = number(digits.prefix(6)) else { return nil }
            micros = first
            for _ in digits.prefix(6).count..<6 { micros *= 10 }
            rest = rest.dropFirst(1 + digits.count)
        }
        guard let zone = offset(rest) else { return nil }
        let whole = daysSince1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - zone
        return Double(whole) + Double(micros) / 1e6
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty else { return nil }
        var number = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number
    }

    /// Seconds east of Greenwich.
    private static func offset(_ text: ArraySlice<UInt8>) -> Int? {
        guard let sign = text.first else { return nil }
        if sign | 0x20 == UInt8(ascii: "z") { return text.count == 1 ? 0 : nil }
        let zone = Array(text.dropFirst())
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), zone.count == 5, zone[2] == UInt8(ascii: ":"),
            let hours = number(zone[0..<2]), let minutes = number(zone[3..<5])
        else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    /// The Gregorian calendar as Howard Hinnant counts it: years begin in March, so that the leap day comes last.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
