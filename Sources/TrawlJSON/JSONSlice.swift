/// A value inside a JSON text that was read once: looked up, iterated and written out again as it came.
public struct JSONSlice: Sendable {
    /// What a JSON value is.
    public enum Kind: Sendable, Hashable {
        /// `{…}`
        case object
        /// `[…]`
        case array
        /// `"…"`
        case string
        /// A number of any spelling.
        case number
        /// `true` or `false`.
        case bool
        /// `null`
        case null
    }

    /// Reads a JSON text, strictly as RFC 8259 asks.
    public init(parsing bytes: [UInt8], maximumDepth: Int = 64) throws(JSONError) {}

    /// What the value is.
    public var kind: Kind { .null }
    /// The value of the first member with this key; `nil` where there is none or the value is no object.
    public subscript(key: String) -> JSONSlice? { nil }
    /// The element at an index; `nil` outside of an array.
    public subscript(index: Int) -> JSONSlice? { nil }
    /// Members of an object or elements of an array; 0 for anything else.
    public var count: Int { 0 }
    /// The members of an object in their order, equal keys included; empty for anything else.
    public var members: [(key: String, value: JSONSlice)] { [] }
    /// The elements of an array in their order; empty for anything else.
    public var elements: [JSONSlice] { [] }
    /// The text of a string.
    public var string: String? { nil }
    /// The number as it is spelt.
    public var numberText: String? { nil }
    /// The number, where it is a whole one in range.
    public var int: Int? { nil }
    /// The number, where it is a whole one in range.
    public var uint64: UInt64? { nil }
    /// The number, where it fits a Double.
    public var double: Double? { nil }
    /// The truth value.
    public var bool: Bool? { nil }
    /// Whether the value is `null`.
    public var isNull: Bool { true }
    /// How many invalid UTF-8 sequences of the whole text were replaced.
    public var replacedSequences: Int { 0 }
    /// The value's bytes as they came, whitespace included.
    public var bytes: [UInt8] { [] }
    /// Appends the value on one line: as it came, without the whitespace between tokens.
    public func write(to bytes: inout [UInt8]) {}
    /// Reads the value into a type; a repeated key reads as a list.
    public func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        throw JSONError(offset: 0, reason: "", isTooDeep: false)
    }
}

/// What is wrong with a JSON text, and where.
public struct JSONError: Error, Sendable, Hashable {
    /// The offset in bytes of the first mistake.
    public var offset: Int
    /// What is wrong, in one line.
    public var reason: String
    /// Whether the only mistake is nesting past the allowed depth.
    public var isTooDeep: Bool
}
