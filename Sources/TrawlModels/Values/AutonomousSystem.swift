/// The number of an autonomous system; in JSON a whole number.
///
/// Read from a number, or from text in either writing: `65000`, and `1.5` for 65541.
public struct AutonomousSystem: Codable, Hashable, Sendable, CustomStringConvertible {
    /// The number.
    public let number: UInt32

    /// Makes one of its number.
    public init(_ number: UInt32) {
        self.number = number
    }

    /// Reads a number, or two with a point between them; `nil` where the text is neither.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 2, let high = UInt16(parts[0]), let low = UInt16(parts[1]) {
            number = UInt32(high) << 16 | UInt32(low)
        } else if let whole = UInt32(text) {
            number = whole
        } else {
            return nil
        }
    }

    /// Reads a number or its text.
    ///
    /// - Throws: Where it is neither, naming it.
    public init(from decoder: any Decoder) throws {
        let text = try LenientString(from: decoder).wrappedValue ?? ""
        guard let system = AutonomousSystem(text) else {
            let finding = "expected the number of an autonomous system, found `\(text.prefix(60))`"
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: finding)
            )
        }
        self = system
    }

    /// Writes the number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }

    /// The number in digits.
    public var description: String { String(number) }
}
