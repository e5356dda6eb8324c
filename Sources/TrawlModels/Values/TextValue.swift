/// A value that devices and records write as one text, in many ways there and in one way here.
///
/// In JSON it is a string in its canonical writing.
public protocol TextValue: Codable, Hashable, Sendable, LosslessStringConvertible {
    /// What it is, as errors say it: `a MAC address`.
    static var noun: String { get }
}

extension TextValue {
    /// Reads any of the writings.
    ///
    /// - Throws: Where the text is none of them, naming it.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        self = try Self.read(text, at: decoder.codingPath)
    }

    /// Writes the canonical text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// The value of a text at a place of an answer.
    static func read(_ text: String, at path: @autoclosure () -> [any CodingKey]) throws -> Self {
        if let value = Self(text) { return value }
        let finding = "expected \(noun), found `\(text.prefix(60))`"
        throw DecodingError.dataCorrupted(DecodingError.Context(codingPath: path(), debugDescription: finding))
    }
}

/// A text value in an answer; `nil` where the key is missing or what stands there says that there is none.
@propertyWrapper
public struct Lenient<Value: TextValue>: Decodable, Sendable, Hashable {
    /// The value.
    public var wrappedValue: Value?

    /// Wraps a value.
    public init(wrappedValue: Value?) {
        self.wrappedValue = wrappedValue
    }

    /// Reads a text, or a word for none.
    ///
    /// - Throws: Where the text is neither, naming it.
    public init(from decoder: any Decoder) throws {
        let text = try LenientString(from: decoder).wrappedValue ?? ""
        wrappedValue = text.saysNothing ? nil : try Value.read(text, at: decoder.codingPath)
    }
}

extension KeyedDecodingContainer {
    /// Reads a lenient value; a missing key is no value.
    package func decode<Value>(_ type: Lenient<Value>.Type, forKey key: Key) throws -> Lenient<Value> {
        try decodeIfPresent(type, forKey: key) ?? Lenient(wrappedValue: nil)
    }
}

extension String {
    /// Whether this stands where a device has nothing to say.
    var saysNothing: Bool {
        switch lowercased() {
        case "", "-", "--", "---", "n/a", "na", "none", "null", "not advertised", "not set", "<not set>", "(none)",
            "incomplete":
            true
        default: allSatisfy(\.isWhitespace)
        }
    }
}
