/// An IP address with the length of its network's prefix; written `192.0.2.1/24`.
///
/// The bits past the prefix are kept: an interface's address is one, and ``network`` is without them.
public struct IPPrefix: TextValue {
    /// In errors.
    public static let noun = "an IP prefix"

    /// The address.
    public let address: IPAddress
    /// The bits that are the network's.
    public let length: Int

    /// Makes a prefix; `nil` where the length is none of the address.
    public init?(_ address: IPAddress, length: Int) {
        guard (0...address.width).contains(length) else { return nil }
        self.address = address
        self.length = length
    }

    /// Reads `address/length`; `nil` where the text is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(String(parts[0])), let length = UInt8(parts[1]),
            String(length) == parts[1]
        else { return nil }
        self.init(address, length: Int(length))
    }

    /// The prefix with zeros past its length.
    public var network: IPPrefix {
        func cut(_ bits: UInt64, to count: Int) -> UInt64 {
            count >= 64 ? bits : count <= 0 ? 0 : bits & ~(UInt64.max >> UInt64(count))
        }
        let low: UInt64
        let high: UInt64
        if address.version == .v4 {
            (high, low) = (0, cut(address.low << 32, to: length) >> 32)
            return IPPrefix(IPAddress(v4: UInt32(truncatingIfNeeded: low)), length: length) ?? self
        }
        (high, low) = (cut(address.high, to: length), cut(address.low, to: length - 64))
        return IPPrefix(IPAddress(v6: high, low, zone: address.zone), length: length) ?? self
    }

    /// `192.0.2.1/24`.
    public var description: String { "\(address)/\(length)" }
}
