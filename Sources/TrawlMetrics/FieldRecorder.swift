/// A `Decoder` that notes what it is asked for, and answers with samples.
struct FieldRecorder: Decoder {
    /// A text for each kind of value that models have; a type takes the first that it can read.
    private static let samples = [
        "x", "0", "0.0.0.0", "0.0.0.0/0", "00:00:00:00:00:00", "2026-01-01T00:00:00Z", "Ethernet1", "",
    ]

    /// A type that nests deeper than this nests itself.
    private static let mostLevels = 12

    let record: FieldRecord
    let text: String
    /// Whether there is one text or number, and nothing to look into.
    var isPlain = false
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// A value of a type, read from whichever sample fits.
    static func sample<Value: Decodable>(of type: Value.Type, in record: FieldRecord) throws -> Value {
        if let cases = type as? any CaseIterable.Type, let first = first(of: cases) as? Value {
            record.becomeValue()
            return first
        }
        guard record.level < mostLevels else { throw refusal("nested too deep") }
        // Plain values first: a lenient type that reads lists of itself, too, would look into them for ever.
        for isPlain in [true, false] {
            for text in samples {
                // What a type cannot be read from is no news; the next sample may fit.
                if let value = try? Value(from: FieldRecorder(record: record, text: text, isPlain: isPlain)) {
                    return value
                }
            }
        }
        throw refusal("no sample fits")
    }

    private static func refusal(_ reason: String) -> DecodingError {
        .dataCorrupted(DecodingError.Context(codingPath: [], debugDescription: reason))
    }

    private static func first<Cases: CaseIterable>(of cases: Cases.Type) -> Any? { cases.allCases.first }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard !isPlain else { throw Self.refusal("a plain value") }
        record.becomeObject()
        return KeyedDecodingContainer(KeyedFieldRecorder<Key>(record: record))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard !isPlain else { throw Self.refusal("a plain value") }
        return UnkeyedFieldRecorder(record: record.becomeList())
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }
}

extension FieldRecorder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { false }

    func decode(_ type: Bool.Type) -> Bool { noted(true) }
    func decode(_ type: String.Type) -> String { noted(text) }
    func decode(_ type: Double.Type) -> Double { noted(1) }
    func decode(_ type: Float.Type) -> Float { noted(1) }
    func decode(_ type: Int.Type) -> Int { noted(1) }
    func decode(_ type: Int8.Type) -> Int8 { noted(1) }
    func decode(_ type: Int16.Type) -> Int16 { noted(1) }
    func decode(_ type: Int32.Type) -> Int32 { noted(1) }
    func decode(_ type: Int64.Type) -> Int64 { noted(1) }
    func decode(_ type: UInt.Type) -> UInt { noted(1) }
    func decode(_ type: UInt8.Type) -> UInt8 { noted(1) }
    func decode(_ type: UInt16.Type) -> UInt16 { noted(1) }
    func decode(_ type: UInt32.Type) -> UInt32 { noted(1) }
    func decode(_ type: UInt64.Type) -> UInt64 { noted(1) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try FieldRecorder.sample(of: type, in: record)
    }

    private func noted<Value>(_ value: Value) -> Value {
        record.becomeValue()
        return value
    }
}

/// Notes the keys of an object.
private struct KeyedFieldRecorder<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let record: FieldRecord
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [Key(stringValue: FieldRecord.anyKey)].compactMap(\.self) }

    func contains(_ key: Key) -> Bool {
        _ = record.member(key.stringValue)
        return true
    }

    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try FieldRecorder.sample(of: type, in: record.member(key.stringValue))
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) -> Value? {
        // A field that may be absent is absent where no sample fits, and the others are still asked for.
        try? decode(type, forKey: key)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try FieldRecorder(record: record.member(key.stringValue), text: "").container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try FieldRecorder(record: record.member(key.stringValue), text: "").unkeyedContainer()
    }

    func superDecoder() -> any Decoder { FieldRecorder(record: record.member("super"), text: "") }

    func superDecoder(forKey key: Key) -> any Decoder {
        FieldRecorder(record: record.member(key.stringValue), text: "")
    }
}

/// Notes what the elements of a list are.
private struct UnkeyedFieldRecorder: UnkeyedDecodingContainer {
    let record: FieldRecord
    private(set) var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    var count: Int? { 1 }
    var isAtEnd: Bool { currentIndex > 0 }

    init(record: FieldRecord) {
        self.record = record
    }

    func decodeNil() -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        currentIndex += 1
        return try FieldRecorder.sample(of: type, in: record)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        currentIndex += 1
        return try FieldRecorder(record: record, text: "").container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        currentIndex += 1
        return try FieldRecorder(record: record, text: "").unkeyedContainer()
    }

    mutating func superDecoder() -> any Decoder {
        currentIndex += 1
        return FieldRecorder(record: record, text: "")
    }
}
