import Synchronization
import Testing
import TrawlCore
import TrawlSimulator

@testable import Trawl

/// How runs end before their time, and what is kept.
@Suite(.timeLimit(.minutes(2)))
struct RunEndTests {
    private func plan(_ devices: [Device], _ limits: Limits = Limits()) throws -> Plan {
        try Plan(collections: [RequestCollection(name: "test", limits: limits, requests: [version])], devices: devices)
    }

    /// Six devices, of which every second never answers.
    private func withHalfSilentFleet(_ body: (SimulatedFleet) async throws -> Void) async throws {
        let configuration = SimulatedFleet.Configuration(deviceCount: 12)
        try await withSimulatedFleet(configuration) { fleet in
            for device in fleet.devices.dropFirst(6) { try fleet.setFault(.silent, for: device.name) }
            try await body(fleet)
        }
    }

    @Test
    func `a run ends at its timeout, with every outcome that was finished`() async throws {
        try await withHalfSilentFleet { fleet in
            let begin = ContinuousClock.now
            // The last two devices never get a place: eight are in flight, of which six never end.
            let outcomes = try await poll(fleet.devices, [version], Limits(concurrency: 4, runTimeout: .seconds(1)))
            #expect(ContinuousClock.now - begin < .seconds(4))
            #expect(outcomes.count == 12)
            #expect(Set(outcomes.map(\.device.name)).count == 12)
            #expect(outcomes.filter { $0.error == nil }.count == 6)
            #expect(outcomes.filter { $0.error?.code == .runDeadline }.count == 6)
            #expect(await eventually { fleet.statistics.openConnections == 0 })
        }
    }

    @Test
    func `stop ends a run at once, with every outcome that was finished`() async throws {
        try await withHalfSilentFleet { fleet in
            let plan = try plan(fleet.devices)
            let outcomes = try await withPoller { poller in
                try await poller.withOutcomes(of: plan) { outcomes in
                    var seen: [Outcome] = []
                    for await outcome in outcomes {
                        seen.append(outcome)
                        if seen.count == 6 { outcomes.stop() }
                    }
                    #expect(outcomes.progress.inFlight == 0)
                    return seen
                }
            }
            #expect(outcomes.prefix(6).allSatisfy { $0.error == nil })
            #expect(outcomes.dropFirst(6).allSatisfy { $0.error?.code == .interrupted })
            #expect(await eventually { fleet.statistics.openConnections == 0 })
        }
    }

    @Test
    func `a reader who leaves early ends the run`() async throws {
        try await withHalfSilentFleet { fleet in
            let plan = try plan(fleet.devices)
            try await withPoller { poller in
                let first = try await poller.withOutcomes(of: plan) { outcomes in
                    for await outcome in outcomes { return outcome.device.name }
                    return ""
                }
                #expect(first == fleet.devices.first?.name)
                #expect(await eventually { fleet.statistics.openConnections == 0 })
            }
        }
    }

    @Test
    func `cancelling the caller ends the run, and the reader`() async throws {
        try await withHalfSilentFleet { fleet in
            let plan = try plan(fleet.devices)
            let (reports, report) = AsyncStream<Void>.makeStream()
            let task = Task {
                try await withPoller { poller in
                    try await poller.withOutcomes(of: plan) { outcomes in
                        var count = 0
                        for await outcome in outcomes {
                            if outcome.error == nil { count += 1 }
                            if count == 6 { report.yield() }
                        }
                        return count
                    }
                }
            }
            for await _ in reports { break }
            task.cancel()
            #expect(try await task.value == 6)
            #expect(await eventually { fleet.statistics.openConnections == 0 })
        }
    }

    @Test
    func `a slow reader slows the run down, so that outcomes do not pile up`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 600)) { fleet in
            let plan = try plan(fleet.devices, Limits(concurrency: 50, logins: Rate(perSecond: 1e6)))
            try await withPoller(PollerOptions(devices: 50)) { poller in
                try await poller.withOutcomes(of: plan) { outcomes in
                    var read = 0
                    for await _ in outcomes {
                        read += 1
                        // Those that wait to be read, and one of each device in flight.
                        #expect(outcomes.progress.outcomes <= read + 256 + 50 + 1)
                    }
                    #expect(read == 600)
                    #expect(outcomes.progress.done == 600)
                    #expect(outcomes.progress.failed == 0)
                }
            }
        }
    }

    @Test
    func `no more devices are in flight than the run allows`() async throws {
        let latency: ClosedRange<Duration> = .milliseconds(10) ... .milliseconds(20)
        try await withSimulatedFleet(.init(deviceCount: 60, latency: latency)) { fleet in
            let outcomes = try await poll(
                fleet.devices,
                [version],
                Limits(concurrency: 7, logins: Rate(perSecond: 1e6))
            )
            #expect(outcomes.count == 60)
            #expect(fleet.statistics.peakRequestsInFlight <= 7)
        }
    }

    @Test
    func `a second poll of kept connections opens none`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 40)) { fleet in
            let devices = fleet.devices.map { device in
                var device = device
                device.session = .never
                return device
            }
            let plan = try plan(devices, Limits(logins: Rate(perSecond: 1e6)))
            try await withPoller(PollerOptions(devices: 40, keepsConnections: true)) { poller in
                for sweep in 1...3 {
                    let reused = try await poller.withOutcomes(of: plan) { outcomes in
                        await outcomes.reduce(0) { $0 + ($1.timing?.reused == true ? 1 : 0) }
                    }
                    #expect(reused == (sweep == 1 ? 0 : 40))
                    #expect(poller.statistics.connections == 40)
                    #expect(poller.statistics.handshakes == 40)
                    #expect(poller.statistics.handles == 40)
                    #expect(poller.statistics.transfers == 40 * sweep)
                }
            }
            #expect(fleet.statistics.connections == 40)
        }
    }
}
