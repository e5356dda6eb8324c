/// A MAC address of 48 bits; written `00:1c:73:0a:bc:0f`.
///
/// Read from every writing that switches use: `001c.730a.bc0f`, `00:1C:73:0a:bc:f`, `001c-730a-bc0f`, `001c730abc0f`.
/// Groups that lost their leading zeros get them back, and an address that is cut off after a colon ends in zeros.
public struct MACAddress: TextValue {
    /// In errors.
    public static let noun = "a MAC address"

    /// The address in the low 48 bits.
    public let bits: UInt64

    /// Makes an address of its low 48 bits.
    public init(bits: UInt64) {
        self.bits = bits & 0xFFFF_FFFF_FFFF
    }

    /// Reads any of the writings; `nil` where the text is none of them.
    public init?(_ text: String) {
        let separator = text.first { !$0.isHexDigit }
        guard separator == nil || separator == ":" || separator == "." || separator == "-" else { return nil }
        var groups = text.split(separator: separator ?? ":", omittingEmptySubsequences: false)
        if separator == ":", groups.last?.isEmpty == true {
            let digits = groups.joined()
            groups = [Substring(digits + String(repeating: "0", count: max(0, 12 - digits.count)))]
        }
        let width: Int
        switch groups.count {
        case 6: width = 2
        case 3: width = 4
        case 1: width = 12
        default: return nil
        }
        var bits: UInt64 = 0
        for group in groups {
            guard !group.isEmpty, group.utf8.count <= width, width < 12 || group.utf8.count == 12,
                group.allSatisfy({ $0.isASCII && $0.isHexDigit }), let value = UInt64(group, radix: 16)
            else { return nil }
            bits = bits << UInt64(width * 4) | value
        }
        self.bits = bits
    }

    /// `00:1c:73:0a:bc:0f`.
    public var description: String {
        stride(from: 40, through: 0, by: -8).map { shift in
            let octet = String(bits >> UInt64(shift) & 0xFF, radix: 16)
            return octet.utf8.count == 1 ? "0" + octet : octet
        }.joined(separator: ":")
    }
}
