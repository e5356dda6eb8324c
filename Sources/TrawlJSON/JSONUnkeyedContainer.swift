/// The elements of an array, or the values of a repeated key, one after the other.
struct JSONUnkeyedContainer: UnkeyedDecodingContainer {
    private let session: JSONDecodingSession
    /// The array, or the first value of the repeated key.
    private let start: Int
    /// The values of a repeated key; empty for an array.
    private let values: [Int]
    /// The array's next element.
    private var next: Int
    private let total: Int
    private(set) var currentIndex = 0

    /// The elements of an array.
    init(session: JSONDecodingSession, array: Int) {
        self.session = session
        start = array
        values = []
        next = array + 2
        total = session.tape.count(of: array)
    }

    /// The values of a repeated key.
    init(session: JSONDecodingSession, first: Int, values: [Int]) {
        self.session = session
        start = first
        self.values = values
        next = first
        total = values.count
    }

    var codingPath: [any CodingKey] { session.codingPath(to: start) }
    var count: Int? { total }
    var isAtEnd: Bool { currentIndex >= total }

    mutating func decodeNil() throws -> Bool {
        guard session.tape.isNull(try element(Never.self).index) else { return false }
        advance()
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try consume { try $0.decode(type) } }
    mutating func decode(_ type: String.Type) throws -> String { try consume { try $0.decode(type) } }
    mutating func decode(_ type: Double.Type) throws -> Double { try consume { try $0.decode(type) } }
    mutating func decode(_ type: Float.Type) throws -> Float { try consume { try $0.decode(type) } }
    mutating func decode(_ type: Int.Type) throws -> Int { try consume { try $0.decode(type) } }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try consume { try $0.decode(type) } }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try consume { try $0.decode(type) } }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try consume { try $0.decode(type) } }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try consume { try $0.decode(type) } }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try consume { try $0.decode(type) } }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try consume { try $0.decode(type) } }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try consume { try $0.decode(type) } }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try consume { try $0.decode(type) } }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try consume { try $0.decode(type) } }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try consume { try $0.read(type) }
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try consume { try $0.container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try consume { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try consume { $0 } }

    /// Hands on the next element and moves past it, unless reading it fails.
    @inline(__always)
    private mutating func consume<Value>(_ read: (JSONTapeDecoder) throws -> Value) throws -> Value {
        let value = try read(try element(Value.self))
        advance()
        return value
    }

    @inline(__always)
    private func element(_ type: any Any.Type) throws -> JSONTapeDecoder {
        guard !isAtEnd else { throw ended(type) }
        return JSONTapeDecoder(session: session, index: next)
    }

    @inline(__always)
    private mutating func advance() {
        currentIndex += 1
        if values.isEmpty {
            next = session.tape.index(after: next)
        } else if currentIndex < values.count {
            next = values[currentIndex]
        }
    }

    @inline(never)
    private func ended(_ type: any Any.Type) -> DecodingError {
        let context = DecodingError.Context(
            codingPath: codingPath + [JSONPathKey(currentIndex)],
            debugDescription: "expected another element, found the end of the list"
        )
        return .valueNotFound(type, context)
    }
}
