/// One word of a tape: what a token is, where its text starts, and how long it is.
///
/// From the low end: 30 bits of offset, 29 bits of length, 2 flags, 3 bits of kind. A string's offset and length are
/// those of its content, without quotes. A container's length counts the words it takes, its own two included, so
/// that skipping it is one addition; its second word holds the offset after the closing bracket and, above it, the
/// number of members or elements.
struct JSONWord: Sendable {
    /// The longest text that the fields can describe.
    static let longestText = (1 << 29) - 1

    static let object: UInt64 = 0
    static let array: UInt64 = 1
    static let string: UInt64 = 2
    static let number: UInt64 = 3
    static let bool: UInt64 = 4
    static let null: UInt64 = 5

    /// On a string: it has escapes; on a number: it has a fraction or an exponent.
    static let isElaborate: UInt64 = 1 << 59
    /// On a string: it has invalid UTF-8 or half a surrogate pair; on a container: it has that or whitespace inside.
    static let needsRewriting: UInt64 = 1 << 60

    /// Everything but the offset: equal for two plain strings of one length.
    static let shapeMask: UInt64 = ~((1 << 30) - 1)

    let raw: UInt64

    @inline(__always)
    init(raw: UInt64) { self.raw = raw }

    @inline(__always)
    init(kind: UInt64, flags: UInt64 = 0, offset: Int, length: Int) {
        raw = kind << 61 | flags | UInt64(truncatingIfNeeded: length) << 30 | UInt64(truncatingIfNeeded: offset)
    }

    @inline(__always) var kind: UInt64 { raw >> 61 }
    @inline(__always) var isContainer: Bool { raw >> 62 == 0 }
    @inline(__always) var isElaborate: Bool { raw & Self.isElaborate != 0 }
    @inline(__always) var needsRewriting: Bool { raw & Self.needsRewriting != 0 }
    @inline(__always) var offset: Int { Int(truncatingIfNeeded: raw & ~Self.shapeMask) }
    @inline(__always) var length: Int { Int(truncatingIfNeeded: raw >> 30 & UInt64(Self.longestText)) }

    /// How many words of the tape the value takes.
    @inline(__always) var stride: Int { isContainer ? length : 1 }

    /// The token's bytes, without the quotes of a string; for scalars only.
    @inline(__always) var range: Range<Int> { offset..<(offset + length) }
}
