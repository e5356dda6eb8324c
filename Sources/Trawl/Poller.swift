import Logging
import Synchronization
public import TrawlCore
import TrawlDialects
import TrawlTransfer

/// How a poller is laid out.
public struct PollerOptions: Sendable, Hashable {
    /// How many devices are in flight at once, or kept connected.
    ///
    /// Default: 256.
    public var devices: Int
    /// Engine threads; by default one a core and at most 4.
    public var loops: Int?
    /// Whether connections, and sessions, are kept between polls of the same device.
    ///
    /// Default: no, as a sweep asks each device once.
    public var keepsConnections: Bool
    /// How far apart two polls of one device are, where connections are kept.
    ///
    /// Default: one minute.
    public var interval: Duration
    /// Open files of the process's limit that are not for connections to devices.
    ///
    /// Default: 48. A process that has other sockets adds theirs: Swift's runtime does not outlive a full table of files.
    public var reservedFiles: Int

    /// Makes options.
    public init(
        devices: Int = 256,
        loops: Int? = nil,
        keepsConnections: Bool = false,
        interval: Duration = .seconds(60),
        reservedFiles: Int = 48
    ) {
        self.devices = devices
        self.loops = loops
        self.keepsConnections = keepsConnections
        self.interval = interval
        self.reservedFiles = reservedFiles
    }

    /// Makes options for polling a plan on its schedule: every device keeps its connection, and its session.
    public init(keepingConnectionsOf plan: Plan, reservedFiles: Int = 48) {
        self.init(
            devices: plan.keptConnections,
            keepsConnections: true,
            interval: plan.pollInterval,
            reservedFiles: reservedFiles
        )
    }
}

/// Polls devices: plans in, outcomes out.
///
/// Everything that runs does so inside one of its functions.
public final class Poller: Sendable {
    let client: TransferClient
    let keptChannels: KeptChannels?
    let keptSessions: SessionPool?
    let breakers = Signal(Breakers())
    let recognitions = Recognitions()
    let logins = LoginMemory()
    private let budget: DescriptorBudget
    /// The connections that are to be kept from poll to poll.
    private let wanted: Mutex<Int>
    private let logger = Logger(label: "trawl.poller")

    fileprivate init(client: TransferClient, options: PollerOptions, budget: DescriptorBudget) {
        self.client = client
        self.budget = budget
        wanted = Mutex(options.keepsConnections ? options.devices : 0)
        keptChannels = options.keepsConnections ? KeptChannels() : nil
        keptSessions = options.keepsConnections ? SessionPool() : nil
    }

