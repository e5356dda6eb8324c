/// Writes JSON text piece by piece, for envelopes and records whose field order matters.
public struct JSONWriter: Sendable {
    /// The text so far.
    public var bytes: [UInt8] = []
    private var needsComma = false

    /// Starts with an empty text.
    public init() {}

    /// Opens an object.
    public mutating func beginObject() { open("{") }
    /// Closes an object.
    public mutating func endObject() { close("}") }
    /// Opens an array.
    public mutating func beginArray() { open("[") }
    /// Closes an array.
    public mutating func endArray() { close("]") }

    /// Writes a member's key; its value must follow.
    public mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string, escaped.
    public mutating func string(_ text: String) {
        separate()
        Self.append(text, to: &bytes)
    }

    /// Writes a whole number.
    public mutating func number(_ value: some BinaryInteger) {
        raw(String(value))
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) {
        raw(value ? "true" : "false")
    }

    /// Writes `null`.
    public mutating func null() {
        raw("null")
    }

    /// Writes a piece of JSON as it is.
    public mutating func raw(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes a value that was read, on one line.
    public mutating func slice(_ slice: JSONSlice) {
        separate()
        slice.write(to: &bytes)
    }

    private mutating func open(_ bracket: Unicode.Scalar) {
        separate()
        bytes.append(UInt8(ascii: bracket))
        needsComma = false
    }

    private mutating func close(_ bracket: Unicode.Scalar) {
        bytes.append(UInt8(ascii: bracket))
        needsComma = true
    }

    /// Puts a comma in front of every value but a container's first and the one after a key.
    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// Appends a string literal with quotes; controls and DEL are escaped, everything else stays UTF-8.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        let utf8 = text.utf8.span
        var plain = 0
        for position in utf8.indices {
            let byte = utf8[position]
            guard byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
                continue
            }
            append(utf8, from: plain, to: position, onto: &bytes)
            appendEscape(of: byte, to: &bytes)
            plain = position + 1
        }
        append(utf8, from: plain, to: utf8.count, onto: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    private static func append(_ text: Span<UInt8>, from start: Int, to end: Int, onto bytes: inout [UInt8]) {
        unsafe text.extracting(start..<end).withUnsafeBufferPointer { run in
            unsafe bytes.append(contentsOf: run)
        }
    }

    private static func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0..<0x20, 0x7F:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(hexadecimalDigit(byte >> 4))
            bytes.append(hexadecimalDigit(byte & 15))
        default: bytes.append(byte)
        }
    }

    private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
