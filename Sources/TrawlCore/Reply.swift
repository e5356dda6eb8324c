public import TrawlJSON

/// One command's answer, still as the device worded it.
public struct Reply: Sendable {
    /// What the device said.
    public enum Body: Sendable {
        /// Structured data, with the device's key order and number spelling.
        case json(JSONSlice)
        /// What the command line would print.
        case text(String)
    }

    /// The command that was answered.
    public var command: Command

    /// What the device said.
    public var body: Body

    /// What a reader should know: a text fallback, bytes that were no UTF-8 and were replaced, the device's warnings.
    public var warnings: [String]

    /// Makes a reply.
    public init(command: Command, body: Body, warnings: [String] = []) {
        self.command = command
        self.body = body
        self.warnings = warnings
    }

    /// The structured answer, or `nil` where the device gave text.
    public var json: JSONSlice? {
        guard case .json(let slice) = body else { return nil }
        return slice
    }

    /// The text answer, or `nil` where the device gave structured data.
    public var text: String? {
        guard case .text(let text) = body else { return nil }
        return text
    }
}
