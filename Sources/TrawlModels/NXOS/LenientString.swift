import TrawlJSON

/// A text that NX-OS writes as text, as a number, or cut into a list; `nil` where the key is missing or it says nothing.
///
/// The blanks and quotes around it are taken away: NX-OS pads its columns and quotes the names in `show inventory`. A
/// list is joined with commas, which is what long port lists were cut at.
@propertyWrapper
public struct LenientString: Decodable, Sendable, Hashable {
    /// The text.
    public var wrappedValue: String?

    /// Wraps a text.
    public init(wrappedValue: String?) {
        self.wrappedValue = wrappedValue
    }

    /// Reads a text, a number, a truth value, a list of these, or an empty object.
    public init(from decoder: any Decoder) throws {
        // Each attempt tells by failing that the value is of another kind; the last one's error is thrown.
        if decoder.mayBe(.array), var list = try? decoder.unkeyedContainer() {
            var parts: [String] = []
            while !list.isAtEnd {
                if let part = try list.decode(LenientString.self).wrappedValue { parts.append(part) }
            }
            wrappedValue = parts.isEmpty ? nil : parts.joined(separator: ",")
            return
        }
        if decoder.mayBe(.object), let object = try? decoder.container(keyedBy: AnyKey.self), object.allKeys.isEmpty {
            // XML without content, made into JSON.
            wrappedValue = nil
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            wrappedValue = nil
        } else if !decoder.mayBe(.number, .bool) {
            wrappedValue = Self.bare(try container.decode(String.self))
        } else if let number = try? container.decode(Int64.self) {
            wrappedValue = String(number)
        } else if let number = try? container.decode(UInt64.self) {
            wrappedValue = String(number)
        } else if let number = try? container.decode(Double.self) {
            wrappedValue = String(number)
        } else if let truth = try? container.decode(Bool.self) {
            wrappedValue = truth ? "true" : "false"
        } else {
            wrappedValue = Self.bare(try container.decode(String.self))
        }
    }

    /// The text without blanks and quotes around it.
    private static func bare(_ text: String) -> String? {
        let isMargin: (Character) -> Bool = { $0.isWhitespace || $0 == "\"" }
        let bare = String(text.drop(while: isMargin).reversed().drop(while: isMargin).reversed())
        return bare.isEmpty ? nil : bare
    }
}

extension KeyedDecodingContainer {
    /// Reads a lenient text; a missing key is no text.
    package func decode(_ type: LenientString.Type, forKey key: Key) throws -> LenientString {
        try decodeIfPresent(type, forKey: key) ?? LenientString(wrappedValue: nil)
    }
}
