/// UTF-8 well-formedness, as table 3-7 of the Unicode standard has it.
enum UTF8Sequence {
    /// The length of the sequence that starts with a byte of 0x80 or more: valid, or the part that one U+FFFD replaces.
    ///
    /// The part replaced is the maximal subpart, the same that `String(decoding:as:)` replaces.
    static func measure(_ bytes: Span<UInt8>, at start: Int) -> (length: Int, isValid: Bool) {
        let lead = bytes[start]
        let continuations: Int
        // Only the second byte's range depends on the lead: overlong forms, surrogates, and what is past U+10FFFF.
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: continuations = 1
        case 0xE0...0xEF:
            continuations = 2
            if lead == 0xE0 { second = 0xA0...0xBF }
            if lead == 0xED { second = 0x80...0x9F }
        case 0xF0...0xF4:
            continuations = 3
            if lead == 0xF0 { second = 0x90...0xBF }
            if lead == 0xF4 { second = 0x80...0x8F }
        default: return (1, false)
        }
        for step in 1...continuations {
            let position = start + step
            let allowed = step == 1 ? second : 0x80...0xBF
            guard position < bytes.count, allowed.contains(bytes[position]) else { return (step, false) }
        }
        return (continuations + 1, true)
    }
}
