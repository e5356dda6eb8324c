/// A value inside a JSON text that was read once: looked up, iterated and written out again as it came.
///
/// A slice shares the text it came from and copies nothing of it. Invalid UTF-8 in strings is not fatal: it reads and
/// writes as U+FFFD and is counted in ``replacedSequences``, and so is half a surrogate pair such as `\ud800` alone,
/// which RFC 8259 leaves to the reader.
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

    let tape: JSONTape
    let index: Int

    init(tape: JSONTape, index: Int) {
        self.tape = tape
        self.index = index
    }

    /// Reads a JSON text, strictly as RFC 8259 asks.
    ///
    /// A UTF-8 byte order mark in front is skipped. The text may be 512 MiB long.
    ///
    /// - Throws: ``JSONError`` with the offset of the first mistake.
    public init(parsing bytes: [UInt8], maximumDepth: Int = 64) throws(JSONError) {
        self.init(tape: try JSONTape(parsing: bytes, maximumDepth: maximumDepth), index: 0)
    }

    /// What the value is.
    public var kind: Kind {
        switch tape.word(index).kind {
        case JSONWord.object: .object
        case JSONWord.array: .array
        case JSONWord.string: .string
        case JSONWord.number: .number
        case JSONWord.bool: .bool
        default: .null
        }
    }

    /// The value of the first member with this key; `nil` where there is none or the value is no object.
    ///
    /// Keys are equal when their UTF-8 is; Unicode normalisation plays no part.
    public subscript(key: String) -> JSONSlice? {
        guard kind == .object else { return nil }
        return tape.firstValue(of: index, key: key.utf8.span).map { JSONSlice(tape: tape, index: $0) }
    }

    /// The values of every member with this key, in their order: NX-OS repeats keys.
    package func values(forKey key: String) -> [JSONSlice] {
        guard kind == .object else { return [] }
        var values: [JSONSlice] = []
        let end = tape.index(after: index)
        var start = index + 2
        while start < end, let value = tape.firstValue(among: start..<end, key: key.utf8.span) {
            values.append(JSONSlice(tape: tape, index: value))
            start = tape.index(after: value)
        }
        return values
    }

    /// The element at an index; `nil` outside of an array.
    public subscript(index: Int) -> JSONSlice? {
        guard kind == .array, index >= 0, index < count else { return nil }
        var element = self.index + 2
        for _ in 0..<index { element = tape.index(after: element) }
        return JSONSlice(tape: tape, index: element)
    }

    /// Members of an object or elements of an array; 0 for anything else.
    public var count: Int { tape.word(index).isContainer ? tape.count(of: index) : 0 }

    /// The members of an object in their order, equal keys included; empty for anything else.
    public var members: [(key: String, value: JSONSlice)] {
        guard kind == .object else { return [] }
        var members: [(key: String, value: JSONSlice)] = []
        members.reserveCapacity(count)
        var key = index + 2
        for _ in 0..<count {
            members.append((tape.string(key), JSONSlice(tape: tape, index: key + 1)))
            key = tape.index(after: key + 1)
        }
        return members
    }

    /// The elements of an array in their order; empty for anything else.
    public var elements: [JSONSlice] {
        guard kind == .array else { return [] }
        var elements: [JSONSlice] = []
        elements.reserveCapacity(count)
        var element = index + 2
        for _ in 0..<count {
            elements.append(JSONSlice(tape: tape, index: element))
            element = tape.index(after: element)
        }
        return elements
    }

    /// The text of a string.
    public var string: String? { kind == .string ? tape.string(index) : nil }

    /// The number as it is spelt.
    public var numberText: String? { kind == .number ? tape.string(unescaped: index) : nil }

    /// The number, where it is a whole one in range; `1.0` and `1e3` are whole, `0.5` and `1e30` are `nil`.
    public var int: Int? { tape.integer(index, as: Int.self) }

    /// The number, where it is a whole one in range; spellings as for ``int``.
    public var uint64: UInt64? { tape.integer(index, as: UInt64.self) }

    /// The nearest Double; `nil` where the number is too large for one, such as `1e400`.
    public var double: Double? { tape.double(index) }

    /// The truth value.
    public var bool: Bool? { tape.bool(index) }

    /// Whether the value is `null`.
    public var isNull: Bool { tape.isNull(index) }

    /// How many invalid UTF-8 sequences of the whole text were replaced.
    public var replacedSequences: Int { tape.replacedSequences }

    /// The value's bytes as they came, whitespace included.
    public var bytes: [UInt8] { Array(tape.bytes[tape.extent(of: index)]) }

    /// How many bytes the value came in, whitespace included.
    public var byteCount: Int { tape.extent(of: index).count }

    /// Appends the value on one line: as it came, without the whitespace between tokens.
    ///
    /// What is appended is always valid UTF-8.
    public func write(to bytes: inout [UInt8]) { tape.write(index, to: &bytes) }

    /// Reads the value into a type.
    ///
    /// A key that an object repeats reads as a list of its values where the type wants a list, and as its first value
    /// otherwise. Whole numbers read from any exact spelling, `1e3` and `1.0` included; a number out of the type's
    /// range is an error, as is `1e400` for a Double.
    ///
    /// - Parameters:
    ///   - type: The type.
    ///   - userInfo: What the type's initialiser finds in its decoder.
    /// - Returns: The value.
    /// - Throws: `DecodingError` whose coding path starts at this value.
    public func decode<Value: Decodable>(
        _ type: Value.Type,
        userInfo: [CodingUserInfoKey: any Sendable] = [:]
    ) throws -> Value {
        let session = JSONDecodingSession(tape: tape, root: index, userInfo: userInfo)
        return try JSONTapeDecoder(session: session, index: index).decode(type)
    }
}

extension JSONSlice: CustomStringConvertible {
    /// The value on one line, as ``write(to:)`` gives it.
    public var description: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
