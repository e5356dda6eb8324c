/// What may stand at a place of a file.
///
/// One table of shapes is all that the loader's checks, the messages and the JSON Schema know about a file's keys.
indirect enum Shape: Sendable {
    /// One written value.
    case scalar(ScalarKind)
    /// Items of one shape.
    case list(of: Shape, needsItems: Bool = false)
    /// Keys that Trawl names.
    case mapping(MappingShape)
    /// Keys that the file's author names.
    case dictionary(DictionaryShape)
    /// One of several, each of another YAML kind: text, list or mapping.
    case either([Shape])
    /// Nothing: the key is known, and why it cannot be used yet.
    case refused(ScalarObjection)
}

/// A mapping whose keys Trawl names.
struct MappingShape: Sendable {
    /// What it is, as messages say it.
    var noun = "a mapping"
    /// How a message names one of them, from the key it stands under.
    var title: @Sendable (String) -> String = { $0.quoted }
    /// The keys, in the order of the documentation.
    var keys: [KeyShape]
    /// Keys that must be there.
    var required: [String] = []
    /// Keys of which at least one must be there; empty for no such rule.
    var atLeastOne: [String] = []
    /// Whether exactly one key must be there.
    var isChoice = false
    /// Keys that are announced, with what is said about them.
    var later: [String: ScalarObjection] = [:]
    /// Whether it may be left empty.
    var mayBeEmpty = false
    /// Whether a stray key may be a password, and must not be repeated.
    var isSecret = false

    /// The shape under a key.
    func shape(of key: String) -> Shape? {
        keys.first { $0.name == key }?.shape
    }
}

/// One key of a mapping.
struct KeyShape: Sendable {
    var name: String
    /// What it is for, in one sentence for editors.
    var summary: String
    var shape: Shape

    init(_ name: String, _ summary: String, _ shape: Shape) {
        self.name = name
        self.summary = summary
        self.shape = shape
    }
}

/// A mapping whose keys the file's author names.
struct DictionaryShape: Sendable {
    /// What it is, as messages say it.
    var noun: String
    /// What a key must be.
    var key: ScalarKind
    /// What stands under every key.
    var value: Shape
    /// Whether it needs an entry.
    var needsEntries = false
}

/// Why a value cannot be used.
struct ScalarObjection: Error, Sendable {
    var message: String
    var hint: String?
    var kind = FileProblem.Kind.invalid

    init(_ message: String, hint: String? = nil, kind: FileProblem.Kind = .invalid) {
        self.message = message
        self.hint = hint
        self.kind = kind
    }

    /// A key or a value that another version will have.
    static func later(_ what: String, hint: String? = nil) -> ScalarObjection {
        ScalarObjection("\(what) is not supported by this version", hint: hint)
    }
}

/// What one written value must be.
struct ScalarKind: Sendable {
    /// How the value is written.
    enum Form: Sendable {
        /// Any text; numbers and `true` count as the text they are.
        case text
        /// Text that never looks like a number.
        case pureText
        /// Text or a whole number from 1.
        case textOrNumber
        /// A whole number.
        case integer(ClosedRange<Int>)
        /// A whole number, or a word.
        case integerOr(ClosedRange<Int>, String)
        /// `true` or `false`.
        case boolean
        /// One of some words.
        case choice([String])
    }

    /// What it is, as messages say it: ``a duration such as `30s` ``.
    var noun: String
    var form = Form.text
    /// The same rule for editors, as a regular expression that covers the whole text.
    var pattern: String?
    /// What the form does not catch.
    var check: @Sendable (String) -> ScalarObjection? = { _ in nil }
    /// Whether the value may be a password, and must not be repeated.
    var isSecret = false
}
