/// Why a simulated fleet cannot be had: a configuration that makes no sense, or something missing on this host.
public struct SimulatorError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in one line.
    public var message: String
    /// The port that cannot be listened on, where that is what is wrong.
    public var unusablePort: Int?

    /// Makes an error.
    public init(_ message: String, unusablePort: Int? = nil) {
        self.message = message
        self.unusablePort = unusablePort
    }

    /// The message.
    public var description: String { message }
}
