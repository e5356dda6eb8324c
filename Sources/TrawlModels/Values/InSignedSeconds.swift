/// A span of time that may be negative, as that by which one clock is ahead of another; written as ``InSeconds`` writes.
@propertyWrapper
public struct InSignedSeconds: Codable, Sendable, Hashable {
    /// The span.
    public var wrappedValue: Duration?

    /// Wraps a span.
    public init(wrappedValue: Duration?) {
        self.wrappedValue = wrappedValue
    }

    /// Reads a number of seconds.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let number = try container.decode(Double.self)
        guard let seconds = Seconds(number.magnitude) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(number) is no number of seconds")
        }
        wrappedValue = number < 0 ? .zero - seconds.duration : seconds.duration
    }

    /// Writes a number of seconds; `null` where it is unknown and has a place all the same.
    public func encode(to encoder: any Encoder) throws {
        try InSeconds(wrappedValue: wrappedValue).encode(to: encoder)
    }
}

extension KeyedDecodingContainer {
    /// Reads a span; a missing key is none.
    package func decode(_ type: InSignedSeconds.Type, forKey key: Key) throws -> InSignedSeconds {
        try decodeIfPresent(type, forKey: key) ?? InSignedSeconds(wrappedValue: nil)
    }
}

extension KeyedEncodingContainer {
    /// Writes a span; nothing where it is unknown.
    package mutating func encode(_ value: InSignedSeconds, forKey key: Key) throws {
        if value.wrappedValue != nil { try encodeIfPresent(value, forKey: key) }
    }
}
