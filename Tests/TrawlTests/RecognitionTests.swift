import Testing
import TrawlCore
import TrawlSimulator

@testable import Trawl

/// Devices that are found out about, over the wire.
@Suite(.timeLimit(.minutes(2)))
struct RecognitionTests {
    private let free = Limits(
        logins: Rate(perSecond: 1e6),
        perHost: HostLimits(rate: Rate(perSecond: 1e6), burst: 1000),
        retries: RetryLimits(backoffBase: .milliseconds(10), backoffCap: .milliseconds(50))
    )

    private func version() throws -> Request {
        Request(
            name: "version",
            commands: [
                .eapi: .cli("show version"), .nxapi: .cli("show version"), .nvue: .nvue("/system"),
                .junos: .junos("get-software-information"),
                .restconf: .restconf(try RESTCONFPath("openconfig-system:system")),
            ]
        )
    }

    private func withUnknown<Result>(
        _ platforms: [SimulatedPlatform],
        _ faults: [String: Fault] = [:],
        _ body: (SimulatedFleet, [Device]) async throws -> Result
    ) async throws -> Result {
        let configuration = SimulatedFleet.Configuration(
            deviceCount: max(1, platforms.count),
            faults: faults,
            platforms: platforms,
            recordedRequests: 64
        )
        return try await withSimulatedFleet(configuration) { fleet in
            let devices = fleet.devices.map { device in
                var device = device
                device.dialect = .auto
                return device
            }
            return try await body(fleet, devices)
        }
    }

    @Test func `every platform is recognised, and told nothing before`() async throws {
        let platforms: [SimulatedPlatform] = [.eos, .nxos, .sonic, .cumulus, .junos]
        try await withUnknown(platforms) { fleet, devices in
            let expected = Dictionary(uniqueKeysWithValues: fleet.devices.map { ($0.name, $0.dialect) })
            let outcomes = try await poll(devices, [try version()], free)
            #expect(outcomes.count == platforms.count)
            for outcome in outcomes {
                #expect(outcome.error == nil, "\(outcome.error.map { "\($0)" } ?? "")")
                #expect(outcome.device.dialect == expected[outcome.device.name])
                let requests = fleet.recentRequests(of: outcome.device.name)
                let first = try #require(requests.firstIndex { $0.header("Authorization") != nil })
                // What no API has is asked for before a password goes.
                #expect(requests[..<first].contains { $0.target == "/trawl-looks-for-an-api" })
            }
            #expect(fleet.statistics.rejectedLogins == 0)
        }
    }

    @Test(arguments: [
        Fault.status(401), .status(200), .status(403), .status(500, times: 100), .status(404), .garbage,
        .redirect(to: "https://elsewhere.example.net/"), .bodyBytes(Array("{}".utf8)),
    ])
    func `whoever proves no API gets no password`(fault: Fault) async throws {
        try await withUnknown([.eos], ["leaf1": fault]) { fleet, devices in
            var limits = free
            limits.retries.attempts = 2
            let outcomes = try await poll(devices, [try version()], limits)
            #expect(outcomes.count == 1)
            #expect(outcomes.allSatisfy { $0.error != nil && $0.attempts == 0 })
            #expect(fleet.statistics.logins == 0)
            #expect(fleet.recentRequests(of: "leaf1").allSatisfy { $0.header("Authorization") == nil })
            #expect(fleet.recentRequests(of: "leaf1").allSatisfy { $0.header("Cookie") == nil })
        }
    }

    @Test func `a wrong password stops as anywhere else`() async throws {
        try await withUnknown(Array(repeating: .eos, count: 8)) { fleet, devices in
            let wrong = devices.map { device in
                var device = device
                device.credential?.password = Secret("wrong")
                return device
            }
            let outcomes = try await poll(wrong, [try version()], free)
            #expect(outcomes.count == 8)
            #expect(outcomes.allSatisfy { $0.error != nil })
            #expect(fleet.statistics.rejectedLogins == 2)
        }
    }

    @Test func `a device that cannot be recognised keeps nobody from proving the user`() async throws {
        try await withUnknown([.eos, .eos, .eos], ["leaf1": .status(404)]) { _, devices in
            let outcomes = try await poll(devices, [try version()], free)
            #expect(outcomes.count == 3)
            #expect(outcomes.count { $0.error == nil } == 2)
            #expect(outcomes.compactMap(\.error).map(\.code) == [.apiNotFound])
        }
    }

    @Test func `a poller remembers what a device turned out to be`() async throws {
        try await withUnknown([.nxos]) { fleet, devices in
            let plan = try Plan(
                collections: [RequestCollection(name: "c", limits: free, requests: [try version()])],
                devices: devices
            )
            try await withPoller(PollerOptions(keepsConnections: true)) { poller in
                for _ in 0..<3 {
                    try await poller.withOutcomes(of: plan) { outcomes in
                        for await outcome in outcomes { #expect(outcome.error == nil) }
                    }
                }
            }
            let targets = fleet.recentRequests(of: "leaf1").map(\.target)
            #expect(targets.count { $0 == "/trawl-looks-for-an-api" } == 1)
            #expect(targets.count { $0 == "/ins" } == 4)
        }
    }

    @Test func `a device that is down is tried as often as any`() async throws {
        try await withUnknown([.eos], ["leaf1": .reset]) { fleet, devices in
            var limits = free
            limits.retries.attempts = 3
            let outcomes = try await poll(devices, [try version()], limits)
            #expect(
                outcomes.compactMap(\.error?.errorClass).allSatisfy {
                    $0 == .transport || $0 == .unreachable || $0 == .tls
                }
            )
            #expect(fleet.statistics.connections >= 1)
        }
    }

    @Test func `what a device may turn out to be counts for what it may be sent`() throws {
        var device = Device(name: "x", address: "192.0.2.1", port: 0, dialect: .auto)
        let change = Request(name: "change", commands: [.nxapi: .cli("configure terminal")])
        #expect(throws: PlanError.self) {
            _ = try Plan(collections: [RequestCollection(name: "c", requests: [change])], devices: [device])
        }
        let collection = RequestCollection(name: "c", changes: .allowed, requests: [change])
        let plan = try Plan(collections: [collection], devices: [device], allowingChanges: true)
        #expect(plan.entries.map(\.changes) == [true])
        #expect(plan.entries.map(\.limits.concurrency) == [1])
        #expect(device.endpoint == "192.0.2.1")
        device.port = 8443
        #expect(device.endpoint == "192.0.2.1:8443")
    }
}
