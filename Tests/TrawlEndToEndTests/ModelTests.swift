import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// What a run makes of answers that do not fit a model, and of commands that a device does not have.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ModelTests {
    @Test(arguments: [
        (0.0, "leaf1", "EOS 4.28.3M"), (1.0, "leaf1", "NX-OS 9.3(8)"),
    ])
    func `an answer that does not fit names the release where another answer tells it`(
        nxosShare: Double,
        device: String,
        release: String
    ) async throws {
        try await Sandbox.with { sandbox in
            let folder = sandbox.path("replay/leaf1")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let eos = #"{"vrfs":{"default":{"ipV4Neighbors":[{"address":"nowhere"}]}}}"#
            let nxos = #"{"TABLE_vrf":{"ROW_vrf":{"TABLE_adj":{"ROW_adj":{"ip-addr-out":"nowhere"}}}}}"#
            try Data(eos.utf8).write(to: URL(filePath: "\(folder)/show_arp_vrf_all.json"))
            try Data(nxos.utf8).write(to: URL(filePath: "\(folder)/show_ip_arp_vrf_all.json"))
            let version = nxosShare == 0 ? #"{"version":"4.28.3M"}"# : #"{"nxos_ver_str":"9.3(8)"}"#
            try Data(version.utf8).write(to: URL(filePath: "\(folder)/show_version.json"))
            try await withSimulatedFleet(
                .init(deviceCount: 1, replayDirectory: sandbox.path("replay"), nxosShare: nxosShare)
            ) { fleet in
                try fleet.writeInventory(to: sandbox.path("sim.yaml"))
                let facts = try sandbox.writeCollection("facts2", request: "{ name: facts, model: facts }")
                let arp = try sandbox.writeCollection(
                    "arp2",
                    request: "{ name: arp, model: arp, arguments: { vrf: all } }"
                )
                let alone = try await runTrawl("run", arp, "-i", "sim.yaml", in: sandbox)
                let unnamed = try #require(try Record.all(in: alone.lines).first?.error)
                #expect(unnamed.class == "decode")
                #expect(!unnamed.message.contains(release))
                let together = try await runTrawl("run", arp, facts, "-i", "sim.yaml", in: sandbox)
                let record = try #require(try Record.all(in: together.lines).first { $0.request == "arp" })
                #expect(
                    record.error?.message.hasSuffix("expected an IP address, found `nowhere`, on \(release)") == true
                )
                #expect(together.status == 3)
            }
        }
    }

    @Test func `a feature that is off is an empty answer, a refusal for want of rights an error`() async throws {
        try await withFleet(.init(deviceCount: 1, nxosShare: 1)) { fleet, sandbox in
            let name = try #require(fleet.devices.first?.name)
            let collection = try sandbox.writeCollection(request: "{ name: lldp, model: lldp-neighbors }")
            let command = "show lldp neighbors detail"
            try fleet.setFault(.refuseCommands([command]), for: name)
            let off = try await runTrawl("run", collection, "-i", "sim.yaml", in: sandbox)
            #expect(off.status == 0, "\(off.stderr)")
            #expect(off.stdout.contains(#""data":[]"#))
            try fleet.setFault(.failCommands([command], message: "% Permission denied for the role"), for: name)
            let denied = try await runTrawl("run", collection, "-i", "sim.yaml", in: sandbox)
            #expect(denied.status == 3)
            #expect(try Record.all(in: denied.lines).first?.error?.class == "command")
        }
    }

    @Test(arguments: ["snmp", "users", "config"])
    func `secrets of devices are left out where a shipped collection asks`(name: String) async throws {
        try await withFleet(.init(deviceCount: 2, nxosShare: 0.5)) { _, sandbox in
            let result = try await runTrawl("run", name, "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 0, "\(result.stderr)")
            #expect(result.lines.count == 2)
            for line in result.lines {
                #expect(line.contains("<removed>"))
                #expect(!line.contains("$6$simulated"))
                #expect(!line.contains("simulated-ro"))
                #expect(!line.contains("simulated-rw"))
            }
            let whole = try sandbox.writeCollection(request: "{ name: whole, model: \(name) }")
            let told = try await runTrawl("run", whole, "-i", "sim.yaml", in: sandbox)
            #expect(told.stdout.contains("$6$simulated") || told.stdout.contains("simulated-ro"))
        }
    }

    @Test func `a candidate is an answer without a question`() async throws {
        try await withFleet(.init(deviceCount: 2, nxosShare: 0.5)) { fleet, sandbox in
            let request = "{ name: config, model: config, arguments: { retrieve: candidate } }"
            let collection = try sandbox.writeCollection(request: request)
            let result = try await runTrawl("run", collection, "-i", "sim.yaml", "--format", "napalm", in: sandbox)
            #expect(result.status == 0, "\(result.stderr)")
            #expect(result.stdout.contains(#""candidate""#))
            #expect(fleet.statistics.requests == 0)
        }
    }

    @Test(arguments: [0.0, 1.0])
    func `two leaves are each other's peers`(nxosShare: Double) async throws {
        struct Pair: Decodable {
            struct Data: Decodable {
                var state: String
                var role: String?
                var systemId: String?
                var interfaces: [Interface]?
            }
            struct Interface: Decodable {
                var name: String
            }
            var device: String
            var data: Data
        }
        try await withFleet(.init(deviceCount: 4, nxosShare: nxosShare)) { _, sandbox in
            let result = try await runTrawl("run", "mlag", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 0, "\(result.stderr)")
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let records = try result.lines.map { try decoder.decode(Pair.self, from: Data($0.utf8)) }
            let byName = Dictionary(uniqueKeysWithValues: records.map { ($0.device, $0.data) })
            #expect(byName["leaf1"]?.role == "primary")
            #expect(byName["leaf2"]?.role == "secondary")
            #expect(byName["leaf1"]?.systemId == byName["leaf2"]?.systemId)
            #expect(byName["leaf1"]?.interfaces?.first?.name == "Port-Channel1")
            #expect(byName["leaf3"]?.state == "disabled")
            #expect(byName["spine1"]?.state == "disabled")
        }
    }
}
