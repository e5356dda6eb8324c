import Trawl

extension Shape {
    /// Notes everything about a value that does not fit.
    ///
    /// - Parameters:
    ///   - node: The value.
    ///   - name: The key it stands under, as messages name it.
    ///   - keyMark: Where the key is, for a value that is not there.
    ///   - log: Where the mistakes go.
    func check(_ node: YAMLNode, as name: String, keyMark: YAMLMark, log: inout ProblemLog) {
        switch (self, node.content) {
        case (_, .refused):
            return
        case (.refused(let objection), _):
            log.error(at: keyMark, objection.message, hint: objection.hint, kind: objection.kind)
        case (.either(let shapes), _):
            guard let shape = shapes.first(where: { $0.fits(node) }) else {
                mismatch(node, name, keyMark, &log)
                return
            }
            shape.check(node, as: name, keyMark: keyMark, log: &log)
        case (.scalar(let kind), .scalar(let text, let isPlain)):
            guard !node.isNothing else {
                log.error(at: keyMark, "\(name.quoted) is empty; it takes \(kind.noun)")
                return
            }
            if let objection = kind.objection(to: text, isPlain: isPlain, as: name) {
                log.error(at: node.mark, objection.message, hint: objection.hint, kind: objection.kind)
            }
        case (.list(let shape, let needsItems), .sequence(let items)):
            if needsItems, items.isEmpty { log.error(at: keyMark, "\(name.quoted) is empty") }
            for item in items { shape.check(item, as: name, keyMark: item.mark, log: &log) }
        case (.mapping(let shape), .mapping(let entries)):
            shape.check(entries, as: name, keyMark: keyMark, log: &log)
        case (.mapping(let shape), .scalar) where shape.mayBeEmpty && node.isNothing:
            return
        case (.dictionary(let shape), .mapping(let entries)):
            shape.check(entries, as: name, keyMark: keyMark, log: &log)
        default:
            mismatch(node, name, keyMark, &log)
        }
    }

    private func mismatch(_ node: YAMLNode, _ name: String, _ keyMark: YAMLMark, _ log: inout ProblemLog) {
        if node.isNothing {
            log.error(at: keyMark, "\(name.quoted) is empty; it takes \(noun)")
        } else {
            log.error(at: node.mark, "\(title(of: name)) takes \(noun), not \(node.kindTitle)")
        }
    }

    /// How a message names the place under a key.
    private func title(of key: String) -> String {
        guard case .mapping(let shape) = self else { return key.quoted }
        return shape.title(key)
    }

    /// Whether the value is of the shape's YAML kind.
    private func fits(_ node: YAMLNode) -> Bool {
        switch (self, node.content) {
        case (.scalar, .scalar): !node.isNothing
        case (.list, .sequence), (.mapping, .mapping), (.dictionary, .mapping): true
        default: false
        }
    }

    /// What is wanted, as messages say it.
    var noun: String {
        switch self {
        case .scalar(let kind): kind.noun
        case .list: "a list"
        case .mapping(let shape): shape.noun
        case .dictionary(let shape): shape.noun
        case .either(let shapes): shapes.map(\.noun).joined(separator: " or ")
        case .refused: "nothing"
        }
    }
}

extension MappingShape {
    fileprivate func check(_ entries: [YAMLEntry], as name: String, keyMark: YAMLMark, log: inout ProblemLog) {
        let names = keys.map(\.name)
        // A misspelt key stands for the one it was meant to be: nobody wants to read that this one is missing, too.
        var present: Set<String> = []
        for entry in entries {
            present.insert(entry.key)
            if let shape = shape(of: entry.key) {
                shape.check(entry.value, as: entry.key, keyMark: entry.keyMark, log: &log)
            } else if let objection = later[entry.key] {
                log.error(at: entry.keyMark, objection.message, hint: objection.hint)
            } else {
                let hint = Suggestion.hint(for: entry.key, among: names, noun: "known keys")
                if let meant = Suggestion.nearest(to: entry.key, among: names) { present.insert(meant) }
                log.error(at: entry.keyMark, isSecret ? "unknown key" : "unknown key \(entry.key.quoted)", hint: hint)
            }
        }
        for key in required where !present.contains(key) {
            log.error(at: keyMark, "\(title(name)) needs the key `\(key)`")
        }
        if !atLeastOne.isEmpty, present.isDisjoint(with: atLeastOne), present.isDisjoint(with: later.keys) {
            log.error(
                at: keyMark,
                "\(title(name)) asks for nothing",
                hint: "give it one of " + atLeastOne.map { "`\($0)`" }.joined(separator: ", ")
            )
        }
        if isChoice, entries.count != 1 {
            let choices = keys.map { "`\($0.name)`" }.joined(separator: ", ")
            log.error(at: keyMark, "\(name.quoted) takes exactly one of \(choices)")
        }
    }
}

extension DictionaryShape {
    fileprivate func check(_ entries: [YAMLEntry], as name: String, keyMark: YAMLMark, log: inout ProblemLog) {
        if needsEntries, entries.isEmpty { log.error(at: keyMark, "\(name.quoted) is empty") }
        for entry in entries {
            if let objection = key.objection(to: entry.key, isPlain: false, as: name) {
                log.error(at: entry.keyMark, objection.message, hint: objection.hint, kind: objection.kind)
            }
            value.check(entry.value, as: entry.key, keyMark: entry.keyMark, log: &log)
        }
    }
}

extension ScalarKind {
    /// Why a written value is refused; `nil` for one that is not.
    func objection(to text: String, isPlain: Bool, as name: String) -> ScalarObjection? {
        if !isSecret, text.utf8.contains(UInt8(ascii: "$")), text.contains("${") {
            return ScalarObjection("`${` is reserved", hint: "write the value out: this version fills in nothing")
        }
        switch form {
        case .text, .pureText, .textOrNumber:
            return check(text)
        case .integer(let range):
            guard let number = Int(text), String(number) == text, range.contains(number) else {
                return mismatch(text, name)
            }
            guard isPlain else {
                return ScalarObjection("\(name.quoted) takes \(noun), not a text", hint: "leave the quotes out")
            }
        case .integerOr(_, let word) where text == word:
            break
        case .integerOr(let range, _):
            guard isPlain, let number = Int(text), String(number) == text, range.contains(number) else {
                return mismatch(text, name)
            }
        case .boolean:
            guard isPlain, text == "true" || text == "false" else { return mismatch(text, name) }
        case .choice(let words):
            guard words.contains(text) else {
                var objection = mismatch(text, name)
                // Between numbers the nearest word means nothing.
                let near = Double(text) == nil ? Suggestion.nearest(to: text, among: words) : nil
                objection.hint = near.map { "did you mean `\($0)`?" }
                return objection
            }
        }
        return nil
    }

    private func mismatch(_ text: String, _ name: String) -> ScalarObjection {
        ScalarObjection("\(name.quoted) takes \(noun)" + (isSecret ? "" : ", not \(text.quoted)"))
    }
}
