package import Trawl

/// Durations, rates and sizes as files spell them.
enum Quantity {
    /// A whole or decimal number in front of a unit.
    static func split(_ text: String) -> (number: Double, unit: String)? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.count <= 9 }),
            let number = Double(digits)
        else { return nil }
        return (number, String(text.dropFirst(digits.count)))
    }

    static let durationPattern = #"(?!0+(?:\.0+)?[a-z])[0-9]{1,9}(?:\.[0-9]{1,9})?(?:ms|s|m|h)"#
    static let ratePattern = #"(?!0+(?:\.0+)?/)[0-9]{1,9}(?:\.[0-9]{1,9})?/(?:s|m|h)"#
    static let sizePattern = #"(?!0+[A-Z])[0-9]{1,9}(?:B|KiB|MiB|GiB)"#
}

extension Duration {
    /// Reads `500ms`, `5s`, `2m`, `1h`; `nil` for anything else, and for no time at all.
    package init?(written text: String) {
        guard let (number, unit) = Quantity.split(text), number > 0 else { return nil }
        switch unit {
        case "ms": self = .seconds(number / 1000)
        case "s": self = .seconds(number)
        case "m": self = .seconds(number * 60)
        case "h": self = .seconds(number * 3600)
        default: return nil
        }
    }

    /// Reads `500ms..10s`; `nil` where the second is the shorter one.
    static func range(written text: String) -> ClosedRange<Duration>? {
        let parts = text.split(separator: "..", omittingEmptySubsequences: false)
        guard parts.count == 2, let low = Duration(written: String(parts[0])),
            let high = Duration(written: String(parts[1])), low <= high
        else { return nil }
        return low...high
    }
}

extension Rate {
    /// Reads `5/s`, `30/m`, `100/h`; `nil` for anything else, and for no events at all.
    package init?(written text: String) {
        guard let (number, unit) = Quantity.split(text), number > 0 else { return nil }
        switch unit {
        case "/s": self.init(perSecond: number)
        case "/m": self.init(perSecond: number / 60)
        case "/h": self.init(perSecond: number / 3600)
        default: return nil
        }
    }
}

/// Sizes as files spell them.
enum ByteCount {
    /// Reads `512B`, `64KiB`, `10MiB`, `1GiB`; `nil` for anything else, and for nothing at all.
    static func written(_ text: String) -> Int? {
        guard let (number, unit) = Quantity.split(text), number > 0, number == number.rounded() else { return nil }
        let count = Int(number)
        switch unit {
        case "B": return count
        case "KiB": return count << 10
        case "MiB": return count << 20
        case "GiB": return count << 30
        default: return nil
        }
    }
}
