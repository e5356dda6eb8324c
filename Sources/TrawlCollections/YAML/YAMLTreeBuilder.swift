/// Builds the tree from events, without recursion, and finds keys that come twice.
struct YAMLTreeBuilder {
    private struct Frame {
        var isMapping: Bool
        var mark: YAMLMark
        var items: [YAMLNode] = []
        var entries: [YAMLEntry] = []
        /// The key whose value comes next; `nil` text for one that was refused.
        var key: (text: String?, mark: YAMLMark)?
        /// Lines by key, kept only where there are many: a search through all would take the square of the time.
        var lines: [String: Int32] = [:]
    }

    private var frames: [Frame] = []
    /// The finished tree.
    private(set) var root: YAMLNode?

    /// How deep the next value lies.
    var depth: Int { frames.count }

    /// Opens a sequence or a mapping.
    mutating func begin(isMapping: Bool, at mark: YAMLMark) {
        frames.append(Frame(isMapping: isMapping, mark: mark))
    }

    /// Closes what was opened last.
    mutating func end(log: inout ProblemLog) {
        guard let frame = frames.popLast() else { return }
        let content: YAMLNode.Content = frame.isMapping ? .mapping(frame.entries) : .sequence(frame.items)
        add(YAMLNode(content: content, mark: frame.mark), log: &log)
    }

    /// Adds a value where it belongs: an item, a key, a key's value, or the root.
    mutating func add(_ node: YAMLNode, log: inout ProblemLog) {
        guard let last = frames.indices.last else {
            root = node
            return
        }
        guard frames[last].isMapping else {
            frames[last].items.append(node)
            return
        }
        guard let key = frames[last].key else {
            frames[last].key = (Self.keyText(of: node, log: &log), node.mark)
            return
        }
        frames[last].key = nil
        guard let text = key.text else { return }
        if let line = Self.line(of: text, in: frames[last]) {
            log.error(at: key.mark, "duplicate key \(text.quoted); it is on line \(line) already")
            return
        }
        frames[last].entries.append(YAMLEntry(key: text, keyMark: key.mark, value: node))
        Self.index(&frames[last])
    }

    private static func keyText(of node: YAMLNode, log: inout ProblemLog) -> String? {
        switch node.content {
        case .scalar("<<", isPlain: true):
            log.error(
                at: node.mark,
                "merge keys (`<<`) are not supported",
                hint: "in an inventory, put what devices share into `groups` or `defaults`"
            )
            return nil
        case .scalar(let text, _):
            return text
        case .refused:
            return nil
        case .sequence, .mapping:
            log.error(at: node.mark, "a key must be text, not \(node.kindTitle)")
            return nil
        }
    }

    /// A mapping with more keys than this gets an index.
    private static let mostUnindexed = 12

    private static func line(of key: String, in frame: Frame) -> Int32? {
        guard frame.entries.count > mostUnindexed else {
            return frame.entries.first { $0.key == key }?.keyMark.line
        }
        return frame.lines[key]
    }

    private static func index(_ frame: inout Frame) {
        guard frame.entries.count > mostUnindexed else { return }
        if frame.lines.isEmpty {
            for entry in frame.entries { frame.lines[entry.key] = entry.keyMark.line }
        } else if let entry = frame.entries.last {
            frame.lines[entry.key] = entry.keyMark.line
        }
    }
}
