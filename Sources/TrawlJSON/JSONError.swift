/// What is wrong with a JSON text, and where.
public struct JSONError: Error, Sendable, Hashable {
    /// The offset in bytes of the first mistake.
    public var offset: Int
    /// What is wrong, in one line.
    public var reason: String
    /// Whether the first mistake is nesting past the allowed depth.
    public var isTooDeep: Bool

    /// Makes an error; `isTooDeep` is for nesting alone.
    public init(offset: Int, reason: String, isTooDeep: Bool = false) {
        self.offset = offset
        self.reason = reason
        self.isTooDeep = isTooDeep
    }
}

extension JSONError: CustomStringConvertible {
    /// Reason and offset in one line.
    public var description: String { "\(reason), at byte \(offset)" }
}
