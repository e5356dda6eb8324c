/// Why a simulated fleet cannot be had: a configuration that makes no sense, or something missing on this host.
public struct SimulatorError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in one line.
    public var message: String

    /// Makes an error.
    public init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
