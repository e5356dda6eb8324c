extension JSONScanner {
    /// Reads a string from its opening quote past its closing one, and gives the flags of its word.
    @inline(__always)
    mutating func scanString() throws(JSONError) -> UInt64 {
        let start = position
        position += 1
        skipPlainText()
        if position < end, unsafe base[position] == UInt8(ascii: "\"") {
            position += 1
            return 0
        }
        return try scanElaborateString(from: start)
    }

    /// Moves past printable ASCII, eight bytes at a time, up to a quote, a backslash, a control or a byte over 0x7F.
    @inline(__always)
    private mutating func skipPlainText() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        while position + 8 <= end {
            let eight = unsafe UInt64(
                littleEndian: UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self)
            )
            let quote = eight ^ (ones &* 0x22)
            let backslash = eight ^ (ones &* 0x5C)
            // Each term sets the high bit of the bytes sought; a borrow can only add hits above a true one, and the
            // lowest hit is the one used. https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord
            let hits =
                (((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
                    | ((eight &- ones &* 0x20) & ~eight) | eight) & highs
            guard hits == 0 else {
                position += hits.trailingZeroBitCount >> 3
                return
            }
            position += 8
        }
        while position < end {
            let byte = unsafe base[position]
            guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { return }
            position += 1
        }
    }

    /// Goes on with a string that holds more than printable ASCII, or does not end.
    @inline(never)
    private mutating func scanElaborateString(from start: Int) throws(JSONError) -> UInt64 {
        var flags: UInt64 = 0
        while position < end {
            let byte = unsafe base[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                if flags & JSONWord.needsRewriting != 0 { needsRewriting = true }
                return flags
            case UInt8(ascii: "\\"):
                flags |= JSONWord.isElaborate
                if try scanEscape() { continue }
                replacedSequences += 1
                flags |= JSONWord.needsRewriting
            case 0x80...:
                let rest = unsafe Span(_unsafeElements: UnsafeBufferPointer(start: base, count: end))
                let (length, isValid) = UTF8Sequence.measure(rest, at: position)
                position += length
                if !isValid {
                    replacedSequences += 1
                    flags |= JSONWord.needsRewriting
                }
            case 0..<0x20:
                throw JSONError(
                    offset: position,
                    reason: "control character 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16)) in a string"
                )
            default: skipPlainText()
            }
        }
        throw JSONError(offset: start, reason: "unterminated string")
    }

    /// Moves past an escape, or a pair of them for one character; false where it is half a surrogate pair.
    private mutating func scanEscape() throws(JSONError) -> Bool {
        let start = position
        position += 1
        switch peek() {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
            return true
        case UInt8(ascii: "u"):
            position += 1
            let unit = try scanHexadecimal(of: start)
            guard unit & 0xF800 == 0xD800 else { return true }
            guard unit < 0xDC00, position + 1 < end, unsafe base[position] == UInt8(ascii: "\\"),
                unsafe base[position + 1] == UInt8(ascii: "u")
            else { return false }
            let second = position
            position += 2
            if try scanHexadecimal(of: second) & 0xFC00 == 0xDC00 { return true }
            position = second
            return false
        default:
            throw JSONError(
                offset: start,
                reason: position < end ? "invalid escape in a string" : "unterminated string"
            )
        }
    }

    private mutating func scanHexadecimal(of escape: Int) throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = JSONText.hexadecimal(peek()) else {
                throw JSONError(offset: escape, reason: "`\\u` without four hexadecimal digits")
            }
            unit = unit << 4 | digit
            position += 1
        }
        return unit
    }

    /// Reads a number, and gives the flags of its word.
    @inline(__always)
    mutating func scanNumber() throws(JSONError) -> UInt64 {
        let start = position
        if peek() == UInt8(ascii: "-") { position += 1 }
        if peek() == UInt8(ascii: "0") {
            position += 1
            guard !isDigit(peek()) else {
                throw JSONError(offset: start, reason: "number with a leading zero")
            }
        } else {
            try skipDigits()
        }
        let next = peek()
        guard next == UInt8(ascii: ".") || next | 0x20 == UInt8(ascii: "e") else { return 0 }
        if next == UInt8(ascii: ".") {
            position += 1
            try skipDigits()
        }
        if peek() | 0x20 == UInt8(ascii: "e") {
            position += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
            try skipDigits()
        }
        return JSONWord.isElaborate
    }

    @inline(__always)
    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    @inline(__always)
    private mutating func skipDigits() throws(JSONError) {
        guard isDigit(peek()) else { throw unexpected("a digit") }
        repeat { position += 1 } while isDigit(peek())
    }
}
