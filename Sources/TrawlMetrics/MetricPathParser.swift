/// Reads a path from its text.
struct MetricPathParser {
    /// More steps than any answer has levels.
    private static let mostSteps = 64

    private let text: String
    private var rest: Substring
    private var steps: [MetricPath.Step] = []

    init(_ text: String) {
        self.text = text
        rest = text[...]
    }

    mutating func path() throws(MetricPathMistake) -> MetricPath {
        guard !text.isEmpty else { throw MetricPathMistake(message: "a path is empty") }
        if text == "." { return .row }
        let origin = try origin()
        var isFirst = origin == .row(climbing: 0)
        while let next = rest.first {
            switch next {
            case "[":
                steps.append(try element())
            case "." where !isFirst:
                rest.removeFirst()
                if let reading = try segment() {
                    guard rest.isEmpty else { throw trouble("nothing follows what a path reads at its end") }
                    return MetricPath(text: text, origin: origin, steps: steps, reading: reading)
                }
            default:
                guard isFirst else { throw trouble("a dot is missing before `\(rest)`") }
                if let reading = try segment() {
                    guard rest.isEmpty else { throw trouble("nothing follows what a path reads at its end") }
                    return MetricPath(text: text, origin: origin, steps: steps, reading: reading)
                }
            }
            isFirst = false
            guard steps.count <= Self.mostSteps else { throw trouble("more than \(Self.mostSteps) steps") }
        }
        return MetricPath(text: text, origin: origin, steps: steps, reading: .value)
    }

    private mutating func origin() throws(MetricPathMistake) -> MetricPath.Origin {
        let root = "$root"
        if rest.hasPrefix(root) {
            rest.removeFirst(root.count)
            guard rest.isEmpty || rest.first == "." || rest.first == "[" else { throw unknownWord("$root\(rest)") }
            return .root
        }
        let climbing = rest.prefix { $0 == "^" }.count
        rest.removeFirst(climbing)
        if climbing > 0, let next = rest.first, next != ".", next != "[" {
            throw trouble("a dot is missing before `\(rest)`")
        }
        return .row(climbing: climbing)
    }

    /// A key, `*` or what is read at the end.
    private mutating func segment() throws(MetricPathMistake) -> MetricPath.Reading? {
        guard let first = rest.first, first != "." else { throw trouble("a key is missing between two dots") }
        if first == "\"" {
            steps.append(.key(try quoted()))
            return nil
        }
        let word = rest.prefix { $0 != "." && $0 != "[" }
        rest.removeFirst(word.count)
        guard word != "*" else {
            steps.append(.every)
            return nil
        }
        if word.first == "$" {
            switch word {
            case "$key": return .key
            case "$index": return .index
            case "$size": return .size
            default: throw unknownWord(String(word))
            }
        }
        guard word.allSatisfy({ !$0.isWhitespace && !"*^\"]".contains($0) }), !word.isEmpty else {
            throw trouble("the key `\(word)` needs double quotes")
        }
        steps.append(.key(String(word)))
        return nil
    }

    /// A key in double quotes, with `\"` and `\\` for those two.
    private mutating func quoted() throws(MetricPathMistake) -> String {
        rest.removeFirst()
        var key = ""
        while let next = rest.popFirst() {
            switch next {
            case "\"":
                return key
            case "\\":
                guard let escaped = rest.popFirst(), escaped == "\"" || escaped == "\\" else {
                    throw trouble("after `\\` comes `\"` or `\\`")
                }
                key.append(escaped)
            default:
                key.append(next)
            }
        }
        throw trouble("a double quote is not closed")
    }

    private mutating func element() throws(MetricPathMistake) -> MetricPath.Step {
        guard let end = rest.firstIndex(of: "]") else { throw trouble("`]` is missing") }
        let inner = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
        if inner == "*" { return .every }
        guard let index = Int(inner), index >= 0, String(index) == inner else {
            throw trouble("between brackets stands an element's number, from 0")
        }
        return .element(index)
    }

    private func unknownWord(_ word: String) -> MetricPathMistake {
        trouble("unknown `\(word)`", hint: "`$key`, `$index` and `$size` at the end, `$root` in front")
    }

    private func trouble(_ what: String, hint: String? = nil) -> MetricPathMistake {
        MetricPathMistake(message: "`\(text)` is not a path: \(what)", hint: hint)
    }
}
