import TrawlJSON

/// A whole number that NX-OS writes as a number or as text; `nil` where the key is missing or the text says nothing.
@propertyWrapper
public struct LenientInt: Decodable, Sendable, Hashable {
    /// The number.
    public var wrappedValue: Int64?

    /// Wraps a number.
    public init(wrappedValue: Int64?) {
        self.wrappedValue = wrappedValue
    }

    /// What stands in place of a number where there is none.
    private static let blanks: Set<String> = ["", "-", "--", "---", "N/A", "NA", "None", "none", "never", "auto", "*"]

    /// Reads a number, text of a number, or a word for no number.
    ///
    /// - Throws: Where the text is neither, naming it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // Each attempt tells by failing that the value is of another kind; the last one's error is thrown.
        let mayBeNumber = decoder.mayBe(.number, .array)
        if mayBeNumber, let number = try? container.decode(Int64.self) {
            wrappedValue = number
        } else if mayBeNumber, let number = try? container.decode(Double.self) {
            guard let whole = Int64(exactly: number) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(number) is no whole number")
            }
            wrappedValue = whole
        } else {
            let text = try LenientString(from: decoder).wrappedValue ?? ""
            wrappedValue = Int64(text)
            guard wrappedValue != nil || Self.blanks.contains(text) else {
                throw DecodingError.typeMismatch(
                    Int64.self,
                    DecodingError.Context(
                        codingPath: decoder.codingPath,
                        debugDescription: "found the text `\(text.prefix(60))`"
                    )
                )
            }
        }
    }
}

extension KeyedDecodingContainer {
    /// Reads a lenient number; a missing key is no number.
    package func decode(_ type: LenientInt.Type, forKey key: Key) throws -> LenientInt {
        try decodeIfPresent(type, forKey: key) ?? LenientInt(wrappedValue: nil)
    }
}
