/// Text as a path or a query carries it.
enum PercentEncoding {
    /// What is never encoded (RFC 3986, 2.3).
    private static let unreserved = Set("-._~".utf8)

    /// The text with everything encoded but letters, digits, `-._~` and what is allowed besides.
    static func encode(_ text: some StringProtocol, allowing others: String = "") -> String {
        let others = Set(others.utf8)
        var encoded = ""
        for byte in text.utf8 {
            if isAlphanumeric(byte) || unreserved.contains(byte) || others.contains(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }

    /// The text with what cannot stand in a path encoded; `%2F` and the like stay what they are.
    static func completing(_ text: some StringProtocol, allowing others: String) -> String {
        let bytes = Array(text.utf8)
        var encoded = ""
        for (index, byte) in bytes.enumerated() {
            let isTriplet =
                byte == UInt8(ascii: "%") && index + 2 < bytes.count && isHexadecimal(bytes[index + 1])
                && isHexadecimal(bytes[index + 2])
            let character = String(decoding: [byte], as: UTF8.self)
            if isTriplet {
                encoded += character
            } else if byte < 0x80 {
                encoded += encode(character, allowing: others)
            } else {
                encoded += "%" + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "a")...UInt8(ascii: "f"):
            true
        default: false
        }
    }
}
