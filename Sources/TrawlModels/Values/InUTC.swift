public import FoundationEssentials
import TrawlCore

/// A moment that records write as `2026-11-20T21:00:00.123Z`; absent where unknown.
@propertyWrapper
public struct InUTC: Codable, Sendable, Hashable {
    /// The moment.
    public var wrappedValue: Date?

    /// Wraps a moment.
    public init(wrappedValue: Date?) {
        self.wrappedValue = wrappedValue
    }

    /// Reads what ``encode(to:)`` writes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            wrappedValue = try Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains(".")).parse(text)
        } catch {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "expected a moment such as `2026-11-20T21:00:00.123Z`, found `\(text.prefix(60))`"
            )
        }
    }

    /// Writes the moment to the millisecond; `null` where it is unknown and has a place all the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue {
            try container.encode(UTCTimestamp(wrappedValue).extended)
        } else {
            try container.encodeNil()
        }
    }
}

extension KeyedDecodingContainer {
    /// Reads a moment; a missing key is none.
    package func decode(_ type: InUTC.Type, forKey key: Key) throws -> InUTC {
        try decodeIfPresent(type, forKey: key) ?? InUTC(wrappedValue: nil)
    }
}

extension KeyedEncodingContainer {
    /// Writes a moment; nothing where it is unknown.
    package mutating func encode(_ value: InUTC, forKey key: Key) throws {
        if value.wrappedValue != nil { try encodeIfPresent(value, forKey: key) }
    }
}
