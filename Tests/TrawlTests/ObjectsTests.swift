import Testing
import TrawlCore
import TrawlSimulator

@testable import Trawl

/// NX-API REST over the wire: sessions, objects, errors and pages.
@Suite(.timeLimit(.minutes(2)))
struct ObjectsTests {
    private let free = Limits(
        logins: Rate(perSecond: 1e6),
        perHost: HostLimits(rate: Rate(perSecond: 1e6), burst: 1000),
        retries: RetryLimits(backoffBase: .milliseconds(10), backoffCap: .milliseconds(50))
    )

    private func withNexus<Result>(
        _ fault: Fault? = nil,
        lifetime: Duration? = nil,
        _ body: (SimulatedFleet, Device) async throws -> Result
    ) async throws -> Result {
        var configuration = SimulatedFleet.Configuration(
            deviceCount: 1,
            nxosShare: 1,
            sessionLifetime: lifetime,
            recordedRequests: 100
        )
        if let fault { configuration.faults = ["leaf1": fault] }
        return try await withSimulatedFleet(configuration) { fleet in
            var device = try #require(fleet.devices.first)
            device.dialect = .nxapiREST
            return try await body(fleet, device)
        }
    }

    private func request(
        _ text: String,
        _ query: [(name: String, value: String)] = [],
        pageSize: Int? = nil
    ) throws
        -> Request
    {
        let objects = try #require(ManagedObjects(text))
        let command = Command.objects(objects, query: query, pageSize: pageSize)
        return Request(name: text, commands: [.nxapiREST: command])
    }

    private func targets(_ fleet: SimulatedFleet) -> [String] {
        fleet.recentRequests(of: "leaf1").map(\.target)
    }

    @Test func `one call needs a login, and several share it`() async throws {
        try await withNexus { fleet, device in
            let one = try await poll([device], [try request("mo/sys")], free)
            #expect(one.map(\.error?.code) == [nil])
            #expect(targets(fleet) == ["/api/aaaLogin.json", "/api/mo/sys.json", "/api/aaaLogout.json"])
            let requests = try [request("mo/sys"), request("class/l1PhysIf"), request("class/l2BD")]
            let outcomes = try await poll([device], requests, free)
            #expect(outcomes.map(\.error?.code) == [nil, nil, nil])
            #expect(fleet.statistics.logins == 2)
            #expect(fleet.statistics.logouts == 2)
            #expect(fleet.statistics.requests == 3 + 5)
            #expect(fleet.recentRequests(of: "leaf1").allSatisfy { $0.header("Authorization") == nil })
        }
    }

    @Test func `session never is no way around the only way in`() async throws {
        try await withNexus { fleet, device in
            var device = device
            device.session = .never
            let outcomes = try await poll([device], [try request("mo/sys")], free)
            #expect(outcomes.map(\.error?.code) == [nil])
        }
    }

