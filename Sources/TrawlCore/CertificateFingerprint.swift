/// The SHA-256 of a certificate: 32 bytes, as `openssl x509 -fingerprint -sha256` prints them.
public struct CertificateFingerprint: Sendable, Hashable, CustomStringConvertible {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// Takes 32 bytes; `nil` for any other number of them.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Reads 64 hexadecimal digits, with a colon between each two or without any; `nil` for anything else.
    public init?(_ text: String) {
        let characters = Array(text.utf8)
        let hasColons = characters.contains(UInt8(ascii: ":"))
        guard characters.count == (hasColons ? 95 : 64) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for start in stride(from: 0, to: characters.count, by: hasColons ? 3 : 2) {
            guard start == 0 || !hasColons || characters[start - 1] == UInt8(ascii: ":"),
                let high = Self.digit(characters[start]), let low = Self.digit(characters[start + 1])
            else { return nil }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    /// `AB:CD:…`, upper case with colons.
    public var description: String {
        let digits = Array("0123456789ABCDEF")
        return bytes.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined(separator: ":")
    }
}
