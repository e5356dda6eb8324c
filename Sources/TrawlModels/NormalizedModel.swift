public import FoundationEssentials
public import TrawlCore

/// A normalised model: the same answer from every vendor, as a `Codable` type.
///
/// A model knows the commands it needs on each dialect, so that a collection may write `model: facts` and no command.
public protocol NormalizedModel: Codable, Sendable {
    /// The name in collections.
    static var name: String { get }

    /// The arguments that a request may give; none unless a model says otherwise.
    static var arguments: [ModelArgument] { get }

    /// The commands that the model is read from on a dialect; `nil` where it cannot be had.
    ///
    /// - Parameters:
    ///   - dialect: The dialect.
    ///   - arguments: The request's arguments, checked against ``arguments``.
    /// - Returns: The commands in the order in which ``init(from:)`` finds their replies.
    static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]?

    /// Further commands that the replies so far call for, such as one for each VRF; none unless a model says otherwise.
    ///
    /// Asked again when these are answered. What a device wrote goes into a command only where it is a plain word.
    static func followUps(to replies: Replies) -> [Command]

    /// Whether an error means that the device has none of it, as where a feature is off; then it is no error.
    ///
    /// Asked only for commands that the device itself refused or failed. Never unless a model says otherwise, with
    /// `saysNone` or `saysFeatureIsOff(on:)`: a refusal for want of rights stays an error.
    static func isAbsence(_ error: DeviceError, on dialect: DialectName) -> Bool

    /// Reads the model from the replies to its commands.
    ///
    /// What does not fit is noted in the replies' ``Replies/problems``; the rest is read.
    ///
    /// - Throws: Where nothing can be read at all.
    init(from replies: inout Replies) throws(DeviceError)
}

extension NormalizedModel {
    /// No arguments.
    public static var arguments: [ModelArgument] { [] }

    /// No follow-ups.
    public static func followUps(to replies: Replies) -> [Command] { [] }

    /// An error is an error.
    public static func isAbsence(_ error: DeviceError, on dialect: DialectName) -> Bool { false }

    /// The commands of a request without arguments.
    public static func commands(for dialect: DialectName) -> [Command]? {
        commands(for: dialect, with: ModelArguments())
    }

    /// Reads the model, strictly: the first thing that does not fit is thrown.
    ///
    /// - Throws: ``DeviceError/Code/wrongShape`` naming model, path, expected and found.
    public init(
        from replies: [Reply?],
        of device: Device,
        arguments: ModelArguments = ModelArguments(),
        at time: Date = Date()
    ) throws(DeviceError) {
        var read = Replies(replies, of: device, arguments: arguments, at: time)
        let release = SoftwareRelease.told(by: replies.compactMap { $0 }, on: device.dialect)
        do {
            try self.init(from: &read)
        } catch {
            throw error.naming(model: Self.name, release: release)
        }
        if let problem = read.problem?.naming(model: Self.name, release: release) { throw problem }
    }

    /// The error that a dialect has no such model.
    static func noSpelling(on device: Device) -> DeviceError {
        let detail = "`\(name)` cannot be read from \(device.dialect)"
        return DeviceError(.noSpelling, device: device.name, operation: name, detail: detail)
    }
}
