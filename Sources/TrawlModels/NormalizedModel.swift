public import TrawlCore

/// A normalised model: the same answer from every vendor, as a `Codable` type.
///
/// A model knows the commands it needs on each dialect, so that a collection may write `model: facts` and no command.
public protocol NormalizedModel: Codable, Sendable {
    /// The name in collections.
    static var name: String { get }

    /// The commands that the model is read from on a dialect; `nil` where it cannot be had.
    static func commands(for dialect: DialectName) -> [Command]?

    /// Reads the model from the replies to ``commands(for:)``, in that order; `nil` for a command that failed.
    ///
    /// - Throws: ``DeviceError/Code/wrongShape`` naming model, path, expected and found, where nothing can be read.
    init(from replies: [Reply?], of device: Device) throws(DeviceError)
}
