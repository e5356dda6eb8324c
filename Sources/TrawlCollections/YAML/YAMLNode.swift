/// A place in a file: line and column counted from 1, columns in Unicode scalars.
struct YAMLMark: Sendable, Hashable {
    var line: Int32
    var column: Int32
    /// How many scalars are meant; 0 means up to the end of the line.
    var length: Int32

    init(line: Int, column: Int, length: Int = 1) {
        self.line = Int32(clamping: line)
        self.column = Int32(clamping: column)
        self.length = Int32(clamping: length)
    }

    /// The file as a whole.
    static let file = YAMLMark(line: 0, column: 0, length: 0)
}

/// A value of a YAML file with its place; scalars stay as they are written.
struct YAMLNode: Sendable {
    enum Content: Sendable {
        /// Text, and whether it stands there without quotes.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([YAMLEntry])
        /// Something that was refused and reported, and that nobody should report again.
        case refused
    }

    var content: Content
    var mark: YAMLMark
}

/// A key of a mapping with its value.
struct YAMLEntry: Sendable {
    var key: String
    var keyMark: YAMLMark
    var value: YAMLNode
}

extension YAMLNode {
    /// The text of a scalar.
    var text: String? {
        guard case .scalar(let text, _) = content else { return nil }
        return text
    }

    /// The items of a sequence; none for anything else.
    var items: [YAMLNode] {
        guard case .sequence(let items) = content else { return [] }
        return items
    }

    /// The entries of a mapping; none for anything else.
    var entries: [YAMLEntry] {
        guard case .mapping(let entries) = content else { return [] }
        return entries
    }

    /// The value of a mapping's key.
    subscript(key: String) -> YAMLNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// The entry of a mapping's key.
    func entry(_ key: String) -> YAMLEntry? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }
    }

    /// Whether nothing is written, or YAML's words for nothing.
    var isNothing: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// What stands there, as a message names it.
    var kindTitle: String {
        switch content {
        case .scalar: isNothing ? "nothing" : "text"
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .refused: "nothing"
        }
    }
}
