import Testing
import TrawlCore
import TrawlSimulator

@testable import TrawlTransfer

@Suite(.timeLimit(.minutes(2)))
struct CancellationTests {
    private static let request = HTTPRequest(path: "/api/system")

    private static func code(
        of channel: DeviceChannel,
        _ limits: TransferLimits = TransferLimits()
    ) async -> DeviceError.Code? {
        do {
            _ = try await channel.perform(request, within: limits)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(arguments: [Fault.silent, .tlsStall, .drip(bytes: 1, every: .seconds(60))])
    func `a cancelled transfer ends at once, and the device sees its connection close`(fault: Fault) async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, faults: ["leaf1": fault])) { fleet in
            let device = try #require(fleet.devices.first)
            try await withTransferClient(.init(devices: 1)) { client in
                let channel = client.channel(to: device)
                let task = Task { await Self.code(of: channel) }
                let isOnTheWire = await eventually {
                    fault == .tlsStall ? fleet.statistics.connections == 1 : fleet.statistics.requests == 1
                }
                #expect(isOnTheWire)
                let begin = ContinuousClock.now
                task.cancel()
                #expect(await task.value == .interrupted)
                #expect(ContinuousClock.now - begin < .seconds(2))
                #expect(await eventually { fleet.statistics.openConnections == 0 })
                #expect(client.statistics.transfers == 1)
                // The device's place in the engine is as good as before.
                try fleet.setFault(nil, for: device.name)
                #expect(await Self.code(of: channel) == nil)
            }
        }
    }

    @Test
    func `a task that is cancelled already sends nothing, and ends`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            let device = try #require(fleet.devices.first)
            try await withTransferClient(.init(devices: 1)) { client in
                let channel = client.channel(to: device)
                for _ in 0..<300 {
                    let task = Task {
                        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                        return await Self.code(of: channel)
                    }
                    #expect(await task.value == .interrupted)
                }
                #expect(fleet.statistics.requests == 0)
            }
        }
    }

    @Test
    func `cancelling at any moment gives each caller one answer`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 20)) { fleet in
            let devices = fleet.devices
            try await withTransferClient(.init(devices: 20, loops: 2)) { client in
                let channels = devices.map { client.channel(to: $0) }
                for round in 0..<30 {
                    let tasks = channels.map { channel in Task { await Self.code(of: channel) } }
                    for _ in 0..<(round * 7) { await Task.yield() }
                    for task in tasks { task.cancel() }
                    for task in tasks {
                        let code = await task.value
                        #expect(code == nil || code == .interrupted)
                    }
                }
                for channel in channels { #expect(await Self.code(of: channel) == nil) }
            }
            #expect(await eventually { fleet.statistics.openConnections == 0 })
        }
    }

    @Test
    func `a transfer that waits for its turn to connect can be cancelled, and lets the next one go`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 3, faults: ["leaf1": .tlsStall])) { fleet in
            let devices = fleet.devices
            let stalled = try #require(fleet.device(named: "leaf1"))
            let others = devices.filter { $0 != stalled }
            var configuration = TransferClient.Configuration(devices: 3, loops: 1)
            configuration.simultaneousConnects = 1
            try await withTransferClient(configuration) { client in
                let first = Task {
                    await Self.code(of: client.channel(to: stalled), TransferLimits(connectTimeout: .seconds(60)))
                }
                #expect(await eventually { fleet.statistics.connections == 1 })
                let second = Task { await Self.code(of: client.channel(to: others[0])) }
                let third = Task { await Self.code(of: client.channel(to: others[1])) }
                second.cancel()
                #expect(await second.value == .interrupted)
                first.cancel()
                #expect(await first.value == .interrupted)
                #expect(await third.value == nil)
            }
        }
    }

    @Test
    func `cancelling while a name is looked up ends at once`() async throws {
        try await withTransferClient(.init(devices: 1)) { client in
            let device = Device(name: "leaf1", address: "no-such-name.invalid", dialect: .http)
            for _ in 0..<20 {
                let task = Task { await Self.code(of: client.channel(to: device)) }
                task.cancel()
                let code = await task.value
                #expect([.interrupted, .nameUnknown, .resolverTimeout].contains(code))
            }
        }
    }
}