    /// Runs a plan and gives its outcomes, as they come, to a body.
    ///
    /// The run ends when the body returns, at the latest; a body that reads to the end of the outcomes has them all.
    ///
    /// - Parameters:
    ///   - plan: What to ask of which devices.
    ///   - id: The run's id; a new one by default.
    ///   - body: Reads the outcomes. While it is slow, the run waits.
    /// - Returns: What the body returned.
    /// - Throws: What the body threw, or ``PlanError`` where the plan was changed to send what it may not.
    public func withOutcomes<Result: Sendable>(
        of plan: Plan,
        id: String = RunID.make(),
        _ body: (Outcomes) async throws -> Result
    ) async throws -> Result {
        // What a plan asks can be changed after it was made.
        var plan = plan
        try plan.check()
        let run = Run(
            id: id,
            plan: fitted(plan),
            client: client,
            keptChannels: keptChannels,
            sessions: keptSessions,
            breakers: breakers,
            recognitions: recognitions
        )
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await run.poll() }
            defer {
                run.requestStop()
                run.channel.abandon()
            }
            return try await body(Outcomes(run: run))
        }
    }

    /// Asks one device one command.
    ///
    /// - Parameters:
    ///   - command: The command; a plain read.
    ///   - device: The device.
    ///   - limits: How hard it is pressed.
    ///   - allowingChanges: Whether the command may be one that is no plain read.
    /// - Returns: The answer.
    /// - Throws: What went wrong, in terms of the device; ``PlanError`` for a command that may not be sent.
    public func reply(
        to command: Command,
        from device: Device,
        limits: Limits = Limits(),
        allowingChanges: Bool = false
    ) async throws -> Reply {
        let commands = Dictionary(uniqueKeysWithValues: Self.dialects(of: command, on: device).map { ($0, command) })
        let request = Request(name: command.title, commands: commands)
        let plan = try Plan(
            collections: [
                RequestCollection(
                    name: "reply",
                    limits: limits,
                    changes: allowingChanges ? .allowed : .refused,
                    requests: [request]
                )
            ],
            devices: [device],
            allowingChanges: allowingChanges
        )
        return try await withOutcomes(of: plan) { outcomes in
            for await outcome in outcomes {
                if let error = outcome.error { throw error }
                if let reply = outcome.replies.first { return reply }
            }
            throw DeviceError(.interrupted, device: device.name, operation: command.title, detail: "no outcome came")
        }
    }

    /// The dialects that a command may be asked in: of a device that is found out about, all that are spelled so.
    private static func dialects(of command: Command, on device: Device) -> [DialectName] {
        guard device.dialect == .auto else { return [device.dialect] }
        if case .cli = command.content { return [.eapi, .nxapi] }
        return DialectRegistry.all.map(\.name).filter { $0 != .eapi && $0 != .nxapi }
    }

    /// Logs out of the sessions that were kept from run to run.
    fileprivate func endSessions() async {
        await keptSessions?.endAll()
    }

    /// What the engine did so far.
    public var statistics: PollerStatistics { PollerStatistics(client.statistics) }

    /// The plan with a concurrency that this host's open files allow.
    func fitted(_ plan: Plan) -> Plan {
        let keeping = wanted.withLock { $0 }
        let perDevice = max(1, plan.entries.map(\.limits.concurrency).max() ?? 1)
        let possible = budget.inFlight(connectionsPerDevice: perDevice, keeping: keeping)
        let asked = min(plan.concurrency, plan.entries.count)
        let kept = budget.kept(of: keeping)
        guard asked > possible || kept < keeping else { return plan }
        var consequences: [String] = []
        if kept < keeping { consequences.append("\(kept) connections are kept instead of \(keeping)") }
        if asked > possible { consequences.append("\(possible) devices in flight instead of \(asked)") }
        logger.warning(
            "this host allows \(budget.limit) open files: \(consequences.joined(separator: ", ")); `ulimit -n` or `LimitNOFILE=` raises it"
        )
        var plan = plan
        plan.concurrency = min(plan.concurrency, possible)
        return plan
    }

    /// Lays the engine out for another plan that is polled on its schedule: how many connections are kept, and how long.
    ///
    /// Its threads stay as many as they are. Nothing changes where connections are not kept.
    public func keepConnections(of plan: Plan) {
        guard keptChannels != nil else { return }
        wanted.withLock { $0 = plan.keptConnections }
        var configuration = client.configuration
        configuration.keep(devices: plan.keptConnections, interval: plan.pollInterval, budget: budget)
        client.keep(as: configuration)
    }
}

/// Runs a body with a poller whose engine is stopped afterwards on every path.
///
/// - Parameters:
///   - options: How the engine is laid out.
///   - body: Uses the poller.
/// - Returns: What the body returned.
/// - Throws: What the body threw, or why the engine cannot start on this host.
public func withPoller<Result: Sendable>(
    _ options: PollerOptions = PollerOptions(),
    _ body: (Poller) async throws -> Result
) async throws -> Result {
    var configuration = TransferClient.Configuration(
        devices: options.devices,
        interval: options.interval,
        loops: options.loops
    )
    let reserve = options.reservedFiles + configuration.files
    let budget = DescriptorBudget(limit: DescriptorLimit.raise(), reserve: reserve)
    if options.keepsConnections {
        configuration.keep(devices: options.devices, interval: options.interval, budget: budget)
    }
    return try await withTransferClient(configuration) { client in
        let poller = Poller(client: client, options: options, budget: budget)
        do {
            let result = try await body(poller)
            await poller.endSessions()
            return result
        } catch {
            await poller.endSessions()
            throw error
        }
    }
}

/// The channels of devices that are polled again, by the device's name.
final class KeptChannels: Sendable {
    private let channels = Mutex<[String: DeviceChannel]>([:])

    /// The device's channel; a new one where the device changed since.
    func channel(to device: Device, of client: TransferClient) -> DeviceChannel {
        channels.withLock { channels in
            if let kept = channels[device.name] {
                if kept.device == device { return kept }
                kept.close()
            }
            let channel = client.channel(to: device)
            channels[device.name] = channel
            return channel
        }
    }

    /// Takes out the channel of a device that is not asked any more, or not as it was.
    func take(_ device: Device) -> DeviceChannel? {
        channels.withLock { channels in
            guard let kept = channels[device.name], kept.device.isFound(device) else { return nil }
            return channels.removeValue(forKey: device.name)
        }
    }
}
