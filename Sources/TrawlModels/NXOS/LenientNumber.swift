/// A number that a device writes as a number or as text, perhaps with blanks and a unit; `nil` where it says nothing.
///
/// `37`, `"37         "`, `"  500 W"`, `" 396.00"` and `"-2.31"` are numbers, `"   N/A   "` and a missing key are none.
@propertyWrapper
public struct LenientNumber: Decodable, Sendable, Hashable {
    /// The number.
    public var wrappedValue: Double?

    /// Wraps a number.
    public init(wrappedValue: Double?) {
        self.wrappedValue = wrappedValue
    }

    /// Reads a number, text that begins with one, or a word for none.
    ///
    /// - Throws: Where the text is neither, naming it.
    public init(from decoder: any Decoder) throws {
        let text = try LenientString(from: decoder).wrappedValue ?? ""
        guard !text.saysNothing, let first = text.split(separator: " ").first else {
            wrappedValue = nil
            return
        }
        let number = first.last == "%" || first.last == "W" || first.last == "C" ? first.dropLast() : first
        guard let value = Double(number), value.isFinite else {
            if String(first).saysNothing {
                wrappedValue = nil
                return
            }
            let finding = "expected a number, found `\(text.prefix(60))`"
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: finding)
            )
        }
        wrappedValue = value
    }
}

extension KeyedDecodingContainer {
    /// Reads a lenient number; a missing key is none.
    package func decode(_ type: LenientNumber.Type, forKey key: Key) throws -> LenientNumber {
        try decodeIfPresent(type, forKey: key) ?? LenientNumber(wrappedValue: nil)
    }
}
