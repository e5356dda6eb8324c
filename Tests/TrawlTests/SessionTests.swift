import Synchronization
import Testing
import TrawlCore
import TrawlSimulator

@testable import Trawl

/// Sessions on simulated devices, counted where they arrive.
@Suite(.timeLimit(.minutes(2)))
struct SessionTests {
    /// Requests that fill several calls: four of EOS, by format and version, and one for each ten of NX-OS.
    private func requests(_ count: Int) -> [Request] {
        (0..<count).map { number in
            let text = Command.cli("show version | include \(number)", format: .text)
            var eapi = number.isMultiple(of: 2) ? text : .cli("show hostname")
            eapi.version = number % 4 < 2 ? nil : "latest"
            return Request(name: "\(number)", commands: [.eapi: eapi, .nxapi: text])
        }
    }

    /// No waits for rates, so that only what sessions do takes time.
    private func free(concurrency: Int = 1) -> Limits {
        Limits(
            logins: Rate(perSecond: 1e6),
            perHost: HostLimits(concurrency: concurrency, rate: Rate(perSecond: 1e6), burst: 1000)
        )
    }

    private func fleet(_ platform: SimulatedPlatform, _ fault: Fault? = nil) -> SimulatedFleet.Configuration {
        var configuration = SimulatedFleet.Configuration(
            deviceCount: 1,
            nxosShare: platform == .nxos ? 1 : 0,
            recordedRequests: 64
        )
        if let fault { configuration.faults = ["leaf1": fault] }
        return configuration
    }

    @Test
    func `several calls of an EOS device share one login, which ends with them`() async throws {
        try await withSimulatedFleet(fleet(.eos)) { fleet in
            let outcomes = try await poll(fleet.devices, requests(8), free())
            #expect(outcomes.allSatisfy { $0.error == nil && $0.attempts == 1 })
            #expect(fleet.statistics.logins == 1)
            #expect(fleet.statistics.sessions == 1)
            #expect(fleet.statistics.logouts == 1)
            let paths = fleet.recentRequests(of: "leaf1").map(\.target)
            #expect(paths == ["/login"] + Array(repeating: "/command-api", count: 4) + ["/logout"])
            #expect(fleet.recentRequests(of: "leaf1").allSatisfy { $0.header("Authorization") == nil })
            #expect(fleet.statistics.connections == 1)
            #expect(await eventually { fleet.statistics.openConnections == 0 })
        }
    }

    @Test
    func `a device that is asked once is not logged into for it`() async throws {
        for platform in [SimulatedPlatform.eos, .nxos] {
            try await withSimulatedFleet(fleet(platform)) { fleet in
                let outcomes = try await poll(fleet.devices, version)
                #expect(outcomes.allSatisfy { $0.error == nil })
                #expect(fleet.statistics.requests == 1)
                #expect(fleet.recentRequests(of: "leaf1").allSatisfy { $0.header("Authorization") != nil })
            }
        }
    }

    @Test
    func `always logs in for one call too, and never for none`() async throws {
        try await withSimulatedFleet(fleet(.eos)) { fleet in
            var device = try #require(fleet.devices.first)
            device.session = .always
            #expect(try await poll([device], [version], free()).allSatisfy { $0.error == nil })
            #expect(fleet.recentRequests(of: "leaf1").map(\.target) == ["/login", "/command-api", "/logout"])
            device.session = .never
            #expect(try await poll([device], requests(2), free()).allSatisfy { $0.error == nil })
            #expect(fleet.statistics.sessions == 1)
            #expect(fleet.statistics.logins == 3)
        }
    }

    @Test(arguments: [1, 4])
    func `calls of an NX-OS device go by the cookie of the first`(concurrency: Int) async throws {
        try await withSimulatedFleet(fleet(.nxos)) { fleet in
            let outcomes = try await poll(fleet.devices, requests(40), free(concurrency: concurrency))
            #expect(outcomes.count == 40)
            #expect(fleet.statistics.logins == 1)
            #expect(fleet.statistics.sessions == 1)
            let recent = fleet.recentRequests(of: "leaf1")
            #expect(recent.count == 4)
            // Whichever way a switch reads them, it is content.
            #expect(recent.dropFirst().allSatisfy { $0.header("Cookie") != nil && $0.header("Authorization") != nil })
        }
    }

