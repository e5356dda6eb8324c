/// An `Encoder` that fills a node, in the order of the calls.
struct JSONTreeEncoder: Encoder {
    /// The deepest that values may nest: what a reader accepts by default.
    static let maximumDepth = 64

    let node: JSONNode
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(JSONKeyedEncodingContainer(node: claim(.object), codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONUnkeyedEncodingContainer(node: claim(.array), codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    /// The node in a shape; where a type asks for a second shape, what it puts there is lost, as it cannot be JSON.
    private func claim(_ shape: JSONNode.Shape) -> JSONNode {
        if node.become(shape) { return node }
        assertionFailure("a value asked for two kinds of container")
        let detached = JSONNode()
        _ = detached.become(shape)
        return detached
    }

    /// What a value of any type is in a container.
    static func content<Value: Encodable>(
        of value: Value,
        at codingPath: [any CodingKey],
        _ key: @autoclosure () -> any CodingKey
    ) throws -> JSONNode.Content {
        // What dictionaries and arrays of strings and numbers hand over; asked for by type, because a cast is slower.
        if Value.self == String.self, let text = value as? String { return .string(text) }
        if Value.self == Int.self, let number = value as? Int { return .literal(String(number)) }
        let path = codingPath + [key()]
        guard path.count < maximumDepth else {
            let reason = "nested deeper than \(maximumDepth) levels"
            throw EncodingError.invalidValue(value, EncodingError.Context(codingPath: path, debugDescription: reason))
        }
        return try content(of: value, at: path)
    }

    /// What a value of any type is at a place.
    static func content(of value: some Encodable, at codingPath: [any CodingKey]) throws -> JSONNode.Content {
        let node = JSONNode()
        try value.encode(to: JSONTreeEncoder(node: node, codingPath: codingPath))
        // Swift's dictionaries have no order; records must not differ from run to run.
        if node.shape == .object, value is any StringKeyedDictionary { node.sort() }
        return node.content
    }

    /// A floating point number in its shortest spelling that reads back as the same.
    static func literal(
        _ value: some BinaryFloatingPoint & CustomStringConvertible & Encodable,
        at codingPath: [any CodingKey]
    ) throws -> JSONNode.Content {
        guard value.isFinite else {
            let context = EncodingError.Context(codingPath: codingPath, debugDescription: "\(value) is no JSON number")
            throw EncodingError.invalidValue(value, context)
        }
        return .literal(value.description)
    }
}

extension JSONTreeEncoder: SingleValueEncodingContainer {
    func encodeNil() { put(.literal("null")) }
    func encode(_ value: Bool) { put(.literal(value ? "true" : "false")) }
    func encode(_ value: String) { put(.string(value)) }
    func encode(_ value: Double) throws { put(try Self.literal(value, at: codingPath)) }
    func encode(_ value: Float) throws { put(try Self.literal(value, at: codingPath)) }
    func encode(_ value: Int) { put(.literal(String(value))) }
    func encode(_ value: Int8) { put(.literal(String(value))) }
    func encode(_ value: Int16) { put(.literal(String(value))) }
    func encode(_ value: Int32) { put(.literal(String(value))) }
    func encode(_ value: Int64) { put(.literal(String(value))) }
    func encode(_ value: UInt) { put(.literal(String(value))) }
    func encode(_ value: UInt8) { put(.literal(String(value))) }
    func encode(_ value: UInt16) { put(.literal(String(value))) }
    func encode(_ value: UInt32) { put(.literal(String(value))) }
    func encode(_ value: UInt64) { put(.literal(String(value))) }
    func encode(_ value: some Encodable) throws { put(try Self.content(of: value, at: codingPath)) }

    private func put(_ content: JSONNode.Content) { claim(.single).fill(content) }
}

extension JSONWriter {
    /// Writes any value, its members in the order in which its `encode(to:)` gives them.
    ///
    /// Integers are exact, a Double has its shortest spelling that reads back as the same (`1.0` for one). A `nil`
    /// member of a synthesised `encode(to:)` is left out. The members of a `[String: …]` are sorted by key. Where it
    /// throws, nothing is written.
    ///
    /// - Throws: `EncodingError` for NaN, infinities and more than 64 levels; whatever the value's `encode(to:)` throws.
    public mutating func encode(_ value: any Encodable) throws {
        let node = JSONNode()
        node.fill(try JSONTreeEncoder.content(of: value, at: []))
        node.write(to: &self)
    }
}
