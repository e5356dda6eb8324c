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
}
