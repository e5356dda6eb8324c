import Synchronization
import Testing
import TrawlCore
import TrawlSimulator

@testable import Trawl

/// Whole polls of simulated devices.
@Suite(.timeLimit(.minutes(2)))
struct PollTests {
    @Test
    func `fifty devices of both vendors answer, each once over one connection`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 50)) { fleet in
            let outcomes = try await poll(
                fleet.devices,
                Request(name: "version", [.eapi: "show version", .nxapi: "show version"])
            )
            #expect(outcomes.count == 50)
            #expect(Set(outcomes.map(\.device.name)).count == 50)
            for outcome in outcomes {
                #expect(outcome.error == nil)
                #expect(outcome.attempts == 1)
                #expect(outcome.replies.first?.json != nil)
                #expect(outcome.timing?.reused == false)
            }
            #expect(fleet.statistics.connections == 50)
            #expect(fleet.statistics.requests == 50)
            #expect(await eventually { fleet.statistics.openConnections == 0 })
        }
    }

    @Test
    func `requests of a device travel together, and a refused one costs only itself`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 2, nxosShare: 0)) { fleet in
            let requests = ["show version", "show bogus", "show hostname", "show arp"]
            let outcomes = try await poll(fleet.devices, requests.map { Request(name: $0, [.eapi: $0]) })
            #expect(outcomes.count == 8)
            for device in fleet.devices {
                let own = outcomes.filter { $0.device == device }.map { ($0.request, $0.error?.code) }
                let codes = Dictionary(uniqueKeysWithValues: own)
                #expect(codes["show bogus"] == .some(.commandRefused))
                for request in ["show version", "show hostname"] { #expect(codes[request] == .some(nil)) }
                // Later ones are asked again, without the one that stopped them; none runs twice that ran.
                #expect(fleet.statistics(of: device.name).commands["show bogus"] == 1)
                #expect(fleet.statistics(of: device.name).requests <= 3)
            }
        }
    }

    @Test
    func `a wrong password on fifty devices is tried twice at most, and the others are spared`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 50)) { fleet in
            let devices = fleet.devices.map { device in
                var device = device
                device.credential?.password = Secret("wrong")
                return device
            }
            let outcomes = try await poll(devices, version)
            #expect(outcomes.count == 50)
            #expect(fleet.statistics.rejectedLogins == 2)
            #expect(outcomes.filter { $0.error?.code == .loginRejected }.count == 2)
            let spared = outcomes.filter { $0.error?.code == .credentialStopped }
            #expect(spared.count == 48)
            #expect(spared.allSatisfy { $0.attempts == 0 && $0.timing == nil })
        }
    }

    @Test(arguments: [1, 4])
    func `calls of one device side by side try a wrong password no more often`(concurrency: Int) async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, nxosShare: 1)) { fleet in
            var device = try #require(fleet.devices.first)
            device.credential?.password = Secret("wrong")
            let requests = (0..<40).map { Request(name: "\($0)", [.nxapi: "show interface ethernet 1/\($0)"]) }
            let limits = Limits(perHost: HostLimits(concurrency: concurrency, rate: Rate(perSecond: 1000), burst: 100))
            let outcomes = try await poll([device], requests, limits)
            #expect(outcomes.count == 40)
            #expect(outcomes.allSatisfy { $0.error?.errorClass == .auth || $0.error?.errorClass == .stopped })
            #expect(fleet.statistics.rejectedLogins == 1)
        }
    }

    @Test
    func `one device with another password costs it alone`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 50, faults: ["leaf7": .rejectLogin])) { fleet in
            for concurrency in [1, 2, 256] {
                let outcomes = try await poll(fleet.devices, [version], Limits(concurrency: concurrency))
                #expect(outcomes.count == 50)
                #expect(outcomes.filter { $0.error != nil }.map(\.device.name) == ["leaf7"])
            }
            #expect(fleet.statistics.rejectedLogins == 3)
        }
    }

    @Test
    func `a password that changes in mid-run is rejected twice at most, beside what is in flight`() async throws {
        let latency: ClosedRange<Duration> = .milliseconds(20) ... .milliseconds(60)
        try await withSimulatedFleet(.init(deviceCount: 300, latency: latency)) { fleet in
            let concurrency = 12
            let limits = Limits(concurrency: concurrency, logins: Rate(perSecond: 10_000))
            let plan = try Plan(
                collections: [RequestCollection(name: "test", limits: limits, requests: [Self.sameCommand])],
                devices: fleet.devices
            )
            let outcomes = try await withPoller(PollerOptions(devices: concurrency)) { poller in
                try await poller.withOutcomes(of: plan) { outcomes in
                    var found: [Outcome] = []
                    for await outcome in outcomes {
                        found.append(outcome)
                        if found.count == 60 { fleet.changePassword(to: Secret("renewed")) }
                    }
                    return found
                }
            }
            #expect(outcomes.count == 300)
            let codes = outcomes.map { $0.error?.code }
            let rejected = codes.count { $0 == .loginRejected }
            #expect(rejected == fleet.statistics.rejectedLogins)
            #expect((1...concurrency + 2).contains(rejected))
            let answered = codes.count { $0 == nil }
            #expect(answered >= 60)
            // Nothing else went wrong, and the account was left alone for good.
            #expect(codes.count { $0 == .credentialStopped } == 300 - answered - rejected)
            #expect(fleet.statistics.logins == answered + rejected)
        }
    }

    private static let sameCommand = Request(name: "version", [.eapi: "show version", .nxapi: "show version"])

    @Test
    func `the first device proves the password before any other logs in`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 20, latency: .milliseconds(50) ... .milliseconds(60))) {
            fleet in
            let canary = try #require(fleet.devices.first)
            let outcomes = try await poll(fleet.devices, version)
            #expect(outcomes.first?.device == canary)
            let first = try #require(fleet.recentRequests(of: canary.name).first).received
            for device in fleet.devices.dropFirst() {
                let received = try #require(fleet.recentRequests(of: device.name).first).received
                #expect(received - first >= .milliseconds(50))
            }
        }
    }

    @Test
    func `a server error is tried again, and every try is counted`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, faults: ["leaf1": .status(500, times: 1)])) { fleet in
            let outcome = try #require(try await poll(fleet.devices, [version], quick).first)
            #expect(outcome.error == nil)
            #expect(outcome.attempts == 2)
            #expect(fleet.statistics.requests == 2)
        }
        try await withSimulatedFleet(.init(deviceCount: 1, faults: ["leaf1": .status(500)])) { fleet in
            let outcome = try #require(try await poll(fleet.devices, [version], quick).first)
            #expect(outcome.error?.code == .httpServerError)
            #expect(outcome.attempts == 3)
            #expect(fleet.statistics.requests == 3)
        }
    }

    @Test
    func `the rest that a busy device asks for is kept to`() async throws {
        let busy = Fault.status(503, retryAfter: "1", times: 1)
        try await withSimulatedFleet(.init(deviceCount: 1, faults: ["leaf1": busy])) { fleet in
            let outcome = try #require(try await poll(fleet.devices, [version], quick).first)
            #expect(outcome.error == nil)
            #expect(outcome.attempts == 2)
            let requests = fleet.recentRequests(of: "leaf1").map(\.received)
            #expect(requests.count == 2)
            #expect(requests[1] - requests[0] >= .seconds(1))
        }
    }

    @Test
    func `an answer that is not ours on a kept connection is asked for again on a fresh one`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            var device = try #require(fleet.devices.first)
            device.session = .never
            let asked = device
            try await withPoller(PollerOptions(devices: 1, keepsConnections: true)) { poller in
                _ = try await poller.reply(to: .cli("show version"), from: asked, limits: quick)
                try fleet.setFault(.wrongID, for: device.name)
                let error = await #expect(throws: DeviceError.self) {
                    try await poller.reply(to: .cli("show version"), from: asked, limits: quick)
                }
                #expect(error?.code == .wrongID)
                #expect(fleet.statistics.requests == 3)
                try fleet.setFault(nil, for: device.name)
                _ = try await poller.reply(to: .cli("show version"), from: asked, limits: quick)
                // Neither of the tainted connections was used again; a look whether the device is there may be one more.
                #expect(fleet.statistics.connections >= 3)
            }
        }
    }

    @Test
    func `a silent device times out by itself, and alone`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 8, faults: ["leaf3": .silent, "leaf5": .tlsStall])) { fleet in
            let outcomes = try await poll(fleet.devices, [version], once)
            let failed = outcomes.filter { $0.error != nil }.map { "\($0.device.name) \($0.error?.code.name ?? "")" }
            #expect(Set(failed) == ["leaf3 request-timeout", "leaf5 handshake-timeout"])
            #expect(outcomes.count == 8)
        }
    }

    @Test
    func `a poll of one device that never answers ends, with nothing else going on`() async throws {
        try await withSimulatedDevice(.eos, failing: .silent) { device in
            let outcome = try #require(try await poll([device], [version], once).first)
            #expect(outcome.error?.code == .requestTimeout)
        }
    }

    @Test
    func `an address that two devices of the inventory have is asked as one`() async throws {
        let latency: ClosedRange<Duration> = .milliseconds(20) ... .milliseconds(30)
        try await withSimulatedFleet(.init(deviceCount: 1, latency: latency)) { fleet in
            let device = try #require(fleet.devices.first)
            let devices = (0..<6).map { number in
                var device = device
                device.name = "alias\(number)"
                return device
            }
            let limits = Limits(perHost: HostLimits(concurrency: 2, rate: Rate(perSecond: 1000), burst: 100))
            let outcomes = try await poll(devices, [version], limits)
            #expect(outcomes.filter { $0.error == nil }.count == 6)
            #expect(fleet.statistics.peakRequestsInFlight <= 2)
        }
    }

    @Test
    func `a device is asked no faster than its rate`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, nxosShare: 0, recordedRequests: 16)) { fleet in
            let device = try #require(fleet.devices.first)
            // One call for each version, so that each command is a call of its own.
            let requests = (0..<6).map { number in
                Request(name: "\(number)", commands: [.http: .get("/api/system?\(number)")])
            }
            var other = device
            other.dialect = .http
            let limits = Limits(perHost: HostLimits(rate: Rate(perSecond: 20), burst: 2))
            let begin = ContinuousClock.now
            let outcomes = try await poll([other], requests, limits)
            #expect(outcomes.count == 6)
            let last = try #require(fleet.recentRequests(of: device.name).last).received
            // Two at once, and the other four 50 ms apart.
            #expect(last - begin >= .milliseconds(200))
            #expect(fleet.statistics.connections == 1)
            #expect(fleet.statistics.peakRequestsInFlight == 1)
        }
    }
}

