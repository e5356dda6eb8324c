/// Who a device talks to: an IP address in its one writing, or a name as it came.
public struct HostAddress: TextValue {
    /// In errors.
    public static let noun = "an IP address or a name"

    /// The address in its canonical writing, or the name.
    public let description: String

    /// The IP address, where it is one.
    public var address: IPAddress? { IPAddress(description) }

    /// Reads an address or a name; `nil` where the text is empty or holds a blank.
    public init?(_ text: String) {
        guard !text.isEmpty, !text.contains(where: \.isWhitespace) else { return nil }
        description = IPAddress(text)?.description ?? text
    }
}
