/// A span of time in one of the ways that NX-OS writes them.
///
/// `00:09:43`, `583.5`, `2d15h`, `1w2d`, `23week(s) 3day(s)`, `2 day(s), 03:04:05`, `PT9M43S`, `P1DT2H`; words that are
/// no span, such as `never` and `-`, are none.
struct NXOSAge: Sendable, Hashable {
    let duration: Duration

    init?(_ text: String) {
        let text = text.lowercased()
        guard let first = text.first, let seconds = first == "p" ? Self.parts(text, isISO: true) : Self.plain(text),
            let span = Seconds(seconds)
        else { return nil }
        duration = span.duration
    }

    private static func plain(_ text: String) -> Double? {
        if let seconds = Double(text), text.first?.isNumber == true { return seconds }
        guard text.contains(":") else { return parts(text, isISO: false) }
        // A clock, perhaps with days before it.
        let words = text.split { $0 == " " || $0 == "," }
        guard let clock = words.last else { return nil }
        let numbers = clock.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
        guard (2...3).contains(numbers.count), !numbers.contains(nil) else { return nil }
        let ofDay = numbers.compactMap { $0 }.reduce(0) { $0 * 60 + $1 }
        guard words.count > 1 else { return ofDay }
        return parts(words.dropLast().joined(separator: " "), isISO: false).map { $0 + ofDay }
    }

    /// Numbers with their units: `2d15h`, `23week(s) 3day(s)`, `pt9m43s`; in the latter `m` after `t` is a minute.
    private static func parts(_ text: String, isISO: Bool) -> Double? {
        var total = 0.0
        var number = ""
        var unit = ""
        var isTime = !isISO
        var hasParts = false
        func flush() -> Bool {
            guard !number.isEmpty || !unit.isEmpty else { return true }
            guard let value = Double(number), let factor = seconds(of: unit, isTime: isTime) else { return false }
            total += value * factor
            hasParts = true
            (number, unit) = ("", "")
            return true
        }
        for character in isISO ? text.dropFirst() : text[...] {
            if character.isASCII, character.isNumber || character == "." {
                if !unit.isEmpty, !flush() { return nil }
                number.append(character)
            } else if isISO, character == "t" {
                guard flush() else { return nil }
                isTime = true
            } else if character.isLetter {
                unit.append(character)
            } else if character == "(" || character == ")" || character == " " || character == "," {
                continue
            } else {
                return nil
            }
        }
        return flush() && hasParts ? total : nil
    }

    private static func seconds(of unit: String, isTime: Bool) -> Double? {
        switch unit {
        case "y", "year", "years": 365 * 86400
        case "mo", "month", "months": 30 * 86400
        case "m" where !isTime: 30 * 86400
        case "w", "week", "weeks": 7 * 86400
        case "d", "day", "days": 86400
        case "h", "hour", "hours", "hr", "hrs": 3600
        case "m", "min", "mins", "minute", "minutes": 60
        case "s", "sec", "secs", "second", "seconds": 1
        default: nil
        }
    }
}