let version = Request(name: "version", [.eapi: "show version", .nxapi: "show version"])

/// Short waits between tries.
let quick = Limits(retries: RetryLimits(backoffBase: .milliseconds(10), backoffCap: .milliseconds(50)))

/// One try, and no patience.
let once = Limits(
    perHost: HostLimits(connectTimeout: .milliseconds(400), requestTimeout: .milliseconds(800)),
    retries: RetryLimits(attempts: 1)
)

extension Request {
    init(name: String, _ lines: [DialectName: String]) {
        self.init(name: name, commands: lines.mapValues { .cli($0) })
    }
}

/// Polls devices with a poller of their own, and gives every outcome in the order they came.
func poll(_ devices: [Device], _ request: Request) async throws -> [Outcome] {
    try await poll(devices, [request], Limits())
}

func poll(_ devices: [Device], _ requests: [Request], _ limits: Limits = Limits()) async throws -> [Outcome] {
    let plan = try Plan(
        collections: [RequestCollection(name: "test", limits: limits, requests: requests)],
        devices: devices
    )
    return try await withPoller(PollerOptions(devices: devices.count)) { poller in
        try await poller.withOutcomes(of: plan) { outcomes in
            await outcomes.reduce(into: []) { $0.append($1) }
        }
    }
}

/// Asks again and again until a condition holds, ten seconds at most: for what another thread is about to see.
func eventually(_ condition: () -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
        if condition() { return true }
        await Task.yield()
    }
    return condition()
}
