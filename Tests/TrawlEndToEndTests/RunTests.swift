import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// `trawl run` as a script uses it.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct RunTests {
    @Test func `a mixed fleet answers in JSON lines and nothing else`() async throws {
        try await withFleet(.init(deviceCount: 12)) { fleet, sandbox in
            let result = try await runTrawl("run", "version", "--inventory", "sim.yaml", in: sandbox)
            #expect(result.status == 0)
            #expect(result.stderr.isEmpty)
            let records = try Record.all(in: result.lines)
            #expect(Set(records.map(\.device)) == Set(fleet.devices.map(\.name)))
            #expect(records.count == 12)
            #expect(Set(records.map(\.dialect)) == ["eapi", "nxapi"])
            #expect(records.allSatisfy { $0.status == "ok" && $0.attempts == 1 && $0.collection == "version" })
            #expect(Set(records.map(\.run)).count == 1)
            #expect(fleet.statistics.requests == 12)
        }
    }

    @Test func `a record's fields are in the documented order`() async throws {
        let common = [
            #"{"run":""#, #","collection":""#, #","request":""#, #","device":""#, #","address":""#, #","dialect":""#,
            #","labels":{"#, #","started":""#, #","attempts":"#, #","status":""#,
        ]
        let timing = [
            #","timing":{"queued_ms":"#, #","resolve_ms":"#, #","connect_ms":"#, #","tls_ms":"#,
            #","first_byte_ms":"#, #","total_ms":"#, #","bytes":"#, #","reused":"#,
        ]
        let error = [
            #","error":{"class":""#, #","code":""#, #","message":""#, #","http_status":"#, #","transient":"#,
        ]
        let configuration = SimulatedFleet.Configuration(deviceCount: 2, faults: ["spine1": .status(404)])
        try await withFleet(configuration) { _, sandbox in
            let result = try await runTrawl(
                "run",
                "version",
                "-i",
                "sim.yaml",
                "--order",
                "inventory",
                in: sandbox
            )
            #expect(result.status == 3)
            try #require(result.lines.count == 2)
            #expect(inOrder(common + [#","data":{"#] + timing, in: result.lines[0]) == nil)
            #expect(inOrder(common + error + timing, in: result.lines[1]) == nil)
            let started = try Regex(#""started":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z""#)
            #expect(result.lines.allSatisfy { $0.firstMatch(of: started) != nil })
            #expect(try result.lines[0].firstMatch(of: Regex(#"^\{"run":"\d{8}T\d{6}Z-[0-9a-f]{6}""#)) != nil)
        }
    }

    @Test func `outcomes come in the inventory's order where asked for`() async throws {
        // The first devices are the slowest: as they complete the order would be another one.
        let faults = ["leaf1": Fault.slow(.milliseconds(400)), "leaf2": .slow(.milliseconds(200))]
        try await withFleet(.init(deviceCount: 8, faults: faults)) { fleet, sandbox in
            let result = try await runTrawl("run", "version", "-i", "sim.yaml", "--order", "inventory", in: sandbox)
            #expect(try Record.all(in: result.lines).map(\.device) == fleet.devices.map(\.name))
        }
    }

    @Test(arguments: [
        (["--sample", "5"], 5),
        (["--where", "vendor=cisco"], 6),
        (["--where", "vendor=cisco,arista", "--where", "site=dc1"], 12),
        (["--device", "leaf[1-4]"], 4),
        (["--device", "leaf[1-4]", "--device", "!leaf1"], 3),
        (["--device", "!leaf1", "--where", "vendor=arista"], 5),
        (["--device", "leaf[1-4]", "--sample", "2"], 2),
    ])
    func `flags choose devices, and the others hear nothing`(flags: [String], count: Int) async throws {
        try await withFleet(.init(deviceCount: 12)) { fleet, sandbox in
            let trawl = [TrawlProgram.path, "run", "version", "-i", "sim.yaml", "--order", "inventory"]
            let result = try await sandbox.run(trawl + flags)
            let names = try Record.all(in: result.lines).map(\.device)
            #expect(result.status == 0)
            #expect(names.count == count)
            #expect(fleet.statistics.requests == count)
            let listed = try await sandbox.run([TrawlProgram.path, "devices", "-i", "sim.yaml"] + flags)
            #expect(listed.lines.dropFirst().map { String($0.prefix { $0 != " " }) } == names)
        }
    }

    @Test func `several collections share one run, and requests that can travel together do`() async throws {
        try await withFleet(.init(deviceCount: 4)) { fleet, sandbox in
            let result = try await runTrawl("run", "version", "arp", "lldp-neighbors", "-i", "sim.yaml", in: sandbox)
            let records = try Record.all(in: result.lines)
            #expect(result.status == 0)
            #expect(records.count == 12)
            #expect(Set(records.map(\.run)).count == 1)
            #expect(fleet.statistics.requests == 4)
        }
    }

    @Test func `a normalised model says the same of both vendors`() async throws {
        try await withFleet(.init(deviceCount: 2)) { fleet, sandbox in
            let result = try await runTrawl("run", "facts", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 0)
            for device in fleet.devices {
                let line = try #require(result.lines.first { $0.contains("\"device\":\"\(device.name)\"") })
                #expect(inOrder([#""data":{"#, "\"vendor\":", "\"model\":", "\"serial"], in: line) == nil)
            }
            #expect(result.stdout.contains("Arista") && result.stdout.contains("Cisco"))
        }
    }
}
