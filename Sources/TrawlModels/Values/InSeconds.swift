/// A span of time that records write as a number of seconds, under keys that end in `_seconds`; absent where unknown.
@propertyWrapper
public struct InSeconds: Codable, Sendable, Hashable {
    /// The span.
    public var wrappedValue: Duration?

    /// Wraps a span.
    public init(wrappedValue: Duration?) {
        self.wrappedValue = wrappedValue
    }

    /// Reads a number of seconds.
    public init(from decoder: any Decoder) throws {
        wrappedValue = try Seconds(from: decoder).duration
    }

    /// Writes a number of seconds; `null` where it is unknown and has a place all the same.
    public func encode(to encoder: any Encoder) throws {
        if let wrappedValue {
            try Seconds(wrappedValue).encode(to: encoder)
        } else {
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        }
    }
}

extension KeyedDecodingContainer {
    /// Reads a span; a missing key is none.
    package func decode(_ type: InSeconds.Type, forKey key: Key) throws -> InSeconds {
        try decodeIfPresent(type, forKey: key) ?? InSeconds(wrappedValue: nil)
    }
}

extension KeyedEncodingContainer {
    /// Writes a span; nothing where it is unknown.
    package mutating func encode(_ value: InSeconds, forKey key: Key) throws {
        if value.wrappedValue != nil { try encodeIfPresent(value, forKey: key) }
    }
}
