import Foundation
import Synchronization
import TrawlCore
import TrawlServer

/// What the listener's threads need to play the fleet.
final class FleetCore: Sendable {
    let configuration: SimulatedFleet.Configuration
    let topology: FleetTopology
    let firstAddress: IPv4
    let authority: CertificateAuthority?
    let faults = FaultTable()
    let sessions = SessionTable()
    /// What the devices' one AAA server accepts now.
    private let password: Mutex<Secret>
    let statistics: StatisticsTable
    let passwordFile: String
    let enableFile: String
    private let eos: EOSPersonality
    private let nxos: NXOSPersonality
    private let restconf: RESTCONFPersonality
    private let startedAt = ContinuousClock.now
    private let startedUnix = Date().timeIntervalSince1970

    init(_ configuration: SimulatedFleet.Configuration, firstAddress: IPv4, directory: String) throws {
        self.configuration = configuration
        self.firstAddress = firstAddress
        password = Mutex(configuration.password)
        topology = FleetTopology(
            count: configuration.deviceCount,
            nxosShare: configuration.nxosShare,
            platforms: configuration.platforms
        )
        authority = configuration.usesTLS ? try CertificateAuthority(directory: directory) : nil
        statistics = StatisticsTable(recordedRequests: configuration.recordedRequests)
        let replay = try configuration.replayDirectory.map { try Replay(directory: $0) }
        eos = EOSPersonality(replay: replay, enable: configuration.enable)
        nxos = NXOSPersonality(replay: replay, chunks: ChunkTable(limit: configuration.insAPILimit))
        restconf = RESTCONFPersonality(root: configuration.restconfRoot)
        passwordFile = "\(directory)/password"
        enableFile = "\(directory)/enable"
        try PrivateFile.write(Array(configuration.password.reveal().utf8), to: passwordFile)
        if let enable = configuration.enable { try PrivateFile.write(Array(enable.reveal().utf8), to: enableFile) }
        for (name, fault) in configuration.faults {
            guard let index = topology.index(named: name) else {
                throw SimulatorError("there is no device `\(name)` in the fleet")
            }
            try setFault(fault, for: index)
        }
    }

    var now: SimulatedTime { SimulatedTime(elapsed: ContinuousClock.now - startedAt, started: startedUnix) }

    /// Whether the AAA server accepts a password now.
    func accepts(_ text: String) -> Bool { password.withLock { $0.reveal() == text } }

    func changePassword(to secret: Secret) {
        password.withLock { $0 = secret }
    }

    func device(at index: Int) -> SimulatedSwitch {
        SimulatedSwitch(topology: topology, seed: configuration.seed, index: index)
    }

    /// The device at a local address; `nil` for an address that is none of the fleet's.
    private func index(at address: String) -> Int? {
        guard let address = IPv4(address), address.value >= firstAddress.value else { return nil }
        let index = Int(address.value - firstAddress.value)
        return index < configuration.deviceCount ? index : nil
    }

    func setFault(_ fault: Fault?, for index: Int) throws {
        // Made here and not on the event loop, which `openssl` would hold up.
        if let kind = fault?.certificate { _ = try authority?.context(kind) }
        faults.set(fault, for: index)
    }

    // MARK: Connections

    var service: HTTPService {
        HTTPService(
            plan: { self.plan($0) },
            observe: { event, address in
                if let index = self.index(at: address) { self.statistics.count(index, event) }
            },
            answer: { self.answer($0) }
        )
    }

    private func plan(_ address: String) -> ConnectionPlan {
        guard let index = index(at: address) else { return .reset }
        let fault = faults.useByConnection(of: index)
        switch fault {
        case .close?: return .close
        case .reset?: return .reset
        case .tlsStall?: return .ignore
        case .plainHTTP?: return .serve(nil)
        case .resetHandshake?: return .resetAtFirstByte
        default: break
        }
        guard let authority else { return .serve(nil) }
        var pause: Duration = .zero
        if case .slowHandshake(let delay)? = fault { pause = delay }
        // Every certificate that a fault asks for was made when the fault was set.
        guard let context = try? authority.context(fault?.certificate ?? .valid) else { return .close }
        return .serve(context, after: pause)
    }

