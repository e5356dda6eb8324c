/// The members of an object that is being encoded.
struct JSONKeyedEncodingContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: JSONNode
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) { node.set(key.stringValue, to: .literal("null")) }
    func encode(_ value: Bool, forKey key: Key) { node.set(key.stringValue, to: .literal(value ? "true" : "false")) }
    func encode(_ value: String, forKey key: Key) { node.set(key.stringValue, to: .string(value)) }

    func encode(_ value: Double, forKey key: Key) throws {
        node.set(key.stringValue, to: try JSONTreeEncoder.literal(value, at: codingPath + [key]))
    }

    func encode(_ value: Float, forKey key: Key) throws {
        node.set(key.stringValue, to: try JSONTreeEncoder.literal(value, at: codingPath + [key]))
    }

    func encode(_ value: Int, forKey key: Key) { node.set(key.stringValue, to: .literal(String(value))) }
    func encode(_ value: Int8, forKey key: Key) { node.set(key.stringValue, to: .literal(String(value))) }
    func encode(_ value: Int16, forKey key: Key) { node.set(key.stringValue, to: .literal(String(value))) }
    func encode(_ value: Int32, forKey key: Key) { node.set(key.stringValue, to: .literal(String(value))) }
    func encode(_ value: Int64, forKey key: Key) { node.set(key.stringValue, to: .literal(String(value))) }
    func encode(_ value: UInt, forKey key: Key) { node.set(key.stringValue, to: .literal(String(value))) }
    func encode(_ value: UInt8, forKey key: Key) { node.set(key.stringValue, to: .literal(String(value))) }
    func encode(_ value: UInt16, forKey key: Key) { node.set(key.stringValue, to: .literal(String(value))) }
    func encode(_ value: UInt32, forKey key: Key) { node.set(key.stringValue, to: .literal(String(value))) }
    func encode(_ value: UInt64, forKey key: Key) { node.set(key.stringValue, to: .literal(String(value))) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        node.set(key.stringValue, to: try JSONTreeEncoder.content(of: value, at: codingPath, key))
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        let path = codingPath + [key]
        return KeyedEncodingContainer(
            JSONKeyedEncodingContainer<NestedKey>(node: nested(key, .object), codingPath: path)
        )
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let path = codingPath + [key]
        return JSONUnkeyedEncodingContainer(node: nested(key, .array), codingPath: path)
    }

    func superEncoder() -> any Encoder { superEncoder(at: JSONPathKey("super")) }

    func superEncoder(forKey key: Key) -> any Encoder { superEncoder(at: key) }

    private func superEncoder(at key: some CodingKey) -> any Encoder {
        let child = JSONNode()
        node.set(key.stringValue, to: .node(child))
        return JSONTreeEncoder(node: child, codingPath: codingPath + [key])
    }

    /// The container under a key; asked for twice, it is the same one.
    private func nested(_ key: Key, _ shape: JSONNode.Shape) -> JSONNode {
        if let existing = node.node(at: key.stringValue), existing.become(shape) { return existing }
        let child = JSONNode()
        _ = child.become(shape)
        node.set(key.stringValue, to: .node(child))
        return child
    }
}
