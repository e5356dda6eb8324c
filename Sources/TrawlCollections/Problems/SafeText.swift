extension String {
    /// The text with every character that could move a cursor or turn the text around made visible, as `\x1b`.
    package var escapingControls: String {
        guard unicodeScalars.contains(where: Self.isHostile) else { return self }
        var safe = ""
        for scalar in unicodeScalars {
            guard Self.isHostile(scalar) else {
                safe.unicodeScalars.append(scalar)
                continue
            }
            let digits = String(scalar.value, radix: 16)
            safe += scalar.value <= 0xFF ? "\\x\(digits.count == 1 ? "0" : "")\(digits)" : "\\u{\(digits)}"
        }
        return safe
    }

    /// The text in backticks as a message names it, cut where it is long.
    var quoted: String {
        guard !isEmpty else { return "an empty text" }
        let scalars = unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: 60, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return "`\(self)`" }
        return "`\(String(scalars[..<end]))…`"
    }

    /// Controls, blanks that look like one but are none, and marks that reverse or hide what follows on a terminal.
    private static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0xA0, 0xAD, 0x61C, 0x180E, 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x206F, 0x3000,
            0xFEFF:
            true
        default: false
        }
    }
}
