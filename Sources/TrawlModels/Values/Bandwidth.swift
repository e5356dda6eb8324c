/// How much a link carries; in JSON a whole number of bits a second, under keys that end in `_bps`.
public struct Bandwidth: Codable, Hashable, Sendable, Comparable {
    /// Bits a second.
    public let bitsPerSecond: UInt64

    /// Makes a bandwidth.
    public init(bitsPerSecond: UInt64) {
        self.bitsPerSecond = bitsPerSecond
    }

    /// A bandwidth in kbit/s, as NX-OS counts; `nil` where it is negative or overflows.
    public init?(kilobitsPerSecond: Int64) {
        guard let kilobits = UInt64(exactly: kilobitsPerSecond) else { return nil }
        let (bits, overflows) = kilobits.multipliedReportingOverflow(by: 1000)
        guard !overflows else { return nil }
        bitsPerSecond = bits
    }

    /// Reads bits a second.
    public init(from decoder: any Decoder) throws {
        bitsPerSecond = try decoder.singleValueContainer().decode(UInt64.self)
    }

    /// Writes bits a second.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(bitsPerSecond)
    }

    /// Mbit/s, as NAPALM counts.
    public var megabitsPerSecond: Double { Double(bitsPerSecond) / 1e6 }

    /// Whether the first carries less.
    public static func < (first: Bandwidth, second: Bandwidth) -> Bool { first.bitsPerSecond < second.bitsPerSecond }
}