    @Test func `objects come by class, by name, with a query`() async throws {
        try await withNexus { _, device in
            let requests = try [
                request("mo/sys/intf/phys-[eth1/1]"),
                request("mo/sys/intf/phys-[eth1/999]"),
                request(
                    "class/l1PhysIf",
                    [("query-target-filter", #"eq(l1PhysIf.adminSt,"up")"#), ("rsp-subtree", "full")]
                ),
                request("mo/sys/bd", [("query-target", "children"), ("order-by", "l2BD.id|desc")]),
            ]
            let outcomes = try await poll([device], requests, free)
            for outcome in outcomes { #expect(outcome.error == nil, "\(outcome.error.map { "\($0)" } ?? "")") }
            let answers = Dictionary(uniqueKeysWithValues: outcomes.map { ($0.request, $0.replies.first?.json) })
            let port = try #require(answers["mo/sys/intf/phys-[eth1/1]"] ?? nil)
            #expect(port["imdata"]?[0]?["l1PhysIf"]?["attributes"]?["id"]?.string == "eth1/1")
            let none = try #require(answers["mo/sys/intf/phys-[eth1/999]"] ?? nil)
            #expect(none["totalCount"]?.string == "0")
            let ports = try #require(answers["class/l1PhysIf"] ?? nil)
            let first = try #require(ports["imdata"]?[0]?["l1PhysIf"])
            #expect(first["children"]?[0]?["ethpmPhysIf"] != nil)
            #expect(
                ports["imdata"]?.elements.allSatisfy { $0["l1PhysIf"]?["attributes"]?["adminSt"]?.string == "up" }
                    == true
            )
        }
    }

    @Test func `pages make one list`() async throws {
        try await withNexus { fleet, device in
            let outcomes = try await poll(
                [device],
                [try request("class/l1PhysIf"), try request("class/ethpmPhysIf", pageSize: 5)],
                free
            )
            let answers = Dictionary(uniqueKeysWithValues: outcomes.map { ($0.request, $0.replies.first?.json) })
            let whole = try #require(answers["class/l1PhysIf"] ?? nil)
            let paged = try #require(answers["class/ethpmPhysIf"] ?? nil)
            let count = try #require(whole["imdata"]?.count)
            #expect(paged["imdata"]?.count == count)
            #expect(paged["totalCount"]?.string == String(count))
            #expect(
                Set(paged["imdata"]?.elements.compactMap { $0["ethpmPhysIf"]?["attributes"]?["dn"]?.string } ?? [])
                    .count == count
            )
            #expect(targets(fleet).count { $0.contains("page=") } == (count + 4) / 5)
        }
    }

    @Test func `an error is the command's own, with whatever status`() async throws {
        try await withNexus(.failCommands(["class/l2bd"], message: "Failed to read the object")) { _, device in
            let requests = try [
                request("class/bogus"), request("class/l2BD"), request("mo/sys", [("rsp-subtree", "everything")]),
                request("mo/sys"),
            ]
            var all: [String: [DeviceError?]] = [:]
            for outcome in try await poll([device], requests, free) {
                all[outcome.request, default: []].append(outcome.error)
            }
            #expect(all["class/bogus"]?.first??.code == .commandRefused)
            #expect(all["class/bogus"]?.first??.detail == "unknown class bogus")
            let failed = try #require(all["class/l2BD"]?.first ?? nil)
            #expect(failed.code == .commandFailed)
            #expect(failed.httpStatus == 200)
            #expect(failed.detail == "Failed to read the object")
            #expect(all["mo/sys"]?.map { $0?.code }.contains(.commandRefused) == true)
            #expect(all["mo/sys"]?.map { $0?.code }.contains(nil) == true)
        }
    }

    @Test func `a wrong password is tried once`() async throws {
        try await withNexus { fleet, device in
            var device = device
            device.credential?.password = Secret("wrong")
            let outcomes = try await poll([device], [try request("mo/sys"), try request("class/l2BD")], free)
            #expect(outcomes.map(\.error?.code).contains(.loginRejected))
            #expect(outcomes.allSatisfy { $0.error?.errorClass == .auth || $0.error?.errorClass == .stopped })
            #expect(fleet.statistics.logins == 1)
            #expect(outcomes.compactMap(\.error).contains { $0.detail.contains("incorrect") })
        }
    }

    @Test func `a token that is over is 403, and one login makes it good`() async throws {
        try await withNexus { fleet, device in
            let plan = try Plan(
                collections: [RequestCollection(name: "c", limits: free, requests: [try request("mo/sys")])],
                devices: [device]
            )
            try await withPoller(PollerOptions(keepsConnections: true)) { poller in
                for round in 0..<3 {
                    if round == 2 { fleet.expireSessions() }
                    try await poller.withOutcomes(of: plan) { outcomes in
                        for await outcome in outcomes { #expect(outcome.error == nil && outcome.attempts == 1) }
                    }
                }
            }
            #expect(fleet.statistics.logins == 2)
            #expect(fleet.statistics.expiries == 1)
            #expect(fleet.statistics.logouts == 1)
        }
    }

    @Test func `a token that is never good is told, and not tried for ever`() async throws {
        try await withNexus(.rejectSession) { fleet, device in
            let outcomes = try await poll([device], [try request("mo/sys")], free)
            #expect(outcomes.map(\.error?.code) == [.sessionRejected])
            #expect(fleet.statistics.logins == 2)
        }
    }

    @Test func `a token is made new before it runs out, without a login`() async throws {
        try await withNexus(lifetime: .seconds(1)) { fleet, device in
            let plan = try Plan(
                collections: [RequestCollection(name: "c", limits: free, requests: [try request("mo/sys")])],
                devices: [device]
            )
            try await withPoller(PollerOptions(keepsConnections: true)) { poller in
                // Polls until the nine tenths of the lifetime are over: the clock is the device's own.
                let end = ContinuousClock.now + .seconds(30)
                while !targets(fleet).contains("/api/aaaRefresh.json"), .now < end {
                    try await poller.withOutcomes(of: plan) { outcomes in
                        for await outcome in outcomes { #expect(outcome.error == nil) }
                    }
                }
            }
            #expect(targets(fleet).contains("/api/aaaRefresh.json"))
        }
    }

    @Test func `a device without the API says so`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, nxosShare: 0)) { fleet in
            var device = try #require(fleet.devices.first)
            device.dialect = .nxapiREST
            let outcomes = try await poll([device], [try request("mo/sys")], free)
            #expect(outcomes.map(\.error?.code) == [.apiNotFound])
        }
    }

    @Test(arguments: ["/aaaLogout", "/subscriptionRefresh", "/mo/../aaaLogout", "/mo/sys?subscription=yes"])
    func `what is no object is no read`(path: String) {
        #expect(ReadOnly.objection(to: .get(path), on: .nxapiREST) != nil)
    }
}
