import Testing
import TrawlCore
import TrawlSimulator

@testable import Trawl

/// The dialects whose commands are paths, over the wire.
@Suite(.timeLimit(.minutes(2)))
struct ResourcePollTests {
    private func requests() throws -> [Request] {
        [
            Request(
                name: "interfaces",
                commands: [
                    .restconf: .restconf(try RESTCONFPath("openconfig-interfaces:interfaces")),
                    .nvue: .nvue("/interface"), .junos: .junos("get-interface-information"),
                ]
            ),
            Request(
                name: "system",
                commands: [
                    .restconf: .restconf(try RESTCONFPath("openconfig-system:system"), content: .config),
                    .nvue: .nvue("/system", revision: "applied"), .junos: .junos("get-software-information"),
                ]
            ),
        ]
    }

    private func outcomes(_ devices: [Device], _ requests: [Request]) async throws -> [Outcome] {
        let fast = Limits(perHost: HostLimits(rate: Rate(perSecond: 1000), burst: 100))
        let plan = try Plan(
            collections: [RequestCollection(name: "test", limits: fast, requests: requests)],
            devices: devices
        )
        return try await withPoller { poller in
            try await poller.withOutcomes(of: plan) { outcomes in
                var all: [Outcome] = []
                for await outcome in outcomes { all.append(outcome) }
                return all
            }
        }
    }

    @Test func `three APIs answer one collection, over one connection each`() async throws {
        let configuration = SimulatedFleet.Configuration(deviceCount: 9, platforms: [.sonic, .cumulus, .junos])
        try await withSimulatedFleet(configuration) { fleet in
            let outcomes = try await outcomes(fleet.devices, try requests())
            #expect(outcomes.count == 18)
            for outcome in outcomes { #expect(outcome.error == nil, "\(outcome.error.map { "\($0)" } ?? "")") }
            #expect(fleet.statistics.connections == 9)
            // Two commands each, where RESTCONF begins once a device, and whether the first asks for a password at that.
            #expect(fleet.statistics.requests == 9 * 2 + 3 + 1)
        }
    }

    @Test(arguments: ["/restconf", "/top/rest"], [SimulatedPlatform.eos, .sonic])
    func `RESTCONF is found where the device has it`(root: String, platform: SimulatedPlatform) async throws {
        let configuration = SimulatedFleet.Configuration(deviceCount: 1, platforms: [platform], restconfRoot: root)
        try await withSimulatedFleet(configuration) { fleet in
            var device = try #require(fleet.devices.first)
            device.dialect = .restconf
            let name = platform == .eos ? "Ethernet1" : "Ethernet0"
            let path = try RESTCONFPath("openconfig-interfaces:interfaces/interface[name=\(name)]/state/counters")
            let request = Request(name: "counters", commands: [.restconf: .restconf(path)])
            let outcome = try #require(try await outcomes([device], [request]).first)
            let json = try #require(outcome.replies.first?.json, "\(outcome.error.map { "\($0)" } ?? "")")
            // EOS gives the children, SONiC what was asked for.
            let counters =
                platform == .eos ? json : try #require(json["openconfig-interfaces:counters"])
            let key = platform == .eos ? "openconfig-interfaces:in-octets" : "in-octets"
            let octets = try #require(counters[key]?.string.flatMap { UInt64($0) })
            #expect(octets > 0)
        }
    }

    @Test func `an empty table of SONiC is an answer, and a wrong path is not`() async throws {
        try await withSimulatedDevice(.sonic) { device in
            let requests = try [
                "openconfig-acl:acl", "openconfig-bogus:x",
                "openconfig-interfaces:interfaces/interface[name=Ethernet999]",
            ].map { Request(name: $0, commands: [.restconf: .restconf(try RESTCONFPath($0))]) }
            let outcomes = try await outcomes([device], requests)
            let byName = Dictionary(uniqueKeysWithValues: outcomes.map { ($0.request, $0) })
            for request in [requests[0], requests[2]] {
                let outcome = try #require(byName[request.name])
                #expect(outcome.error == nil)
                #expect(outcome.replies.first?.warnings == ["the device has no such data (HTTP 404)"])
            }
            #expect(byName["openconfig-bogus:x"]?.error?.code == .commandRefused)
        }
    }

    @Test func `a wrong password costs one login, and discovery nothing more`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, platforms: [.sonic])) { fleet in
            var device = try #require(fleet.devices.first)
            device.credential?.password = Secret("wrong")
            let outcomes = try await outcomes([device], try requests())
            #expect(outcomes.map(\.error?.code) == [.loginRejected, .loginRejected])
            #expect(fleet.statistics.rejectedLogins == 1)
        }
    }

    @Test func `a Junos without room for a connection is asked again`() async throws {
        try await withSimulatedDevice(.junos, failing: .status(503, times: 1)) { device in
            let outcomes = try await outcomes([device], [try requests()[1]])
            #expect(outcomes.first?.error == nil)
            #expect(outcomes.first?.attempts == 2)
        }
    }
}
