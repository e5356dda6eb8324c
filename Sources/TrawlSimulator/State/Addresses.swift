/// An IPv4 address.
struct IPv4: Sendable, Hashable, CustomStringConvertible {
    var value: UInt32

    init(_ value: UInt32) {
        self.value = value
    }

    /// Reads dotted decimals; `nil` for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            guard part.allSatisfy(\.isASCIIDigit), let octet = UInt8(part) else { return nil }
            value = value << 8 | UInt32(octet)
        }
        self.value = value
    }

    /// The address some places further on.
    func advanced(by count: Int) -> IPv4 { IPv4(value &+ UInt32(truncatingIfNeeded: count)) }

    /// The network that the address is in.
    func network(_ length: Int) -> IPv4 { IPv4(length == 0 ? 0 : value & (UInt32.max << UInt32(32 - length))) }

    var description: String {
        "\(value >> 24).\(value >> 16 & 255).\(value >> 8 & 255).\(value & 255)"
    }
}

/// A MAC address.
struct MACAddress: Sendable, Hashable {
    var value: UInt64

    private var digits: [Character] {
        let text = String(value & 0xFFFF_FFFF_FFFF, radix: 16)
        return Array(String(repeating: "0", count: 12 - text.count) + text)
    }

    private func grouped(by size: Int, separator: String) -> String {
        let digits = digits
        return stride(from: 0, to: 12, by: size).map { String(digits[$0..<$0 + size]) }.joined(separator: separator)
    }

    /// As `00:1c:73:00:00:01`.
    var colons: String { grouped(by: 2, separator: ":") }
    /// As `001c.7300.0001`.
    var dots: String { grouped(by: 4, separator: ".") }
}

extension Character {
    /// Whether it is one of `0` to `9`.
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
