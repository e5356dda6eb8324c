import Testing
import TrawlCore
import TrawlModels
import TrawlSimulator

@testable import Trawl

/// NX-API in its older envelope, over the wire.
@Suite(.timeLimit(.minutes(2)))
struct NXAPIWireTests {
    private let free = Limits(
        logins: Rate(perSecond: 1e6),
        perHost: HostLimits(rate: Rate(perSecond: 1e6), burst: 1000),
        retries: RetryLimits(backoffBase: .milliseconds(10), backoffCap: .milliseconds(50))
    )

    private func withNexus<Result>(
        _ fault: Fault? = nil,
        limit: Int = 10_000_000,
        _ body: (SimulatedFleet, Device) async throws -> Result
    ) async throws -> Result {
        var configuration = SimulatedFleet.Configuration(deviceCount: 1, nxosShare: 1, recordedRequests: 64)
        configuration.insAPILimit = limit
        if let fault { configuration.faults = ["leaf1": fault] }
        return try await withSimulatedFleet(configuration) { fleet in
            var device = try #require(fleet.devices.first)
            device.envelope = .insAPI
            return try await body(fleet, device)
        }
    }

    @Test func `many commands go in calls of one type, within one session`() async throws {
        try await withNexus { fleet, device in
            let lines = ["show version", "show hostname", "show vlan brief", "show ip arp", "show interface"]
            let data = lines.map { Request(name: $0, [.nxapi: $0]) }
            let text = lines.map { line in
                Request(name: "text of \(line)", commands: [.nxapi: .cli(line, format: .text)])
            }
            let outcomes = try await poll([device], data + text, free)
            #expect(outcomes.count == 10)
            for outcome in outcomes {
                #expect(outcome.error == nil, "\(outcome.request): \(outcome.error.map { "\($0)" } ?? "")")
                #expect((outcome.replies.first?.text != nil) == outcome.request.hasPrefix("text"))
            }
            #expect(fleet.statistics.requests == 2)
            // The first call's cookie is the second one's login.
            #expect(fleet.statistics.sessions == 1)
            #expect(fleet.recentRequests(of: "leaf1").allSatisfy { $0.header("Content-Type") == "application/json" })
        }
    }

    @Test func `a wrong command costs itself alone`() async throws {
        try await withNexus { fleet, device in
            let requests = ["show version", "show bogus", "show hostname", "show running-config"].map {
                Request(name: $0, [.nxapi: $0])
            }
            let outcomes = try await poll([device], requests, free)
            let byName = Dictionary(uniqueKeysWithValues: outcomes.map { ($0.request, $0) })
            #expect(byName["show bogus"]?.error?.code == .commandRefused)
            #expect(byName["show bogus"]?.error?.deviceCode == 400)
            #expect(byName["show hostname"]?.error == nil)
            #expect(byName["show running-config"]?.warnings == ["no JSON model for this command: text"])
            #expect(byName["show version"]?.replies.first?.json != nil)
        }
    }

    @Test func `an answer that is too long comes in pieces`() async throws {
        try await withNexus(limit: 4000) { fleet, device in
            let requests = [
                Request(name: "short", [.nxapi: "show hostname"]),
                Request(name: "data", [.nxapi: "show interface"]),
                Request(name: "text", commands: [.nxapi: .cli("show interface", format: .text)]),
            ]
            let outcomes = try await poll([device], requests, free)
            let byName = Dictionary(uniqueKeysWithValues: outcomes.map { ($0.request, $0) })
            #expect(outcomes.allSatisfy { $0.error == nil }, "\(outcomes.compactMap(\.error))")
            let json = try #require(byName["data"]?.replies.first?.json)
            #expect(json["TABLE_interface"] != nil)
            #expect(byName["text"]?.replies.first?.text?.contains("Ethernet1/1") == true)
            #expect(fleet.statistics.commands["show interface", default: 0] > 6)
            #expect(fleet.statistics.logins == 1)
        }
    }

