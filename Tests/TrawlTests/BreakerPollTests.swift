import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

@testable import Trawl

/// A device that dies and comes back, as a poller sees it.
@Suite(.timeLimit(.minutes(2)))
struct BreakerPollTests {
    private func outcomes(of plan: Plan, by poller: Poller) async throws -> [Outcome] {
        try await poller.withOutcomes(of: plan) { outcomes in
            await outcomes.reduce(into: []) { $0.append($1) }
        }
    }

    @Test(arguments: [true, false])
    func `a device that dies rests, is probed and recovers by itself, and its neighbour is polled`(
        keepsConnections: Bool
    ) async throws {
        try await withSimulatedFleet(.init(deviceCount: 2)) { fleet in
            let dying = try #require(fleet.devices.last).name
            let limits = Limits(perHost: HostLimits(rate: Rate(perSecond: 1000)), retries: RetryLimits(attempts: 1))
            let plan = try Plan(
                collections: [RequestCollection(name: "t", limits: limits, requests: [version])],
                devices: fleet.devices
            )
            let options = PollerOptions(devices: 2, keepsConnections: keepsConnections)
            try await withPoller(options) { poller in
                func poll() async throws -> DeviceError? {
                    let outcomes = try await outcomes(of: plan, by: poller)
                    #expect(outcomes.count == 2)
                    #expect(outcomes.first { $0.device.name != dying }?.error == nil)
                    return outcomes.first { $0.device.name == dying }?.error
                }
                #expect(try await poll() == nil)
                try fleet.setFault(.closeUnanswered, for: dying)
                for _ in 0..<3 { #expect(try await poll()?.errorClass == .transport) }
                // Reported, and not asked.
                let asked = fleet.statistics(of: dying).requests
                let error = try #require(try await poll())
                #expect(error.code == .deviceResting)
                #expect(error.errorClass == .stopped)
                #expect(error.detail.hasPrefix("3 calls failed in a row, the last with connection-"))
                #expect(fleet.statistics(of: dying).requests == asked)
                // Back to life, it is found out by one probe after the rest.
                try fleet.setFault(nil, for: dying)
                try await TestSupport.eventually {
                    guard let error = try await poll() else { return true }
                    #expect(error.code == .deviceResting)
                    return false
                }
                #expect(try await poll() == nil)
            }
        }
    }

    @Test
    func `within a run a failing device gets one rest and one probe, and what is left is reported`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, faults: ["leaf1": .status(500)], nxosShare: 1)) { fleet in
            var device = try #require(fleet.devices.first)
            device.session = .never
            let requests = (0..<60).map { number in
                let line = "show version | include \(number)"
                return Request(name: "\(number)", commands: [.nxapi: .cli(line, format: .text)])
            }
            let limits = Limits(
                perHost: HostLimits(rate: Rate(perSecond: 1000), burst: 100),
                retries: RetryLimits(attempts: 2, backoffBase: .milliseconds(1), backoffCap: .milliseconds(2))
            )
            let begin = ContinuousClock.now
            let outcomes = try await poll([device], requests, limits)
            #expect(outcomes.count == 60)
            #expect(outcomes.filter { $0.error?.code == .httpServerError }.count == 40)
            #expect(outcomes.filter { $0.error?.code == .deviceResting && $0.attempts == 0 }.count == 20)
            // Three calls of two tries, and a probe of one.
            #expect(fleet.statistics.requests == 7)
            #expect(ContinuousClock.now - begin >= Breaker.firstRest)
        }
    }
}
