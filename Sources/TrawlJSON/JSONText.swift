/// The text of a string token: what its escapes mean, and how its mistakes are repaired.
enum JSONText {
    /// U+FFFD in UTF-8.
    static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    /// The value of a hexadecimal digit.
    @inline(__always)
    static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// Whether two texts are the same bytes.
    @inline(__always)
    static func isEqual(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
        unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer { unsafe isEqual(first, $0) }
        }
    }

    /// Whether two texts are the same bytes.
    ///
    /// Eight at a time, the last eight overlapping: keys are too short for a call of `memcmp` to pay.
    @inline(__always)
    static func isEqual(_ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>) -> Bool {
        let count = first.count
        guard count == second.count else { return false }
        guard let one = unsafe UnsafeRawPointer(first.baseAddress),
            let other = unsafe UnsafeRawPointer(second.baseAddress)
        else { return count == 0 }
        guard count >= 8 else {
            for position in 0..<count
            where unsafe one.load(fromByteOffset: position, as: UInt8.self)
                != other.load(fromByteOffset: position, as: UInt8.self)
            { return false }
            return true
        }
        var position = 0
        while position < count {
            let place = min(position, count - 8)
            let (left, right) = unsafe (
                one.loadUnaligned(fromByteOffset: place, as: UInt64.self),
                other.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            )
            if left != right { return false }
            position += 8
        }
        return true
    }

    /// The string that a checked token stands for; half a surrogate pair and invalid UTF-8 read as U+FFFD.
    static func string(_ token: Span<UInt8>) -> String {
        // No escape is shorter than the UTF-8 of what it means; invalid bytes stay for `String` to replace.
        unsafe String(unsafeUninitializedCapacity: token.count) { buffer in
            var read = 0
            var written = 0
            while read < token.count {
                let byte = token[read]
                guard byte == UInt8(ascii: "\\") else {
                    unsafe buffer[written] = byte
                    read += 1
                    written += 1
                    continue
                }
                let (scalar, length) = escape(in: token, at: read)
                read += length
                for unit in UTF8.encode(scalar ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter {
                    unsafe buffer[written] = unit
                    written += 1
                }
            }
            return written
        }
    }

    /// Appends a checked token so that it is valid UTF-8, with a U+FFFD for every mistake.
    static func appendRepaired(_ token: Span<UInt8>, to bytes: inout [UInt8]) {
        var read = 0
        while read < token.count {
            let byte = token[read]
            if byte == UInt8(ascii: "\\") {
                let (scalar, length) = escape(in: token, at: read)
                if scalar == nil {
                    bytes.append(contentsOf: #"\ufffd"#.utf8)
                } else {
                    for position in read..<(read + length) { bytes.append(token[position]) }
                }
                read += length
            } else if byte < 0x80 {
                bytes.append(byte)
                read += 1
            } else {
                let (length, isValid) = UTF8Sequence.measure(token, at: read)
                if isValid {
                    for position in read..<(read + length) { bytes.append(token[position]) }
                } else {
                    bytes.append(contentsOf: replacement)
                }
                read += length
            }
        }
    }

    /// The character of a checked escape and the bytes it takes; `nil` for half a surrogate pair.
    private static func escape(in token: Span<UInt8>, at start: Int) -> (scalar: Unicode.Scalar?, length: Int) {
        switch token[start + 1] {
        case UInt8(ascii: "b"): return ("\u{08}", 2)
        case UInt8(ascii: "f"): return ("\u{0C}", 2)
        case UInt8(ascii: "n"): return ("\n", 2)
        case UInt8(ascii: "r"): return ("\r", 2)
        case UInt8(ascii: "t"): return ("\t", 2)
        case UInt8(ascii: "u"):
            let unit = codeUnit(in: token, at: start)
            guard unit & 0xF800 == 0xD800 else { return (Unicode.Scalar(unit), 6) }
            guard unit < 0xDC00, start + 12 <= token.count, token[start + 6] == UInt8(ascii: "\\"),
                token[start + 7] == UInt8(ascii: "u")
            else { return (nil, 6) }
            let second = codeUnit(in: token, at: start + 6)
            guard second & 0xFC00 == 0xDC00 else { return (nil, 6) }
            return (Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + second & 0x3FF), 12)
        default: return (Unicode.Scalar(token[start + 1]), 2)
        }
    }

    private static func codeUnit(in token: Span<UInt8>, at start: Int) -> UInt32 {
        (start + 2..<start + 6).reduce(0) { $0 << 4 | (hexadecimal(token[$1]) ?? 0) }
    }
}
