/// The values that a checked number token stands for.
enum JSONNumber {
    /// Powers of ten that a Double holds exactly.
    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// The whole number, where it is one and its magnitude fits 64 bits; `1.0` and `1e3` are whole too.
    static func whole(_ token: Span<UInt8>, isElaborate: Bool) -> (magnitude: UInt64, isNegative: Bool)? {
        let isNegative = token[0] == UInt8(ascii: "-")
        guard !isElaborate else {
            return elaborateMagnitude(token, from: isNegative ? 1 : 0).map { ($0, isNegative) }
        }
        var magnitude: UInt64 = 0
        var position = isNegative ? 1 : 0
        // Nineteen digits cannot overflow.
        let safe = min(token.count, position + 19)
        while position < safe {
            magnitude = magnitude &* 10 &+ UInt64(token[position] &- UInt8(ascii: "0"))
            position += 1
        }
        while position < token.count {
            let (product, overflows) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carries) = product.addingReportingOverflow(UInt64(token[position] &- UInt8(ascii: "0")))
            guard !overflows, !carries else { return nil }
            magnitude = sum
            position += 1
        }
        return (magnitude, isNegative)
    }

    /// The whole number in a type's range, or `nil`.
    @inline(__always)
    static func integer<Integer: FixedWidthInteger>(
        _ token: Span<UInt8>,
        isElaborate: Bool,
        as type: Integer.Type
    ) -> Integer? {
        guard let (magnitude, isNegative) = whole(token, isElaborate: isElaborate) else { return nil }
        guard isNegative else { return Integer(exactly: magnitude) }
        guard magnitude <= Int64.min.magnitude else { return nil }
        return Integer(exactly: Int64(truncatingIfNeeded: 0 &- magnitude))
    }

    /// The nearest Double, or `nil` where the number is too large for one.
    static func double(_ token: Span<UInt8>) -> Double? {
        // A mantissa below 2^53 times or over an exact power of ten is rounded once, so it is the nearest.
        var mantissa: UInt64 = 0
        var digits = 0
        var exponent = 0
        var position = token[0] == UInt8(ascii: "-") ? 1 : 0
        let isNegative = position == 1
        var isFraction = false
        while position < token.count, digits < 19 {
            let byte = token[position]
            if byte == UInt8(ascii: ".") {
                isFraction = true
            } else if byte | 0x20 == UInt8(ascii: "e") {
                break
            } else {
                mantissa = mantissa &* 10 &+ UInt64(byte &- UInt8(ascii: "0"))
                digits += mantissa == 0 ? 0 : 1
                if isFraction { exponent -= 1 }
            }
            position += 1
        }
        if position == token.count, mantissa < 1 << 53, exponent >= -22 {
            let magnitude = Double(mantissa) / powersOfTen[-exponent]
            return isNegative ? -magnitude : magnitude
        }
        guard let value = Double(text(token)), value.isFinite else { return nil }
        return value
    }

    /// The nearest Float, or `nil` where the number is too large for one.
    static func float(_ token: Span<UInt8>) -> Float? {
        guard let value = Float(text(token)), value.isFinite else { return nil }
        return value
    }

    /// The token as a string.
    static func text(_ token: Span<UInt8>) -> String {
        unsafe token.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Digits, fraction and exponent as one whole number, exactly; `nil` where there is none or it is too large.
    private static func elaborateMagnitude(_ token: Span<UInt8>, from start: Int) -> UInt64? {
        var magnitude: UInt64 = 0
        /// Zeros that count only once another digit follows them.
        var zeros = 0
        var fractionDigits = 0
        var isFraction = false
        var position = start
        while position < token.count, token[position] | 0x20 != UInt8(ascii: "e") {
            defer { position += 1 }
            guard token[position] != UInt8(ascii: ".") else {
                isFraction = true
                continue
            }
            if isFraction { fractionDigits += 1 }
            let digit = UInt64(token[position] - UInt8(ascii: "0"))
            if digit == 0 {
                zeros += 1
                continue
            }
            guard let shifted = shift(magnitude, by: zeros + 1) else { return nil }
            let (sum, overflows) = shifted.addingReportingOverflow(digit)
            guard !overflows else { return nil }
            magnitude = sum
            zeros = 0
        }
        guard magnitude != 0 else { return 0 }
        guard let exponent = exponent(token, from: position + 1) else { return nil }
        let power = zeros - fractionDigits + exponent
        return power < 0 ? nil : shift(magnitude, by: power)
    }

    /// The exponent after `e`, 0 without one; `nil` where it is absurd.
    private static func exponent(_ token: Span<UInt8>, from start: Int) -> Int? {
        guard start < token.count else { return 0 }
        var position = start
        let isNegative = token[position] == UInt8(ascii: "-")
        if isNegative || token[position] == UInt8(ascii: "+") { position += 1 }
        var exponent = 0
        while position < token.count {
            exponent = exponent * 10 + Int(token[position] - UInt8(ascii: "0"))
            // More than any text has digits to make up for.
            guard exponent <= 1 << 30 else { return nil }
            position += 1
        }
        return isNegative ? -exponent : exponent
    }

    private static func shift(_ magnitude: UInt64, by power: Int) -> UInt64? {
        guard magnitude != 0 else { return 0 }
        guard power <= 19 else { return nil }
        var result = magnitude
        for _ in 0..<power {
            let (product, overflows) = result.multipliedReportingOverflow(by: 10)
            guard !overflows else { return nil }
            result = product
        }
        return result
    }
}
