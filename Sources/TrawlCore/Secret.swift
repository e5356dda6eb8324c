/// A string that never shows: it prints, interpolates and reflects as `<redacted>`.
///
/// Passwords and tokens are of this type from the moment they are read. Only the code that puts one on the wire calls
/// ``reveal()``.
public struct Secret: Sendable, Hashable {
    private let text: String

    /// Wraps a secret text.
    public init(_ text: String) {
        self.text = text
    }

    /// The secret itself, for the wire and nothing else.
    public func reveal() -> String { text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<redacted>`.
    public var description: String { "<redacted>" }

    /// Always `<redacted>`.
    public var debugDescription: String { description }

    /// Shows no stored property, so that `dump` and crash reporters find nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
