import TrawlJSON

/// A number as a device writes it: bare, in a text with its unit, as a truth, or as a moment.
enum NumberReading: Equatable {
    /// The number.
    case number(MetricValue)
    /// The device says that there is none.
    case absent
    /// Something else stands there.
    case unreadable

    init(_ value: JSONSlice) {
        switch value.kind {
        case .number:
            if let number = value.int {
                self = .number(.integer(Int64(number)))
            } else if let number = value.uint64 {
                self = .number(.unsigned(number))
            } else {
                self = value.double.map { .number(.real($0)) } ?? .unreadable
            }
        case .bool: self = .number(.integer(value.bool == true ? 1 : 0))
        case .null: self = .absent
        case .string: self.init(value.string ?? "")
        case .array where value.count == 1: self = value[0].map { NumberReading($0) } ?? .unreadable
        case .array, .object: self = .unreadable
        }
    }

    /// A number with thousands marked by commas or not, and with a unit behind it or not; a moment as seconds since 1970.
    init(_ text: String) {
        let bytes = Array(text.utf8)[...].trimmed
        if bytes.saysNothing {
            self = .absent
        } else if let moment = WrittenMoment.seconds(bytes) {
            self = .number(.real(moment))
        } else if let (value, rest) = Self.number(bytes), Self.isUnit(rest) {
            self = .number(value)
        } else if let truth = Self.truths[String(decoding: bytes, as: UTF8.self).lowercased()] {
            self = .number(.integer(truth))
        } else {
            self = .unreadable
        }
    }

    private static let truths: [String: Int64] = ["true": 1, "false": 0]

    /// A unit has no digits, and does not go on as a version, an address or a date would.
    private static func isUnit(_ rest: ArraySlice<UInt8>) -> Bool {
        guard let first = rest.first else { return true }
        let isSeparate = first == UInt8(ascii: " ")
        let unit = rest.trimmed
        guard let start = unit.first else { return true }
        let isLetter = (start | 0x20) >= UInt8(ascii: "a") && (start | 0x20) <= UInt8(ascii: "z")
        let begins =
            isLetter || start == UInt8(ascii: "%") || start >= 0x80 || (isSeparate && start == UInt8(ascii: "("))
        return begins && !unit.contains { $0.isDigit }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> (MetricValue, rest: ArraySlice<UInt8>)? {
        var rest = bytes
        var digits: [UInt8] = []
        var isWhole = true
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            rest = rest.dropFirst()
            if sign == UInt8(ascii: "-") { digits.append(sign) }
        }
        let signs = digits.count
        var group = rest.prefix { $0.isDigit }
        guard !group.isEmpty else { return nil }
        digits += group
        rest = rest.dropFirst(group.count)
        let mayGroup = group.count <= 3
        while rest.first == UInt8(ascii: ",") {
            group = rest.dropFirst().prefix { $0.isDigit }
            guard mayGroup, group.count == 3 else { return nil }
            digits += group
            rest = rest.dropFirst(4)
        }
        if rest.first == UInt8(ascii: "."), rest.dropFirst().first?.isDigit == true {
            isWhole = false
            let fraction = rest.dropFirst().prefix { $0.isDigit }
            digits.append(UInt8(ascii: "."))
            digits += fraction
            rest = rest.dropFirst(1 + fraction.count)
        }
        if let e = rest.first, e | 0x20 == UInt8(ascii: "e") {
            var exponent = rest.dropFirst()
            var written: [UInt8] = [e]
            if let sign = exponent.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
                written.append(sign)
                exponent = exponent.dropFirst()
            }
            let power = exponent.prefix { $0.isDigit }
            if !power.isEmpty {
                isWhole = false
                digits += written + power
                rest = exponent.dropFirst(power.count)
            }
        }
        let text = String(decoding: digits, as: UTF8.self)
        if isWhole, let value = Int64(text) { return (.integer(value), rest) }
        if isWhole, signs == 0, let value = UInt64(text) { return (.unsigned(value), rest) }
        guard let value = Double(text), value.isFinite else { return nil }
        return (.real(value), rest)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}

extension ArraySlice<UInt8> {
    fileprivate var trimmed: ArraySlice<UInt8> {
        var slice = self
        while let first = slice.first, first <= 0x20 { slice.removeFirst() }
        while let last = slice.last, last <= 0x20 { slice.removeLast() }
        return slice
    }

    /// Whether this stands where a device has no number.
    fileprivate var saysNothing: Bool {
        guard count <= 16 else { return false }
        return switch String(decoding: self, as: UTF8.self).lowercased() {
        case "", "-", "--", "---", "n/a", "na", "n.a.", "none", "null", "never", "not available", "not applicable": true
        default: false
        }
    }
}
