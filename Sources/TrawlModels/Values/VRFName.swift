/// The name of a VRF; the one that has no name of its own is `default` on every platform.
public struct VRFName: TextValue {
    /// In errors.
    public static let noun = "the name of a VRF"

    /// The VRF that interfaces are in when nobody says.
    public static let `default` = VRFName(known: "default")

    /// The name.
    public let description: String

    private init(known: String) {
        description = known
    }

    /// Reads a name; `nil` where the text is empty.
    public init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        description = text.lowercased() == "default" ? "default" : text
    }

    /// Whether it may stand in a command: one word of letters, digits and `.`, `_`, `-`, `:`, `/`.
    ///
    /// A name that a device made up is somebody else's text.
    package var isPlainWord: Bool { ModelArgument.isWord(description) }
}