    @Test(arguments: [Fault.noSession, .loginWithoutCookie])
    func `a device without session login is asked by password`(fault: Fault) async throws {
        for platform in [SimulatedPlatform.eos, .nxos] {
            try await withSimulatedFleet(fleet(platform, fault)) { fleet in
                let outcomes = try await poll(fleet.devices, requests(20), free(concurrency: 2))
                #expect(outcomes.allSatisfy { $0.error == nil && $0.attempts == 1 })
                #expect(fleet.statistics.sessions == 0)
                // Each call, and the login that gave nothing where there is one.
                let calls = platform == .eos ? 4 : 2
                let logins = calls + (platform == .eos && fault == .loginWithoutCookie ? 1 : 0)
                #expect(fleet.statistics.logins == logins)
                #expect(fleet.statistics.logouts == 0)
            }
        }
    }

    @Test
    func `a device whose sessions are all taken says so, and is asked without one where that is wanted`() async throws {
        try await withSimulatedFleet(fleet(.eos, .sessionLimit(0))) { fleet in
            var device = try #require(fleet.devices.first)
            var limits = free()
            limits.retries = RetryLimits(attempts: 2, backoffBase: .milliseconds(1), backoffCap: .milliseconds(2))
            for outcome in try await poll([device], requests(4), limits) {
                let error = try #require(outcome.error)
                #expect(error.httpStatus == 503)
                #expect(error.description.contains("Maximum number of sessions"), "\(error)")
                #expect(error.hint?.contains("session: never") == true, "\(error)")
            }
            #expect(fleet.statistics.rejectedLogins == 0)
            device.session = .never
            #expect(try await poll([device], requests(4), limits).allSatisfy { $0.error == nil })
        }
    }

    @Test(arguments: [1, 4])
    func `a rejected login is tried once on a device, however many calls wait for it`(concurrency: Int) async throws {
        for (platform, session) in [
            (SimulatedPlatform.eos, Device.SessionUse.auto), (.nxos, .auto), (.nxos, .never), (.eos, .never),
        ] {
            try await withSimulatedFleet(fleet(platform, .rejectLogin)) { fleet in
                var device = try #require(fleet.devices.first)
                device.session = session
                let outcomes = try await poll([device], requests(40), free(concurrency: concurrency))
                #expect(outcomes.count == 40)
                #expect(outcomes.allSatisfy { $0.error?.errorClass == .auth || $0.error?.errorClass == .stopped })
                #expect(outcomes.contains { $0.error?.code == .loginRejected })
                #expect(fleet.statistics.rejectedLogins == 1)
            }
        }
    }

    @Test
    func `a session that is never accepted fails after one more login`() async throws {
        try await withSimulatedFleet(fleet(.eos, .rejectSession)) { fleet in
            let failed = try await poll(fleet.devices, requests(4), free()).compactMap(\.error)
            #expect(failed.map(\.code) == [.sessionRejected] + Array(repeating: .loginRejectedBefore, count: 3))
            #expect(fleet.statistics.logins == 2)
            #expect(fleet.statistics.rejectedLogins == 0)
        }
    }

    @Test
    func `where the password opens a session by the way, one that is not accepted is done without`() async throws {
        try await withSimulatedFleet(fleet(.nxos, .rejectSession)) { fleet in
            let outcomes = try await poll(fleet.devices, requests(40), free())
            #expect(outcomes.allSatisfy { $0.error == nil })
            #expect(fleet.statistics.logins == 4)
            #expect(fleet.statistics.requests == 5)
        }
    }