    // MARK: Requests

    private func answer(_ request: ServerRequest) -> ServerResponse {
        guard let index = index(at: request.localAddress) else { return ServerResponse(delivery: .disconnect) }
        let fault = faults.useByRequest(of: index)
        var request = request
        if fault == .wrongID { request.body = WrongID.changed(request.body) }
        var commands: [String] = []
        defer { record(request, commands: commands, of: index) }
        if let response = fault?.response(to: request) { return response }
        var response = route(request, index: index, fault: fault) { commands.append($0) }
        response.delay = latency(of: index)
        fault?.spoil(&response)
        return response
    }

    private func record(_ request: ServerRequest, commands: [String], of index: Int) {
        if !commands.isEmpty {
            statistics.count(index) { statistics in
                for command in commands { statistics.commands[command, default: 0] += 1 }
            }
        }
        let recorded = RecordedRequest(
            received: .now,
            method: request.method,
            target: request.target,
            headers: request.headers,
            commands: commands
        )
        statistics.record(recorded, of: index)
    }

    private func latency(of index: Int) -> Duration {
        guard let latency = configuration.latency else { return .zero }
        let requests = statistics.statistics(of: index).requests
        var generator = SeededGenerator(seed: configuration.seed, index, -4, requests)
        return latency.lowerBound + (latency.upperBound - latency.lowerBound)
            * Double.random(in: 0...1, using: &generator)
    }

    private func route(
        _ request: ServerRequest,
        index: Int,
        fault: Fault?,
        record: @escaping (String) -> Void
    ) -> ServerResponse {
        let device = device(at: index)
        let login = LoginCheck(core: self, index: index, fault: fault)
        let call = CallContext(
            context: CommandContext(device: device, time: now),
            body: request.body,
            mediaType: String((request.header("Content-Type") ?? "").lowercased().prefix { $0 != ";" && $0 != " " }),
            record: record,
            fault: { fault?.command($0) }
        )
        if device.platform == .nxos,
            let response = login.objects(request, { NXOSObjects.answer(request, call) })
        {
            return response
        }
        switch (device.platform, request.method, request.path) {
        case (.eos, "POST", "/command-api"):
            return login.guarded(request, platform: .eos) { eos.answer(call) }
        case (.eos, "HEAD", "/command-api"):
            return ServerResponse(status: 200)
        case (.eos, "POST", "/login"):
            return login.open(request)
        case (.eos, "POST", "/logout"):
            return login.close(request)
        case (.nxos, "POST", "/ins"):
            return login.guarded(request, platform: .nxos) { nxos.answer(call) }
        case (.eos, "GET", let path) where RESTCONFPersonality.serves(path, root: restconf.root),
            (.sonic, "GET", let path) where RESTCONFPersonality.serves(path, root: restconf.root):
            return login.guarded(request, platform: device.platform) { restconf.answer(request, call) }
        case (.cumulus, "GET", let path) where path.hasPrefix("/nvue_v1/"):
            return login.guarded(request, platform: .cumulus) { NVUEPersonality.answer(request, call) }
        case (.junos, "GET", let path) where path.hasPrefix("/rpc/"):
            return login.guarded(request, platform: .junos) { JunosPersonality.answer(request, call) }
        case (.nxos, _, "/ins"):
            return NXOSPersonality.notAllowed
        case (_, "GET", let path) where path.hasPrefix("/api/"):
            return login.guarded(request, platform: device.platform) {
                SampleEndpoints.answer(request, call.context) ?? notFound(device.platform)
            }
        default:
            return notFound(device.platform)
        }
    }

    private func notFound(_ platform: SimulatedPlatform) -> ServerResponse {
        platform == .eos ? EOSPersonality.notFound : NXOSPersonality.notFound
    }
}
