/// An argument that a model takes, such as the VRF to ask about.
public struct ModelArgument: Sendable, Hashable {
    /// What a value must be.
    public enum Kind: Sendable, Hashable {
        /// One word of letters, digits and `.`, `_`, `-`, `:`, `/`, at most 64 of them.
        case word
        /// An IP address.
        case address
        /// An IP prefix; an address alone counts as the prefix of all its bits.
        case prefix
        /// The name of an interface.
        case interface
        /// `true` or `false`.
        case boolean
        /// One of some words.
        case choice([String])
    }

    /// The name in collections.
    public var name: String
    /// What a value must be.
    public var kind: Kind
    /// What it is for, in one sentence.
    public var summary: String
    /// Whether a request must give it.
    public var isRequired: Bool

    /// Describes an argument.
    public init(_ name: String, _ kind: Kind, _ summary: String, isRequired: Bool = false) {
        self.name = name
        self.kind = kind
        self.summary = summary
        self.isRequired = isRequired
    }

    /// What a value must be, as messages say it.
    public var noun: String {
        switch kind {
        case .word: "one word of letters, digits, `.`, `_`, `-`, `:` and `/`"
        case .address: "an IP address"
        case .prefix: "an IP prefix such as `192.0.2.0/24`, or an address"
        case .interface: "the name of an interface"
        case .boolean: "`true` or `false`"
        case .choice(let words): "one of " + words.map { "`\($0)`" }.joined(separator: ", ")
        }
    }

    /// Whether a value may be put into a command.
    ///
    /// Nothing that passes holds a blank, a separator, a pipe or a quote: a value can never become a second command.
    public func takes(_ value: String) -> Bool {
        switch kind {
        case .word: Self.isWord(value)
        case .address: IPAddress(value).map { $0.zone == nil } ?? false
        case .prefix: Self.prefix(value) != nil
        case .interface: Self.isWord(value) && (InterfaceName(value)?.description.last?.isNumber ?? false)
        case .boolean: value == "true" || value == "false"
        case .choice(let words): words.contains(value)
        }
    }

    /// A prefix, or an address as the prefix of all its bits.
    static func prefix(_ value: String) -> IPPrefix? {
        let prefix = IPPrefix(value) ?? IPAddress(value).flatMap { IPPrefix($0, length: $0.width) }
        return prefix?.address.zone == nil ? prefix : nil
    }

    /// Whether a text is one harmless word of a command.
    static func isWord(_ text: String) -> Bool {
        guard let first = text.utf8.first, first != UInt8(ascii: "-"), text.utf8.count <= 64 else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "._-:/".utf8.contains(byte)
            }
        }
    }
}