    @Test
    func `sessions that end all the time cost a login each, and no outcome`() async throws {
        let configuration = SimulatedFleet.Configuration(
            deviceCount: 8,
            latency: .milliseconds(5) ... .milliseconds(15),
            sessionLifetime: .milliseconds(300)
        )
        try await withSimulatedFleet(configuration) { fleet in
            let plan = try Plan(
                collections: [RequestCollection(name: "t", limits: free(concurrency: 4), requests: requests(40))],
                devices: fleet.devices
            )
            try await withPoller(PollerOptions(devices: 8, keepsConnections: true)) { poller in
                let end = ContinuousClock.now + .seconds(3)
                while ContinuousClock.now < end {
                    try await poller.withOutcomes(of: plan) { outcomes in
                        for await outcome in outcomes {
                            #expect(outcome.error == nil)
                            #expect(outcome.attempts == 1)
                        }
                    }
                }
            }
            let statistics = fleet.statistics
            #expect(statistics.rejectedLogins == 0)
            #expect(statistics.expiries > 8)
            for device in fleet.devices {
                let own = fleet.statistics(of: device.name)
                #expect(own.sessions == own.logins)
                #expect(own.logins >= own.expiries + 1)
                // NX-API takes the password beside a cookie that has just ended, from each of the calls under way then.
                let most = device.dialect == .nxapi ? own.expiries * 4 + 1 : own.expiries + 1
                #expect(own.logins <= most)
            }
        }
    }

