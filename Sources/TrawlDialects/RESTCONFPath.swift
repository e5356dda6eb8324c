/// A path to data as people write it, turned into what RESTCONF wants.
///
/// `openconfig-interfaces:interfaces/interface[name=Ethernet1/1]/state` becomes
/// `/openconfig-interfaces:interfaces/interface=Ethernet1%2F1/state`. Brackets hold one key each, in the order of the
/// list's keys, with the key's name or without. Keys may also be written as RESTCONF has them, after `=` and encoded.
public struct RESTCONFPath: Sendable, Hashable {
    /// The path as it goes on the wire below `{root}/data`, beginning with `/`.
    public let encoded: String

    /// Why a text is no such path.
    public struct Mistake: Error, Sendable, Hashable {
        /// What is wrong, as the end of a sentence.
        public var reason: String
    }

    /// What stands in a key beside letters, digits and `-._~`: the comma parts keys.
    private static let keyCharacters = ",:@!$&'()*+;="

    /// Reads a path.
    public init(_ text: String) throws(Mistake) {
        var rest = text.first == "/" ? text.dropFirst() : text[...]
        guard !rest.isEmpty else { throw Mistake(reason: "it is empty") }
        guard rest.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw Mistake(reason: "it holds a control character")
        }
        var encoded = ""
        while !rest.isEmpty {
            if !encoded.isEmpty {
                guard rest.first == "/" else { throw Mistake(reason: "`/` is missing after a key's `]`") }
                rest = rest.dropFirst()
            }
            encoded += try "/" + Self.segment(&rest)
        }
        self.encoded = encoded
    }

    private static func segment(_ rest: inout Substring) throws(Mistake) -> String {
        let name = rest.prefix { $0 != "/" && $0 != "=" && $0 != "[" }
        rest = rest.dropFirst(name.count)
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy(isIdentifier) else {
            throw Mistake(reason: "`\(name)` is no name of a node, with its module or without")
        }
        if rest.first == "=" {
            let keys = rest.dropFirst().prefix { $0 != "/" }
            rest = rest.dropFirst(keys.count + 1)
            guard !keys.isEmpty, !keys.contains("?"), !keys.contains("#"), !keys.contains("[") else {
                throw Mistake(reason: "the key of `\(name)` is empty, or holds `?`, `#` or `[`")
            }
            return name + "=" + PercentEncoding.completing(keys, allowing: keyCharacters)
        }
        var keys: [String] = []
        while rest.first == "[" { keys.append(try key(of: name, &rest)) }
        return keys.isEmpty ? String(name) : name + "=" + keys.joined(separator: ",")
    }

    /// One key in brackets, encoded: `[name=Ethernet1/1]`, `['a]b']`, `[10]`.
    private static func key(of name: Substring, _ rest: inout Substring) throws(Mistake) -> String {
        rest = rest.dropFirst()
        let label = rest.prefix { $0 != "=" && $0 != "]" && $0 != "'" && $0 != "\"" }
        if rest.dropFirst(label.count).first == "=",
            label.split(separator: ":", omittingEmptySubsequences: false).allSatisfy(isIdentifier)
        {
            rest = rest.dropFirst(label.count + 1)
        }
        let value: Substring
        if let quote = rest.first, quote == "'" || quote == "\"" {
            value = rest.dropFirst().prefix { $0 != quote }
            rest = rest.dropFirst(value.count + 1)
            guard rest.first == quote else { throw Mistake(reason: "the key of `\(name)` has no closing quote") }
            rest = rest.dropFirst()
        } else {
            value = rest.prefix { $0 != "]" }
            rest = rest.dropFirst(value.count)
        }
        guard rest.first == "]" else { throw Mistake(reason: "the key of `\(name)` has no closing `]`") }
        rest = rest.dropFirst()
        return PercentEncoding.encode(value)
    }

    private static func isIdentifier(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, first < 0x80, Character(Unicode.Scalar(first)).isLetter || first == 0x5F
        else { return false }
        return text.utf8.allSatisfy { byte in
            let character = Character(Unicode.Scalar(byte))
            return byte < 0x80 && (character.isLetter || character.isNumber || "_-.".contains(character))
        }
    }
}
