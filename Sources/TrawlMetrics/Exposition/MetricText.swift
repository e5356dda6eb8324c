/// Names, labels and values as both formats spell them.
enum MetricText {
    /// Whether this can be a metric's name.
    static func isMetricName(_ name: String) -> Bool {
        isName(name, with: UInt8(ascii: ":"))
    }

    /// Whether this can be a label's name; two `_` in front are Prometheus' own.
    static func isLabelName(_ name: String) -> Bool {
        isName(name, with: UInt8(ascii: "_")) && !name.utf8.starts(with: "__".utf8)
    }

    private static func isName(_ name: String, with extra: UInt8) -> Bool {
        var isFirst = true
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), extra:
                break
            case UInt8(ascii: "0")...UInt8(ascii: "9") where !isFirst: break
            default: return false
            }
            isFirst = false
        }
        return !isFirst
    }

    /// Appends `name="value"`, or nothing of a label without a value: to Prometheus that is no label.
    static func append(_ label: MetricLabel, afterOther: Bool, to bytes: inout [UInt8]) {
        if afterOther { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: label.name.utf8)
        bytes.append(UInt8(ascii: "="))
        bytes.append(UInt8(ascii: "\""))
        append(escaping: label.value, quotes: true, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends text with backslashes and line breaks escaped, and quotes where they would end it.
    static func append(escaping text: String, quotes: Bool, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
            case UInt8(ascii: "\"") where quotes: bytes.append(contentsOf: #"\""#.utf8)
            default: bytes.append(byte)
            }
        }
    }

    /// Appends a value: integers digit for digit, what is no number as Prometheus spells it.
    static func append(_ value: MetricValue, to bytes: inout [UInt8]) {
        switch value {
        case .integer(let integer): bytes.append(contentsOf: String(integer).utf8)
        case .unsigned(let integer): bytes.append(contentsOf: String(integer).utf8)
        case .real(let real) where real.isNaN: bytes.append(contentsOf: "NaN".utf8)
        case .real(let real) where real.isInfinite: bytes.append(contentsOf: (real > 0 ? "+Inf" : "-Inf").utf8)
        case .real(let real): bytes.append(contentsOf: real.description.utf8)
        }
    }
}
