/// A counter that NX-OS writes as a number or as text, exact to 64 bits; `nil` where it says nothing.
@propertyWrapper
public struct LenientUInt64: Decodable, Sendable, Hashable {
    /// The number.
    public var wrappedValue: UInt64?

    /// Wraps a number.
    public init(wrappedValue: UInt64?) {
        self.wrappedValue = wrappedValue
    }

    /// Reads a number, text of a number, or a word for no number.
    ///
    /// - Throws: Where the text is neither, naming it.
    public init(from decoder: any Decoder) throws {
        let text = try LenientString(from: decoder).wrappedValue ?? ""
        wrappedValue = UInt64(text)
        guard wrappedValue != nil || text.saysNothing else {
            let finding = "expected a counter, found `\(text.prefix(60))`"
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: finding)
            )
        }
    }
}

extension KeyedDecodingContainer {
    /// Reads a lenient counter; a missing key is none.
    package func decode(_ type: LenientUInt64.Type, forKey key: Key) throws -> LenientUInt64 {
        try decodeIfPresent(type, forKey: key) ?? LenientUInt64(wrappedValue: nil)
    }
}
