/// A container while it is encoded: `Encodable` may fill several at a time, so nothing can be written before the end.
final class JSONNode {
    /// What a place in a container holds.
    enum Content {
        /// A string.
        case string(String)
        /// A number, a truth value or `null`, as it is spelt.
        case literal(String)
        /// A container of its own.
        case node(JSONNode)
    }

    /// What the node holds by itself, before it becomes an object or an array.
    enum Shape {
        case undecided
        case single
        case array
        case object
    }

    private(set) var shape = Shape.undecided
    private var contents: [Content] = []
    /// The keys of an object's contents.
    private var keys: [String] = []
    /// Where each key is, once there are too many to go through.
    private var positions: [String: Int] = [:]

    /// The node as a place in another holds it; a single value takes no node.
    var content: Content {
        guard shape == .single, let content = contents.last else { return .node(self) }
        return content
    }

    /// The number of contents.
    var count: Int { contents.count }

    /// Becomes an object, an array or a single value; false where it is something else already.
    func become(_ shape: Shape) -> Bool {
        guard self.shape == .undecided else { return self.shape == shape && shape != .single }
        self.shape = shape
        return true
    }

    /// Appends to an array.
    func append(_ content: Content) { contents.append(content) }

    /// Becomes a single value.
    func fill(_ content: Content) {
        shape = .single
        contents = [content]
    }

    /// Puts a member in an object; a key that is there already gets the new value.
    func set(_ key: String, to content: Content) {
        if let position = position(of: key) {
            contents[position] = content
            return
        }
        if !positions.isEmpty || keys.count == 16 {
            if positions.isEmpty {
                for (position, key) in keys.enumerated() { positions[key] = position }
            }
            positions[key] = keys.count
        }
        keys.append(key)
        contents.append(content)
    }

    /// Orders an object's members by key.
    func sort() {
        let order = keys.indices.sorted { keys[$0] < keys[$1] }
        keys = order.map { keys[$0] }
        contents = order.map { contents[$0] }
        positions = [:]
    }

    /// The container under a key, where there is one that may be added to.
    func node(at key: String) -> JSONNode? {
        guard let position = position(of: key), case .node(let node) = contents[position] else { return nil }
        return node
    }

    /// Writes the node and everything in it; depth is bounded by the encoder's.
    func write(to writer: inout JSONWriter) {
        switch shape {
        case .undecided:
            writer.beginObject()
            writer.endObject()
        case .single:
            if let content = contents.last { Self.write(content, to: &writer) }
        case .array:
            writer.beginArray()
            for content in contents { Self.write(content, to: &writer) }
            writer.endArray()
        case .object:
            writer.beginObject()
            for (key, content) in zip(keys, contents) {
                writer.key(key)
                Self.write(content, to: &writer)
            }
            writer.endObject()
        }
    }

    private static func write(_ content: Content, to writer: inout JSONWriter) {
        switch content {
        case .string(let text): writer.string(text)
        case .literal(let text): writer.raw(text)
        case .node(let node): node.write(to: &writer)
        }
    }

    private func position(of key: String) -> Int? {
        positions.isEmpty ? keys.firstIndex(of: key) : positions[key]
    }
}
