public import TrawlCore
public import TrawlModels

/// One named thing that a collection asks of every device, spelled per dialect.
public struct Request: Sendable {
    /// The name in records.
    public var name: String
    /// The command of each dialect that the request is spelled for.
    ///
    /// With a ``model`` the model's own commands are asked on the dialects that are missing here.
    public var commands: [DialectName: Command]
    /// The normalised model that replies are read into; without it they stay as the device sent them.
    public var model: (any NormalizedModel.Type)?
    /// What the model is to ask about, where it takes arguments.
    public var arguments: ModelArguments
    /// The request's own timeout of one attempt, in place of the host's.
    public var timeout: Duration?
    /// How often it is asked on a schedule, in place of the collection's interval.
    public var every: Duration?

    /// Makes a request.
    public init(
        name: String,
        commands: [DialectName: Command] = [:],
        model: (any NormalizedModel.Type)? = nil,
        arguments: ModelArguments = ModelArguments(),
        timeout: Duration? = nil,
        every: Duration? = nil
    ) {
        self.name = name
        self.commands = commands
        self.model = model
        self.arguments = arguments
        self.timeout = timeout
        self.every = every
    }

    /// Whether there is a spelling for a dialect, if one of no command at all.
    public func isSpelled(for dialect: DialectName) -> Bool {
        commands[dialect] != nil || model?.commands(for: dialect, with: arguments) != nil
    }

    /// What is sent to a device of this dialect; empty where the request has no spelling for it.
    public func commands(for dialect: DialectName) -> [Command] {
        commands[dialect].map { [$0] } ?? model?.commands(for: dialect, with: arguments) ?? []
    }
}

/// A named set of requests with its limits: what a collection file says, read and checked.
public struct RequestCollection: Sendable {
    /// The name in records.
    public var name: String
    /// What it is for, in one line.
    public var description: String?
    /// Which devices of the inventory it asks.
    public var devices: DeviceFilter
    /// How hard it presses.
    public var limits: Limits
    /// Whether it may send what is not plainly a read.
    ///
    /// Default: ``ChangePolicy/refused``.
    public var changes: ChangePolicy
    /// What it asks, in the file's order.
    public var requests: [Request]
    /// How often they are asked where they are asked on a schedule; `nil` where the collection does not say.
    ///
    /// Default: none, which a schedule takes as ``Schedule/init(every:timeout:)`` does.
    public var schedule: Schedule?

    /// Makes a collection.
    public init(
        name: String,
        description: String? = nil,
        devices: DeviceFilter = DeviceFilter(),
        limits: Limits = Limits(),
        changes: ChangePolicy = .refused,
        requests: [Request],
        schedule: Schedule? = nil
    ) {
        self.name = name
        self.description = description
        self.devices = devices
        self.limits = limits
        self.changes = changes
        self.requests = requests
        self.schedule = schedule
    }

    /// How far apart two polls of a request are on the schedule.
    public func interval(of request: Request) -> Duration { request.every ?? (schedule ?? Schedule()).every }
}
