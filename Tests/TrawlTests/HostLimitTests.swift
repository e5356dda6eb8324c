import Testing
import TrawlCore
import TrawlSimulator

@testable import Trawl

/// What a device is asked to bear, measured where it arrives.
@Suite(.timeLimit(.minutes(2)))
struct HostLimitTests {
    /// Requests that fill a call for each ten, on NX-OS.
    private func requests(_ count: Int) -> [Request] {
        (0..<count).map { number in
            let line = "show version | include \(number)"
            return Request(name: "\(number)", commands: [.nxapi: .cli(line, format: .text)])
        }
    }

    private func fleet(_ platform: SimulatedPlatform, _ fault: Fault? = nil) -> SimulatedFleet.Configuration {
        SimulatedFleet.Configuration(
            deviceCount: 1,
            latency: .milliseconds(20) ... .milliseconds(30),
            faults: fault.map { ["leaf1": $0] } ?? [:],
            nxosShare: platform == .nxos ? 1 : 0,
            recordedRequests: 256
        )
    }

    /// Whether no more requests came in any stretch of time than a rate and a burst allow.
    private func isWithin(_ arrivals: [ContinuousClock.Instant], rate: Double, burst: Int) -> Bool {
        for first in arrivals.indices {
            for last in arrivals.indices where last > first {
                let time = (arrivals[last] - arrivals[first]).seconds
                // A request may be held up on its way, so that the next comes sooner after it: 40 ms of grace.
                if Double(last - first + 1) > Double(burst) + (time + 0.04) * rate { return false }
            }
        }
        return true
    }

    @Test
    func `rate and burst hold with logins, retries and logouts counted`() async throws {
        for (platform, fault) in [
            (SimulatedPlatform.eos, Fault.status(500, times: 3)), (.nxos, .status(500, times: 3)),
            (.eos, .sessionLifetime(.milliseconds(150))), (.nxos, .sessionLifetime(.milliseconds(150))),
        ] {
            try await withSimulatedFleet(fleet(platform, fault)) { fleet in
                var device = try #require(fleet.devices.first)
                device.session = .always
                var limits = Limits(perHost: HostLimits(concurrency: 4, rate: Rate(perSecond: 20), burst: 2))
                limits.retries = RetryLimits(attempts: 5, backoffBase: .milliseconds(1), backoffCap: .milliseconds(2))
                let asked = platform == .nxos ? requests(60) : [version]
                let outcomes = try await poll([device], asked, limits)
                #expect(outcomes.allSatisfy { $0.error == nil })
                let arrivals = fleet.recentRequests(of: "leaf1").map(\.received)
                #expect(arrivals.count > (platform == .nxos ? 5 : 2))
                #expect(isWithin(arrivals, rate: 20, burst: 2))
                #expect(fleet.statistics.peakRequestsInFlight <= 4)
            }
        }
    }

    @Test
    func `NX-OS gets four calls at once, whatever the limits say`() async throws {
        try await withSimulatedFleet(fleet(.nxos)) { fleet in
            let limits = Limits(perHost: HostLimits(concurrency: 32, rate: Rate(perSecond: 1e6), burst: 1000))
            let outcomes = try await poll(fleet.devices, requests(200), limits)
            #expect(outcomes.allSatisfy { $0.error == nil })
            #expect(fleet.statistics.peakRequestsInFlight <= 4)
            #expect(fleet.statistics.peakConnections <= 4)
        }
    }

    @Test
    func `a device that says when to come back is asked then, by seconds and by date`() async throws {
        // A date counts from the device's own clock, which may be any: this one says neither `Date` nor anything else.
        for rest in ["1", "Wed, 21 Oct 2015 07:28:00 GMT"] {
            try await withSimulatedFleet(fleet(.eos, .status(429, retryAfter: rest, times: 1))) { fleet in
                let outcome = try #require(try await poll(fleet.devices, [version], quick).first)
                #expect(outcome.error == nil)
                #expect(outcome.attempts == 2)
                let arrivals = fleet.recentRequests(of: "leaf1").map(\.received)
                // A date that is over is none: a second at least.
                #expect(arrivals[1] - arrivals[0] >= .milliseconds(990))
            }
        }
    }

    @Test(arguments: [Duration?.none, .seconds(20)])
    func `a rest that the run cannot wait out fails at once`(runTimeout: Duration?) async throws {
        try await withSimulatedFleet(fleet(.eos, .status(429, retryAfter: "86400"))) { fleet in
            var limits = quick
            limits.runTimeout = runTimeout
            let begin = ContinuousClock.now
            let outcome = try #require(try await poll(fleet.devices, [version], limits).first)
            #expect(outcome.error?.code == .throttled)
            #expect(outcome.error?.detail.contains("86400 s") == true)
            #expect(outcome.attempts == 1)
            #expect(ContinuousClock.now - begin < .seconds(5))
            #expect(fleet.statistics.requests == 1)
        }
    }

    @Test
    func `automatic concurrency finds out what a device bears`() async throws {
        try await withSimulatedFleet(fleet(.nxos)) { fleet in
            let host = HostLimits(concurrency: 16, rate: Rate(perSecond: 1e6), burst: 1000, adaptsConcurrency: true)
            let outcomes = try await poll(fleet.devices, requests(300), Limits(perHost: host))
            #expect(outcomes.allSatisfy { $0.error == nil })
            // One at first; never more than the dialect's ceiling.
            #expect(fleet.statistics.peakRequestsInFlight >= 2)
            #expect(fleet.statistics.peakRequestsInFlight <= 4)
        }
    }
}
