/// What a personality is given for one call.
struct CallContext {
    /// The switch and the moment.
    var context: CommandContext
    /// The request's body.
    var body: [UInt8]
    /// The request's media type, in lower case and without parameters.
    var mediaType: String
    /// Notes a command that reached the device.
    var record: (String) -> Void
    /// What is wrong with a command on purpose; the command is in lower case with single blanks.
    var fault: (String) -> CommandFault?
}

/// What is wrong with one command on purpose.
enum CommandFault: Sendable, Hashable {
    /// The device does not know it.
    case refused
    /// The device runs it and fails, with this message.
    case failed(String)
}