    @Test
    func `a poller that keeps connections keeps sessions, and logs out at its end`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 20)) { fleet in
            let plan = try Plan(
                collections: [RequestCollection(name: "t", limits: free(), requests: [version])],
                devices: fleet.devices
            )
            try await withPoller(PollerOptions(devices: 20, keepsConnections: true)) { poller in
                for _ in 0..<3 {
                    try await poller.withOutcomes(of: plan) { outcomes in
                        for await outcome in outcomes { #expect(outcome.error == nil) }
                    }
                }
                #expect(fleet.statistics.logins == 20)
                #expect(fleet.statistics.logouts == 0)
            }
            let eos = fleet.devices.count { $0.dialect == .eapi }
            #expect(fleet.statistics.logouts == eos)
            #expect(fleet.statistics.requests == 60 + 2 * eos)
        }
    }

    @Test
    func `a run that is stopped logs out all the same, soon`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 6, nxosShare: 0)) { fleet in
            let plan = try Plan(
                collections: [RequestCollection(name: "t", limits: free(), requests: requests(4))],
                devices: fleet.devices
            )
            // Logged in at once, and asked ever slower.
            let slow = Fault.slow(.milliseconds(400))
            for device in fleet.devices { try fleet.setFault(slow, for: device.name) }
            let stopped = try await withPoller { poller in
                try await poller.withOutcomes(of: plan) { outcomes in
                    #expect(await eventually { fleet.statistics.sessions == 6 })
                    // A session is known here once something was asked by it.
                    #expect(
                        await eventually { fleet.devices.allSatisfy { fleet.statistics(of: $0.name).requests > 1 } }
                    )
                    for device in fleet.devices { try fleet.setFault(nil, for: device.name) }
                    outcomes.stop()
                    let stopped = ContinuousClock.now
                    for await _ in outcomes {}
                    return stopped
                }
            }
            #expect(ContinuousClock.now - stopped < .seconds(2))
            #expect(fleet.statistics.logouts == 6)
            #expect(await eventually { fleet.statistics.openConnections == 0 })
        }
    }

    @Test
    func `a login that is on the wire when the run is stopped leaves no session behind`() async throws {
        let latency: ClosedRange<Duration> = .milliseconds(100) ... .milliseconds(150)
        try await withSimulatedFleet(.init(deviceCount: 12, latency: latency, nxosShare: 0)) { fleet in
            let plan = try Plan(
                collections: [RequestCollection(name: "t", limits: free(), requests: requests(4))],
                devices: fleet.devices
            )
            try await withPoller { poller in
                try await poller.withOutcomes(of: plan) { outcomes in
                    // The first has proven the password, and the others are being logged into.
                    #expect(await eventually { fleet.statistics.requests > 2 })
                    outcomes.stop()
                    for await _ in outcomes {}
                }
            }
            #expect(fleet.statistics.sessions > 0)
            #expect(fleet.statistics.logouts == fleet.statistics.sessions)
            #expect(await eventually { fleet.statistics.openConnections == 0 })
        }
    }

    @Test
    func `devices that never answer a logout keep no other from its turn`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 12, nxosShare: 0)) { fleet in
            for device in fleet.devices { try fleet.setFault(.silentLogout, for: device.name) }
            var limits = free()
            limits.concurrency = 2
            let begin = ContinuousClock.now
            let outcomes = try await poll(fleet.devices, requests(4), limits)
            #expect(outcomes.count == 48)
            #expect(outcomes.allSatisfy { $0.error == nil })
            // Two at a time they would wait for nine seconds.
            #expect(ContinuousClock.now - begin < .seconds(5))
            #expect(await eventually { fleet.statistics.openConnections == 0 })
        }
    }

    @Test
    func `a device that never answers a logout holds the end up for less than two seconds`() async throws {
        try await withSimulatedFleet(fleet(.eos)) { fleet in
            let plan = try Plan(
                collections: [RequestCollection(name: "t", limits: free(), requests: requests(2))],
                devices: fleet.devices
            )
            let last = try await withPoller(PollerOptions(devices: 1, keepsConnections: true)) { poller in
                try await poller.withOutcomes(of: plan) { outcomes in
                    for await outcome in outcomes { #expect(outcome.error == nil) }
                }
                try fleet.setFault(.silent, for: "leaf1")
                return ContinuousClock.now
            }
            #expect(ContinuousClock.now - last < .seconds(2))
            #expect(fleet.statistics.logouts == 0)
        }
    }

    @Test
    func `logins count against the run's rate, calls of a session do not`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 6, nxosShare: 0)) { fleet in
            var limits = free()
            limits.logins = Rate(perSecond: 4)
            let begin = ContinuousClock.now
            let outcomes = try await poll(fleet.devices, requests(8), limits)
            #expect(outcomes.allSatisfy { $0.error == nil })
            // Six logins at four a second, the first at once; the calls would take six seconds more.
            #expect(ContinuousClock.now - begin >= .milliseconds(1200))
            #expect(ContinuousClock.now - begin < .seconds(6))
            #expect(fleet.statistics.logins == 6)
        }
    }

    @Test
    func `a password that changes in the middle costs two rejections, and nobody's session`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 10)) { fleet in
            let plan = try Plan(
                collections: [RequestCollection(name: "t", limits: free(), requests: [version])],
                devices: fleet.devices
            )
            try await withPoller(PollerOptions(devices: 10, keepsConnections: true)) { poller in
                try await poller.withOutcomes(of: plan) { outcomes in for await _ in outcomes {} }
                for device in fleet.devices { try fleet.setFault(.rejectLogin, for: device.name) }
                try await poller.withOutcomes(of: plan) { outcomes in
                    for await outcome in outcomes { #expect(outcome.error == nil) }
                }
                #expect(fleet.statistics.rejectedLogins == 0)
                fleet.expireSessions()
                try await poller.withOutcomes(of: plan) { outcomes in
                    for await outcome in outcomes {
                        #expect(outcome.error?.errorClass == .auth || outcome.error?.code == .credentialStopped)
                    }
                }
            }
            // Those in flight with cookie and password when the first was rejected come on top.
            #expect(fleet.statistics.rejectedLogins <= 2 + fleet.devices.count { $0.dialect == .nxapi })
        }
    }

    @Test
    func `a login that fails by accident is tried again as part of the call`() async throws {
        try await withSimulatedFleet(fleet(.eos, .status(500, times: 1))) { fleet in
            var limits = free()
            limits.retries = RetryLimits(backoffBase: .milliseconds(10), backoffCap: .milliseconds(50))
            let outcomes = try await poll(fleet.devices, requests(2), limits)
            #expect(outcomes.allSatisfy { $0.error == nil })
            #expect(outcomes.map(\.attempts).max() == 2)
            #expect(fleet.statistics.logins == 1)
        }
    }
}
