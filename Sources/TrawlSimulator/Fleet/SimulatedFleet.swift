public import TrawlCore
import TrawlServer

/// Simulated switches on this host, each at a loopback address of its own; see ``withSimulatedFleet(_:_:)``.
///
/// What a device is and says follows from the seed and its place in the fleet, so that neighbours agree with each other
/// and a fleet of 10,000 costs no more than its open connections.
public final class SimulatedFleet: Sendable {
    /// What the fleet was made of.
    public let configuration: Configuration
    /// The TCP port of every device.
    public let port: Int
    private let core: FleetCore

    init(core: FleetCore, port: Int) {
        configuration = core.configuration
        self.core = core
        self.port = port
    }

    /// The PEM file with the certificate authority to trust; `nil` without TLS.
    public var authorityFile: String? { core.authority?.file }

    /// Every device, ready to be polled: leaves before spines in each site.
    public var devices: [Device] { (0..<configuration.deviceCount).map(device(at:)) }

    /// The device with a name; `nil` where there is none.
    public func device(named name: String) -> Device? {
        core.topology.index(named: name).map(device(at:))
    }

    private func device(at index: Int) -> Device {
        let device = core.device(at: index)
        return Device(
            name: device.name,
            address: "\(core.firstAddress.advanced(by: index))",
            port: port,
            scheme: configuration.usesTLS ? .https : .http,
            dialect: device.platform.dialect,
            credential: Credential(
                name: "sim",
                username: configuration.username,
                password: configuration.password,
                enable: device.platform == .eos ? configuration.enable : nil
            ),
            tls: TLSPolicy(caFile: authorityFile, serverName: configuration.usesTLS ? device.fullName : nil),
            labels: [
                "role": device.role.rawValue, "site": device.siteName, "vendor": device.platform.vendor,
                "platform": device.platform.rawValue,
            ]
        )
    }

    // MARK: Misbehaviour

    /// Makes a device misbehave from its next connection or request on, or behave again with `nil`.
    ///
    /// - Throws: ``SimulatorError`` where there is no such device, or its certificate cannot be made.
    public func setFault(_ fault: Fault?, for name: String) throws {
        guard let index = core.topology.index(named: name) else {
            throw SimulatorError("there is no device `\(name)` in the fleet")
        }
        try core.setFault(fault, for: index)
    }

    /// Ends the sessions of a device, or of every device, as a restart of its web server would.
    public func expireSessions(of name: String? = nil) {
        core.sessions.expire(on: name.flatMap(core.topology.index(named:)))
    }

    /// Makes every device accept another password from its next login on, as their AAA server would; sessions go on.
    public func changePassword(to password: Secret) {
        core.changePassword(to: password)
    }

    // MARK: What arrived

    /// What arrived at the fleet so far.
    public var statistics: FleetStatistics { core.statistics.total }

    /// What arrived at one device so far.
    public func statistics(of name: String) -> FleetStatistics {
        core.topology.index(named: name).map(core.statistics.statistics(of:)) ?? FleetStatistics()
    }

    /// The last requests of one device, the newest last; how many is up to the configuration.
    public func recentRequests(of name: String) -> [RecordedRequest] {
        core.topology.index(named: name).map(core.statistics.recent(of:)) ?? []
    }

    // MARK: Inventory

    /// An inventory file for the fleet; it names files that are there while the fleet runs.
    public var inventoryYAML: String {
        FleetInventory(fleet: self).yaml(
            passwordFile: core.passwordFile,
            enableFile: configuration.enable == nil ? nil : core.enableFile,
            authorityFile: authorityFile
        )
    }

    /// Writes an inventory file that outlives the fleet, with the password and the authority in files beside it.
    ///
    /// The password's file is readable by its owner alone. Files of those names are replaced.
    public func writeInventory(to path: String) throws {
        try FleetInventory(fleet: self).write(to: path)
    }
}

/// Runs simulated switches while `body` runs; they are stopped and their files removed on every path.
///
/// - Throws: ``SimulatorError`` where the configuration makes no sense `openssl` is missing or the port is taken, and
///   what `body` throws.
public func withSimulatedFleet<Result>(
    _ configuration: SimulatedFleet.Configuration = SimulatedFleet.Configuration(),
    _ body: (SimulatedFleet) async throws -> Result
) async throws -> Result {
    let firstAddress = try configuration.validated()
    return try await PrivateDirectory.withDirectory { directory in
        let core = try FleetCore(configuration, firstAddress: firstAddress, directory: directory)
        var options = HTTPListener.Options(port: configuration.port)
        options.reach = configuration.listensBeyondLoopback ? .everywhere : .loopback
        do {
            return try await HTTPListener.withListener(options, service: core.service) { listener in
                try await body(SimulatedFleet(core: core, port: listener.port))
            }
        } catch ListenerError.portUnusable(let port, let reason) {
            let message = ListenerError.portUnusable(port, reason: reason).description
            throw SimulatorError(message, unusablePort: port)
        }
    }
}

/// Runs one simulated switch, well behaved or not, while `body` runs.
public func withSimulatedDevice<Result>(
    _ platform: SimulatedPlatform,
    failing fault: Fault? = nil,
    _ body: (Device) async throws -> Result
) async throws -> Result {
    var configuration = SimulatedFleet.Configuration(deviceCount: 1, platforms: [platform])
    if let fault { configuration.faults = ["leaf1": fault] }
    return try await withSimulatedFleet(configuration) { fleet in
        guard let device = fleet.devices.first else { throw SimulatorError("the fleet is empty") }
        return try await body(device)
    }
}
