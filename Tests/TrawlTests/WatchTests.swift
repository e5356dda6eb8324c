import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

@testable import Trawl

/// Polls of single devices, again and again, as a schedule makes them.
@Suite(.timeLimit(.minutes(2)))
struct WatchTests {
    private func plan(_ devices: [Device], _ limits: Limits? = nil) throws -> Plan {
        let limits =
            limits
            ?? Limits(perHost: HostLimits(rate: Rate(perSecond: 1000)), retries: RetryLimits(attempts: 1))
        return try Plan(
            collections: [RequestCollection(name: "t", limits: limits, requests: [version])],
            devices: devices
        )
    }

    private let options = PollerOptions(devices: 4, keepsConnections: true)

    @Test func `polls of a device share its connection and its session`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 2)) { fleet in
            try await withPoller(options) { poller in
                let watch = try poller.watch(plan(fleet.devices))
                for _ in 0..<5 {
                    for device in fleet.devices {
                        let outcomes = await watch.poll(device.name, within: .seconds(20))
                        #expect(outcomes.map(\.status) == [.ok])
                    }
                }
                #expect(poller.openSessions == 2)
            }
            #expect(fleet.statistics.connections == 2)
            #expect(fleet.statistics.logins == 2)
            #expect(fleet.statistics.logouts == fleet.devices.count { $0.dialect == .eapi })
        }
    }

    @Test func `a poll ends at its limit with what is known`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, faults: ["leaf1": .silent])) { fleet in
            try await withPoller(options) { poller in
                let watch = try poller.watch(plan(fleet.devices))
                let begin = ContinuousClock.now
                let outcomes = await watch.poll("leaf1", within: .milliseconds(300))
                #expect(ContinuousClock.now - begin < .seconds(3))
                #expect(outcomes.map(\.error?.code) == [.pollDeadline])
                #expect(outcomes.first?.error?.errorClass == .timeout)
            }
        }
    }

    /// Polls the others of a fleet while its first device, which never answers, is asked.
    private func errorsBeside(
        _ silent: Device,
        _ others: [Device],
        _ fleet: SimulatedFleet,
        _ watch: Watch
    ) async -> [DeviceError?] {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await watch.poll(silent.name, within: .seconds(3)) }
            #expect(await eventually { fleet.statistics(of: silent.name).requestsInFlight == 1 })
            var errors: [DeviceError?] = []
            for device in others {
                errors.append(await watch.poll(device.name, within: .milliseconds(200)).first?.error)
            }
            group.cancelAll()
            return errors
        }
    }

    @Test func `a device whose turn does not come is told to have waited, and for what`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 3, faults: ["leaf1": .silent], nxosShare: 0)) { fleet in
            let (silent, others) = (fleet.devices[0], Array(fleet.devices.dropFirst()))
            try await withPoller(options) { poller in
                // It is to prove the user.
                let waiting = try await errorsBeside(silent, others, fleet, poller.watch(plan(fleet.devices)))
                #expect(waiting.map(\.?.code) == [.noTurn, .noTurn])
                #expect(waiting.allSatisfy { $0?.errorClass == .stopped })
                #expect(waiting.allSatisfy { $0?.detail.contains("that let in user admin") == true }, "\(waiting)")
                // It has the only place.
                var narrow = try plan(fleet.devices)
                narrow.concurrency = 1
                let crowded = try await errorsBeside(silent, others, fleet, poller.watch(narrow))
                #expect(crowded.map(\.?.code) == [.noTurn, .noTurn])
                #expect(crowded.allSatisfy { $0?.detail.contains("limits.concurrency") == true }, "\(crowded)")
            }
        }
    }

    @Test func `a rejected login is tried once, however often the device is polled`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, faults: ["leaf1": .rejectLogin])) { fleet in
            try await withPoller(options) { poller in
                var watch = try poller.watch(plan(fleet.devices))
                #expect(await watch.poll("leaf1", within: .seconds(20)).first?.error?.code == .loginRejected)
                for _ in 0..<5 {
                    let error = try #require(await watch.poll("leaf1", within: .seconds(20)).first?.error)
                    #expect(error.code == .loginResting)
                    #expect(error.errorClass == .auth)
                }
                // A reload alone changes nothing.
                watch = try poller.watch(plan(fleet.devices))
                #expect(await watch.poll("leaf1", within: .seconds(20)).first?.error?.code == .loginResting)
                #expect(fleet.statistics.logins == 1)
                #expect(poller.loginReport.restingDevices == 1)
                // Another password does.
                try fleet.setFault(nil, for: "leaf1")
                fleet.changePassword(to: Secret("changed"))
                var devices = fleet.devices
                devices[0].credential?.password = Secret("changed")
                watch = try poller.watch(plan(devices))
                #expect(await watch.poll("leaf1", within: .seconds(20)).first?.error == nil)
            }
        }
    }

    @Test func `a user that is rejected everywhere is stopped after as many devices as the limit says`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 6)) { fleet in
            var devices = fleet.devices
            for index in devices.indices { devices[index].credential?.password = Secret("wrong") }
            try await withPoller(options) { poller in
                let watch = try poller.watch(plan(devices))
                var codes: [DeviceError.Code?] = []
                for _ in 0..<3 {
                    for device in devices {
                        codes.append(await watch.poll(device.name, within: .seconds(20)).first?.error?.code)
                    }
                }
                #expect(codes.count { $0 == .loginRejected } == 2)
                #expect(codes.count { $0 == .loginResting } == 4)
                #expect(codes.count { $0 == .credentialStopped } == 12)
                #expect(poller.loginReport.restingUsers.map(\.username) == [devices[0].credential?.username])
            }
            #expect(fleet.statistics.rejectedLogins == 2)
        }
    }

    @Test func `a device's limits hold from poll to poll`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            let limits = Limits(perHost: HostLimits(rate: Rate(perSecond: 4), burst: 1))
            try await withPoller(options) { poller in
                let watch = try poller.watch(plan(fleet.devices, limits))
                let begin = ContinuousClock.now
                for _ in 0..<5 { #expect(await watch.poll("leaf1", within: .seconds(20)).first?.error == nil) }
                #expect(ContinuousClock.now - begin >= .milliseconds(900))
            }
        }
    }

    @Test func `a device that is retired is logged out of, and its neighbour keeps its connection`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 2, nxosShare: 0)) { fleet in
            try await withPoller(options) { poller in
                let watch = try poller.watch(plan(fleet.devices))
                for device in fleet.devices { _ = await watch.poll(device.name, within: .seconds(20)) }
                await poller.retire([fleet.devices[0]])
                #expect(fleet.statistics.logouts == 1)
                #expect(await eventually { fleet.statistics.openConnections == 1 })
                #expect(await watch.poll(fleet.devices[1].name, within: .seconds(20)).first?.error == nil)
                #expect(fleet.statistics.connections == 2)
            }
        }
    }
}
