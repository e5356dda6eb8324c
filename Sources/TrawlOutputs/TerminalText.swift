/// Makes text from devices safe to show: nothing in it moves the cursor, hides, or turns the line around.
package enum TerminalText {
    /// Replaces controls, bidirectional and invisible characters by `\x1b` and `\u{202e}` forms; one line results.
    package static func escape(_ text: String) -> String {
        escape(text, keepingLineFeeds: false)
    }

    /// The same for text of several lines: line feeds and tabs stay, a carriage return before a line feed goes.
    package static func escapeLines(_ text: String) -> String {
        escape(text, keepingLineFeeds: true)
    }

    /// Rewrites JSON so that a terminal shows it harmlessly; it reads as the same value.
    static func escapeJSON(_ bytes: [UInt8]) -> [UInt8] {
        // Controls below 0x20 are not allowed inside JSON strings: only what is above ASCII can be dangerous.
        guard bytes.contains(where: { $0 >= 0x7F }) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 64)
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            guard scalar.value >= 0x7F, isDangerous(scalar) else {
                result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                continue
            }
            for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                let digits = String(unit, radix: 16)
                result.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
            }
        }
        return result
    }

    /// Whether a character does anything but show itself.
    static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20..<0x7F: false
        case 0..<0x20, 0x7F..<0xA0: true
        // Soft hyphen, Arabic letter mark, Mongolian vowel separator, Hangul fillers: invisible.
        case 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x180B...0x180F, 0x3164, 0xFFA0: true
        // Zero width, bidirectional marks, embeddings, overrides and isolates; line and paragraph separators.
        case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F: true
        case 0xFEFF, 0xFFF0...0xFFFB: true
        // Tags and the supplementary variation selectors: text inside text.
        case 0xE0000...0xE0FFF: true
        default: false
        }
    }

    private static func escape(_ text: String, keepingLineFeeds: Bool) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) || keepingLineFeeds && $0 == 0x0A }) { return text }
        var result = String.UnicodeScalarView()
        var pendingReturn = false
        for scalar in text.unicodeScalars {
            if pendingReturn, !(scalar == "\n") { append("\r", to: &result) }
            pendingReturn = false
            if keepingLineFeeds, scalar == "\r" {
                pendingReturn = true
            } else if isDangerous(scalar), !(keepingLineFeeds && (scalar == "\n" || scalar == "\t")) {
                append(scalar, to: &result)
            } else {
                result.append(scalar)
            }
        }
        if pendingReturn { append("\r", to: &result) }
        return String(result)
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView) {
        let form: String
        switch scalar {
        case "\n": form = "\\n"
        case "\r": form = "\\r"
        case "\t": form = "\\t"
        default:
            let digits = String(scalar.value, radix: 16)
            form = scalar.value < 0x100 ? "\\x\(digits.count < 2 ? "0" : "")\(digits)" : "\\u{\(digits)}"
        }
        result.append(contentsOf: form.unicodeScalars)
    }
}
