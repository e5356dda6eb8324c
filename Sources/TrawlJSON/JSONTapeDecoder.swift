/// A `Decoder` at one value of a tape, and the container of a single value.
///
/// Small enough to live inside an existential without an allocation; the coding path is worked out on demand.
struct JSONTapeDecoder: JSONKindDecoder {
    let session: JSONDecodingSession
    let index: Int
    /// The object that the value was looked up in, where the value may be one of several with its key; -1 elsewhere.
    let object: Int

    init(session: JSONDecodingSession, index: Int, object: Int = -1) {
        self.session = session
        self.index = index
        self.object = object
    }

    /// What the value is read as: one whose key comes again in its object is a list.
    var kind: JSONSlice.Kind {
        if object >= 0, session.repeats(ofFirst: index, in: object) != nil { return .array }
        return JSONSlice(tape: session.tape, index: index).kind
    }

    var codingPath: [any CodingKey] { session.codingPath(to: index) }
    var userInfo: [CodingUserInfoKey: Any] { session.userInfo }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard session.tape.word(index).kind == JSONWord.object else {
            throw mismatch([String: Any].self, expected: "an object")
        }
        return KeyedDecodingContainer(JSONKeyedContainer<Key>(session: session, object: index))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        if object >= 0, let values = session.repeats(ofFirst: index, in: object) {
            return JSONUnkeyedContainer(session: session, first: index, values: values)
        }
        guard session.tape.word(index).kind == JSONWord.array else {
            throw mismatch([Any].self, expected: "an array")
        }
        return JSONUnkeyedContainer(session: session, array: index)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    /// The error that a value is not what a type needs.
    @inline(never)
    func mismatch(_ type: any Any.Type, expected: String) -> DecodingError {
        let context = DecodingError.Context(
            codingPath: codingPath,
            debugDescription: "expected \(expected), found \(finding)"
        )
        return session.tape.isNull(index) ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }

    /// The value as an error names it: its kind, and the token of a scalar, cut short.
    private var finding: String {
        let slice = JSONSlice(tape: session.tape, index: index)
        switch slice.kind {
        case .object: return "an object"
        case .array: return "an array"
        case .null: return "null"
        case .string, .number, .bool:
            var token: [UInt8] = []
            slice.write(to: &token)
            let limit = 60
            let text = String(decoding: token.prefix(limit), as: UTF8.self) + (token.count > limit ? "…" : "")
            return "\(slice.kind) \(text)"
        }
    }
}

extension JSONTapeDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { session.tape.isNull(index) }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard let value = session.tape.bool(index) else { throw mismatch(type, expected: "Bool") }
        return value
    }

    func decode(_ type: String.Type) throws -> String {
        guard session.tape.word(index).kind == JSONWord.string else { throw mismatch(type, expected: "String") }
        return session.tape.string(index)
    }

    func decode(_ type: Double.Type) throws -> Double {
        guard let value = session.tape.double(index) else { throw unfit(type) }
        return value
    }

    func decode(_ type: Float.Type) throws -> Float {
        let word = session.tape.word(index)
        guard word.kind == JSONWord.number, let value = session.tape.token(word, JSONNumber.float) else {
            throw unfit(type)
        }
        return value
    }

    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try read(type) }

    /// The value as any type.
    @inline(__always)
    func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
        guard let dictionary = type as? any StringKeyedDecodable.Type else { return try Value(from: self) }
        guard let value = try dictionary.read(from: self) as? Value else {
            throw mismatch(type, expected: "\(type)")
        }
        return value
    }

    @inline(__always)
    private func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) throws -> Integer {
        guard let value = session.tape.integer(index, as: type) else { throw unfit(type) }
        return value
    }

    /// The error that a value is no number, or one that does not fit.
    @inline(never)
    private func unfit(_ type: any Any.Type) -> DecodingError {
        guard session.tape.word(index).kind == JSONWord.number else { return mismatch(type, expected: "\(type)") }
        return .dataCorrupted(
            DecodingError.Context(
                codingPath: codingPath,
                debugDescription: "expected \(type), found \(finding), which does not fit"
            )
        )
    }
}
