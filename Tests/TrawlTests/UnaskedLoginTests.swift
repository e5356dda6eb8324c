import Testing
import TrawlCore
import TrawlSimulator

@testable import Trawl

/// Passwords on devices that answer whoever asks, beside those that look at them.
@Suite(.timeLimit(.minutes(2)))
struct UnaskedLoginTests {
    private let system = Request(
        name: "system",
        commands: [.http: .get("/api/system"), .eapi: .cli("show version"), .nxapi: .cli("show version")]
    )
    private let limits = Limits(logins: Rate(perSecond: 1e6))

    /// The fleet's devices, with another password, some of them asked by plain HTTP.
    private func devices(
        _ fleet: SimulatedFleet,
        password: String,
        http isHTTP: (Int) -> Bool
    ) -> [Device] {
        fleet.devices.enumerated().map { number, device in
            var device = device
            device.credential?.password = Secret(password)
            if isHTTP(number) { device.dialect = .http }
            return device
        }
    }

    @Test(arguments: [1, 5])
    func `a device that answers whoever asks proves nobody to the others`(unlocked: Int) async throws {
        let open = Dictionary(uniqueKeysWithValues: (1...unlocked).map { ("leaf\($0)", Fault.body("{}")) })
        try await withSimulatedFleet(.init(deviceCount: 40, faults: open)) { fleet in
            let devices = devices(fleet, password: "wrong") { $0 < unlocked }
            let outcomes = try await poll(devices, [system], limits)
            #expect(outcomes.count == 40)
            #expect(fleet.statistics.rejectedLogins == 2)
            // Such a device is spared too, where its turn comes after the second rejection.
            let answered = outcomes.count { $0.error == nil }
            #expect((1...unlocked).contains(answered))
            #expect(outcomes.count { $0.error?.code == .credentialStopped } == 38 - answered)
        }
    }

    @Test
    func `among devices of plain HTTP a wrong password is tried twice too, behind one that answers anybody`()
        async throws
    {
        try await withSimulatedFleet(.init(deviceCount: 40, faults: ["leaf1": .body("{}")])) { fleet in
            let devices = devices(fleet, password: "wrong") { _ in true }
            let outcomes = try await poll(devices, [system], limits)
            #expect(outcomes.count == 40)
            #expect(fleet.statistics.rejectedLogins == 2)
        }
    }

    @Test
    func `devices of plain HTTP that ask for the password prove it`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 30, faults: ["leaf7": .rejectLogin])) { fleet in
            let devices = devices(fleet, password: fleet.configuration.password.reveal()) { $0 < 20 }
            let outcomes = try await poll(devices, [system], limits)
            #expect(outcomes.filter { $0.error != nil }.map(\.device.name) == ["leaf7"])
            #expect(fleet.statistics.rejectedLogins == 1)
        }
    }

    @Test
    func `devices that all answer whoever asks are not asked one after the other`() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n{"
        let slow = Fault.raw(head, repeated: " ", times: 3, every: .milliseconds(60), ending: "}")
        try await withSimulatedFleet(.init(deviceCount: 24)) { fleet in
            for device in fleet.devices { try fleet.setFault(slow, for: device.name) }
            let devices = devices(fleet, password: "whatever") { _ in true }
            let begin = ContinuousClock.now
            let outcomes = try await poll(devices, [system], limits)
            #expect(outcomes.allSatisfy { $0.error == nil })
            // One after the other they would take nine seconds, or four and a half.
            #expect(ContinuousClock.now - begin < .seconds(4))
        }
    }

    @Test
    func `devices that take a connection and never answer keep nobody from proving the password`() async throws {
        let silent = Dictionary(uniqueKeysWithValues: (1...30).map { ("leaf\($0)", Fault.silent) })
        try await withSimulatedFleet(.init(deviceCount: 40, faults: silent)) { fleet in
            let impatient = Limits(
                logins: Rate(perSecond: 1e6),
                perHost: HostLimits(requestTimeout: .seconds(1)),
                retries: RetryLimits(attempts: 2, backoffBase: .milliseconds(10), backoffCap: .milliseconds(50))
            )
            let begin = ContinuousClock.now
            let outcomes = try await poll(fleet.devices, [system, version], impatient)
            // One after the other they would take a minute.
            #expect(ContinuousClock.now - begin < .seconds(15))
            #expect(outcomes.count { $0.error == nil && $0.attempts > 0 } >= 10)
            #expect(outcomes.filter { $0.error != nil }.allSatisfy { $0.error?.errorClass != .auth })
        }
    }

    @Test
    func `a proof of passwords waits for no row of devices that never answer`() async throws {
        let silent = Dictionary(uniqueKeysWithValues: (1...30).map { ("leaf\($0)", Fault.silent) })
        try await withSimulatedFleet(.init(deviceCount: 40, faults: silent)) { fleet in
            let impatient = Limits(perHost: HostLimits(requestTimeout: .seconds(1)))
            let begin = ContinuousClock.now
            let proofs = try await withPoller(PollerOptions(devices: 64)) { poller in
                await poller.proveLogins(of: fleet.devices, limits: impatient)
            }
            #expect(proofs.map(\.verdict) == [.accepted])
            #expect(ContinuousClock.now - begin < .seconds(12))
            #expect(fleet.statistics.rejectedLogins == 0)
        }
    }
}
