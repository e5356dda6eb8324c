import Foundation
import Testing
import TrawlCore
import TrawlSimulator

@testable import TrawlTransfer

@Suite(.timeLimit(.minutes(2)))
struct TransferLoopLifetimeTests {
    private static let request = HTTPRequest(path: "/api/system")

    @Test
    func `a client that was used leaves nothing behind`() async throws {
        weak var loop: TransferLoop?
        weak var abandoned: DeviceChannel?
        try await withSimulatedFleet(.init(deviceCount: 2, faults: ["leaf1": .silent])) { fleet in
            let devices = fleet.devices
            try await withTransferClient(.init(devices: 2, loops: 1)) { client in
                for device in devices {
                    let channel = client.channel(to: device)
                    (loop, abandoned) = (channel.loop, channel)
                    let limits = TransferLimits(requestTimeout: .milliseconds(200))
                    // Whether it is answered does not matter here.
                    _ = try? await channel.perform(Self.request, within: limits)
                }
                // A name whose answer comes after the engine's end.
                let unknown = client.channel(to: Device(name: "x", address: "late.invalid", dialect: .http))
                let task = Task { try? await unknown.perform(Self.request, within: TransferLimits()) }
                task.cancel()
                _ = await task.value
            }
        }
        #expect(await eventually { loop == nil && abandoned == nil })
    }

    @Test
    func `after the end a transfer is refused, and tasks of the loop still run`() async throws {
        let channel = try await withTransferClient(.init(devices: 1, loops: 1)) { client in
            client.channel(to: Device(name: "leaf1", address: "127.0.0.1", port: 9, dialect: .http))
        }
        let error = await #expect(throws: DeviceError.self) {
            try await channel.perform(Self.request, within: TransferLimits())
        }
        #expect(error?.code == .interrupted)
        let task = Task(executorPreference: channel.executor) { 7 }
        #expect(await task.value == 7)
    }

    @Test
    func `a device has one place, and devices are spread over all loops`() async throws {
        try await withTransferClient(.init(devices: 400, loops: 4)) { client in
            var places: Set<String> = []
            for number in 0..<400 {
                let device = Device(name: "leaf\(number)", address: "127.0.0.1", dialect: .http)
                let (first, second) = (client.channel(to: device), client.channel(to: device))
                #expect(first.loop === second.loop && first.shard == second.shard)
                places.insert("\(ObjectIdentifier(first.loop)) \(first.shard)")
            }
            #expect(places.count == 4)
        }
    }

    @Test(arguments: [
        (1, 1, 1, 1, 33), (150, 1, 1, 1, 219), (10_000, 1, 4, 16, 227), (100_000, 1, 4, 166, 219),
        (1_000_000, 1, 4, 256, 1252), (300, 4, 1, 2, 782),
    ])
    func `the layout follows from the devices`(devices: Int, connections: Int, loops: Int, shards: Int, kept: Int) {
        let layout = TransferClient.Configuration(devices: devices, connectionsPerDevice: connections, loops: loops)
        #expect(layout.loops == loops)
        #expect(layout.shardsPerLoop == shards)
        #expect(layout.connectionsPerShard == kept)
        #expect(layout.connectionAge > .seconds(120))
    }
}
