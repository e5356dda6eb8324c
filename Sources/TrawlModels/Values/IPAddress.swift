/// An IPv4 or IPv6 address; written as RFC 5952 says: lower case, the longest run of zeros as `::`.
///
/// An IPv4 address inside IPv6 is written `::ffff:192.0.2.1`, and a zone (`fe80::1%Ethernet1`) is kept.
public struct IPAddress: TextValue {
    /// In errors.
    public static let noun = "an IP address"

    /// The version of the protocol.
    public enum Version: Int, Sendable, Hashable, Codable, CaseIterable {
        /// IPv4.
        case v4 = 4
        /// IPv6.
        case v6 = 6
    }

    /// The version of the protocol.
    public let version: Version
    /// The high 64 bits; 0 for IPv4.
    public let high: UInt64
    /// The low 64 bits; an IPv4 address is in the low 32 of them.
    public let low: UInt64
    /// The zone of a link-local address.
    public let zone: String?

    /// Makes an IPv4 address.
    public init(v4 bits: UInt32) {
        self.init(version: .v4, high: 0, low: UInt64(bits), zone: nil)
    }

    /// Makes an IPv6 address.
    public init(v6 high: UInt64, _ low: UInt64, zone: String? = nil) {
        self.init(version: .v6, high: high, low: low, zone: zone)
    }

    private init(version: Version, high: UInt64, low: UInt64, zone: String?) {
        self.version = version
        self.high = high
        self.low = low
        self.zone = zone
    }

    /// Reads an address; `nil` where the text is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first, address.utf8.count <= 45 else { return nil }
        let zone = parts.count == 2 ? String(parts[1]) : nil
        if address.contains(":") {
            guard zone?.isEmpty != true, let (high, low) = Self.v6(address) else { return nil }
            self.init(version: .v6, high: high, low: low, zone: zone)
        } else {
            guard zone == nil, let bits = Self.v4(address) else { return nil }
            self.init(v4: bits)
        }
    }

    /// Whether the address is only good on its link: `169.254.0.0/16` or `fe80::/10`.
    public var isLinkLocal: Bool { version == .v4 ? low >> 16 == 0xA9FE : high >> 54 == 0xFE80 >> 6 }

    /// The bits of the address: 32 or 128.
    public var width: Int { version == .v4 ? 32 : 128 }

    /// The canonical text.
    public var description: String {
        guard version == .v6 else { return Self.text(v4: UInt32(truncatingIfNeeded: low)) }
        let zone = zone.map { "%" + $0 } ?? ""
        if high == 0, low >> 32 == 0xFFFF { return "::ffff:" + Self.text(v4: UInt32(truncatingIfNeeded: low)) + zone }
        let groups = [high, low].flatMap { bits in [48, 32, 16, 0].map { (bits >> UInt64($0)) & 0xFFFF } }
        let zeros = Self.longestRun(ofZerosIn: groups)
        guard zeros.count > 1 else { return Self.hex(groups[...]) + zone }
        return Self.hex(groups[..<zeros.lowerBound]) + "::" + Self.hex(groups[zeros.upperBound...]) + zone
    }

    private static func hex(_ groups: ArraySlice<UInt64>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    private static func text(v4 bits: UInt32) -> String {
        "\(bits >> 24).\(bits >> 16 & 0xFF).\(bits >> 8 & 0xFF).\(bits & 0xFF)"
    }

    private static func longestRun(ofZerosIn groups: [UInt64]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 {
                start = index + 1
            } else if index + 1 - start > longest.count {
                longest = start..<index + 1
            }
        }
        return longest
    }

    private static func v4(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            // Leading zeros would be octal to some readers: nobody means them.
            guard let octet = UInt8(part), String(octet) == part else { return nil }
            bits = bits << 8 | UInt32(octet)
        }
        return bits
    }

    private static func v6(_ text: Substring) -> (high: UInt64, low: UInt64)? {
        guard !text.contains(":::") else { return nil }
        let halves = text.ranges(of: "::")
        guard halves.count <= 1 else { return nil }
        var groups: [UInt64]
        if let gap = halves.first {
            guard let front = Self.groups(text[..<gap.lowerBound]), let back = Self.groups(text[gap.upperBound...]),
                front.count + back.count < 8
            else { return nil }
            groups = front + Array(repeating: 0, count: 8 - front.count - back.count) + back
        } else {
            guard let all = Self.groups(text), all.count == 8 else { return nil }
            groups = all
        }
        return (joined(groups[..<4]), joined(groups[4...]))
    }

    private static func joined(_ groups: ArraySlice<UInt64>) -> UInt64 { groups.reduce(0) { $0 << 16 | $1 } }

    private static func groups(_ text: Substring) -> [UInt64]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt64] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, part.contains(".") {
                guard let bits = v4(part) else { return nil }
                groups += [UInt64(bits >> 16), UInt64(bits & 0xFFFF)]
            } else {
                guard (1...4).contains(part.utf8.count), part.utf8.first != UInt8(ascii: "+"),
                    let group = UInt64(part, radix: 16)
                else { return nil }
                groups.append(group)
            }
        }
        return groups
    }
}