    @Test func `pieces hold no more than one answer may`() async throws {
        try await withNexus(limit: 4000) { _, device in
            var limits = free
            limits.perHost.responseSize = 8000
            let outcomes = try await poll([device], [Request(name: "data", [.nxapi: "show interface"])], limits)
            #expect(outcomes.first?.error?.code == .responseTooLarge)
            #expect(outcomes.first?.replies.isEmpty == true)
        }
    }

    /// The four shapes of a table with one row or two, and what there is with none.
    private static let tables: [(String, Int)] = [
        (#"{"TABLE_adj":{"ROW_adj":ROW}}"#, 1),
        (#"{"TABLE_adj":{"ROW_adj":[ROW,ROW]}}"#, 2),
        (#"{"TABLE_adj":[{"ROW_adj":ROW}]}"#, 1),
        (#"{"TABLE_adj":[{"ROW_adj":[ROW,ROW]}]}"#, 2),
        (#"{"TABLE_adj":[{"ROW_adj":ROW},{"ROW_adj":ROW}]}"#, 2),
        (#"{"TABLE_adj":""}"#, 0),
        (#"{"TABLE_adj":null}"#, 0),
        (#"{}"#, 0),
    ]

    private static let row =
        #"{"intf-out":"Ethernet1/1","ip-addr-out":"10.0.0.1","time-stamp":"00:07:02","mac":"0050.5682.15ff"}"#

    @Test(arguments: tables)
    func `every shape of a table reads as its rows`(table: String, rows: Int) async throws {
        let inner = table.replacing("ROW,ROW", with: "\(Self.row),\(Self.row)").replacing(
            "\":ROW",
            with: "\":\(Self.row)"
        )
        let vrf =
            #"{"TABLE_vrf":{"ROW_vrf":{"vrf-name-out":"default","cnt-total":"1",\#(inner.dropFirst().dropLast())}}}"#
        let body = table == "{}" ? "\"\"" : vrf
        let answer =
            #"{"ins_api":{"type":"cli_show","version":"1.0","sid":"eoc","outputs":{"output":{"msg":"Success","code":"200","body":\#(body)}}}}"#
        try await withNexus(.bodyBytes(Array(answer.utf8))) { _, device in
            let outcome = try #require(try await poll([device], [Request(name: "arp", model: ARP.self)], free).first)
            #expect(outcome.error == nil, "\(outcome.error.map { "\($0)" } ?? "")")
            #expect((outcome.model as? ARP)?.entries.count == rows)
        }
    }

    @Test(arguments: [
        (
            "text/html", 401, "<html><head><title>401 Authorization Required</title></head></html>",
            DeviceError.Code.loginRejected
        ),
        ("text/html", 405, "<html><head><title>405 Not Allowed</title></head></html>", .httpStatus),
        ("text/html", 200, "<html><head><title>Welcome</title></head></html>", .notJSON),
        ("text/xml", 400, "<?xml version=\"1.0\"?><ins_api><outputs/></ins_api>", .httpStatus),
        ("text/xml", 200, "<?xml version=\"1.0\"?><ins_api><outputs/></ins_api>", .notJSON),
    ])
    func `a page in place of an answer gives its class`(
        type: String,
        status: Int,
        body: String,
        code: DeviceError.Code
    ) async throws {
        for envelope in Device.Envelope.allCases {
            try await withNexus(.bodyBytes(Array(body.utf8), type: type, status: status)) { _, device in
                var device = device
                device.envelope = envelope
                let outcomes = try await poll([device], [Request(name: "version", [.nxapi: "show version"])], free)
                #expect(outcomes.map(\.error?.code) == [code])
            }
        }
    }

    @Test func `a wrong password is tried once`() async throws {
        try await withNexus { fleet, device in
            var device = device
            device.credential?.password = Secret("wrong")
            let requests = (0..<3).map {
                Request(name: "r\($0)", commands: [.nxapi: .cli("show version", format: $0 == 1 ? .text : nil)])
            }
            let outcomes = try await poll([device], requests, free)
            #expect(outcomes.allSatisfy { $0.error?.errorClass == .auth || $0.error?.errorClass == .stopped })
            #expect(fleet.statistics.rejectedLogins == 1)
        }
    }
}
