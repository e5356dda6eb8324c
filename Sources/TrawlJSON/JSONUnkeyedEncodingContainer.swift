/// The elements of an array that is being encoded.
struct JSONUnkeyedEncodingContainer: UnkeyedEncodingContainer {
    let node: JSONNode
    let codingPath: [any CodingKey]

    var count: Int { node.count }

    func encodeNil() { node.append(.literal("null")) }
    func encode(_ value: Bool) { node.append(.literal(value ? "true" : "false")) }
    func encode(_ value: String) { node.append(.string(value)) }

    func encode(_ value: Double) throws {
        node.append(try JSONTreeEncoder.literal(value, at: codingPath + [JSONPathKey(count)]))
    }

    func encode(_ value: Float) throws {
        node.append(try JSONTreeEncoder.literal(value, at: codingPath + [JSONPathKey(count)]))
    }

    func encode(_ value: Int) { node.append(.literal(String(value))) }
    func encode(_ value: Int8) { node.append(.literal(String(value))) }
    func encode(_ value: Int16) { node.append(.literal(String(value))) }
    func encode(_ value: Int32) { node.append(.literal(String(value))) }
    func encode(_ value: Int64) { node.append(.literal(String(value))) }
    func encode(_ value: UInt) { node.append(.literal(String(value))) }
    func encode(_ value: UInt8) { node.append(.literal(String(value))) }
    func encode(_ value: UInt16) { node.append(.literal(String(value))) }
    func encode(_ value: UInt32) { node.append(.literal(String(value))) }
    func encode(_ value: UInt64) { node.append(.literal(String(value))) }

    func encode(_ value: some Encodable) throws {
        node.append(try JSONTreeEncoder.content(of: value, at: codingPath, JSONPathKey(count)))
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        let path = codingPath + [JSONPathKey(count)]
        return KeyedEncodingContainer(
            JSONKeyedEncodingContainer<NestedKey>(node: nested(.object), codingPath: path)
        )
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let path = codingPath + [JSONPathKey(count)]
        return JSONUnkeyedEncodingContainer(node: nested(.array), codingPath: path)
    }

    func superEncoder() -> any Encoder {
        let path = codingPath + [JSONPathKey(count)]
        let child = JSONNode()
        node.append(.node(child))
        return JSONTreeEncoder(node: child, codingPath: path)
    }

    private func nested(_ shape: JSONNode.Shape) -> JSONNode {
        let child = JSONNode()
        _ = child.become(shape)
        node.append(.node(child))
        return child
    }
}
