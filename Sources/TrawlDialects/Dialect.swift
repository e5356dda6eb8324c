public import TrawlCore

/// An API's way of writing commands and reading answers.
///
/// Pure: it is given values and returns values.
///
/// A new vendor is one type that conforms, and one line in the registry.
public protocol Dialect: Sendable {
    /// The name in inventories, and the key of its commands in collections.
    var name: DialectName { get }

    /// The port where the API listens when the inventory names none.
    func defaultPort(for scheme: Device.Scheme) -> Int

    /// The most calls that one device can work on at once, whatever a collection says; `nil` for no ceiling.
    var concurrencyCeiling: Int? { get }

    /// How a login is kept on a device; `nil` where every call carries user and password.
    var sessionLogin: (any SessionLogin)? { get }

    /// The cheapest read that shows whether a login was accepted; `nil` where there is none that every device answers.
    var loginProbe: Command? { get }

    /// Whether devices may answer without a look at user and password, so that an answer shows nothing about them.
    ///
    /// False, the default, where the API lets nobody in without a login. What is asked for ``discovery`` is open on many
    /// devices whatever is said here.
    var mayAnswerAnybody: Bool { get }

    /// What a device is asked before anything else, once in a run; its text answer becomes every command's root.
    ///
    /// `nil`, the default, where the API is at the same place everywhere.
    var discovery: Command? { get }

    /// Groups commands into calls: the indices of `commands` that travel together, in order.
    func calls(for commands: [Command]) -> [[Int]]

    /// Writes one call; `id` is a number that no other call of this run has, for protocols that echo one.
    func request(for commands: [Command], on device: Device, id: UInt64) -> HTTPRequest

    /// Reads what came back for ``request(for:on:id:)``, one result a command, in order.
    ///
    /// - Throws: What went wrong with the call as a whole, where no command has a result of its own.
    func results(
        of commands: [Command],
        on device: Device,
        id: UInt64,
        from response: HTTPResponse
    ) throws(DeviceError) -> [CommandResult]

    /// Puts the pieces of a command's answer together, in the order in which they came.
    ///
    /// - Throws: Why they are no whole answer.
    func joined(_ parts: [Reply], to command: Command, on device: Device) throws(DeviceError) -> Reply
}

extension Dialect {
    /// No sessions, unless the dialect says how.
    public var sessionLogin: (any SessionLogin)? { nil }

    /// No such read, unless the dialect says which.
    public var loginProbe: Command? { nil }

    /// They look.
    public var mayAnswerAnybody: Bool { false }

    /// Nothing.
    public var discovery: Command? { nil }

    /// The last piece, where a dialect's answers always come whole.
    public func joined(_ parts: [Reply], to command: Command, on device: Device) throws(DeviceError) -> Reply {
        guard let last = parts.last else {
            throw DeviceError(.wrongEnvelope, device: device.name, operation: command.title, detail: "nothing came")
        }
        return last
    }
}

/// What became of one command of a call.
public enum CommandResult: Sendable {
    /// The device answered.
    case reply(Reply)
    /// The device refused or failed it; asking again would not help.
    case failure(DeviceError)
    /// It was not run, or must be asked in another form: ask this in a further call.
    case askAgain(Command)
    /// A piece of the answer came; the next one comes for this command.
    case part(Reply, next: Command)
}

extension Device.Scheme {
    /// The port where the APIs that are known so far listen.
    var defaultPort: Int { self == .https ? 443 : 80 }
}
