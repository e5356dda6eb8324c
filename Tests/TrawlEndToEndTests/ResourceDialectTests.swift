import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// The dialects whose commands are paths, as a user meets them.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ResourceDialectTests {
    private static let collection = """
        requests:
          - name: interfaces
            restconf: { path: "openconfig-interfaces:interfaces", depth: 4, content: nonconfig }
            nvue: { path: /interface, rev: operational }
            junos: { rpc: get-interface-information, arguments: { terse: "" } }
          - name: eos-only
            eapi: show version

        """

    @Test func `one collection asks SONiC, Cumulus and Junos`() async throws {
        let configuration = SimulatedFleet.Configuration(deviceCount: 3, platforms: [.sonic, .cumulus, .junos])
        try await withFleet(configuration) { fleet, sandbox in
            try sandbox.write(Self.collection, to: "mixed.yaml")
            let result = try await runTrawl("run", "mixed.yaml", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 0, "\(result.stderr)")
            let records = try Record.all(in: result.lines)
            #expect(records.count == 6)
            #expect(Set(records.map(\.dialect)) == ["restconf", "nvue", "junos"])
            #expect(records.filter { $0.request == "interfaces" }.allSatisfy { $0.status == "ok" })
            let skipped = records.filter { $0.request == "eos-only" }
            #expect(skipped.count == 3)
            #expect(skipped.allSatisfy { $0.status == "skipped" && $0.error?.code == "no-spelling" })
            // A request each, where RESTCONF begins, and whether that is open to anybody.
            #expect(fleet.statistics.requests == 5)
            let table = try await runTrawl("run", "mixed.yaml", "-i", "sim.yaml", "--format", "table", in: sandbox)
            #expect(table.stderr.contains("3 skipped"), "\(table.stderr)")
        }
    }

    @Test func `ask takes a path and an RPC`() async throws {
        let configuration = SimulatedFleet.Configuration(deviceCount: 3, platforms: [.sonic, .cumulus, .junos])
        try await withFleet(configuration) { _, sandbox in
            for (command, platform) in [
                ("openconfig-system:system", "sonic"), ("/system", "cumulus"), ("get-software-information", "junos"),
            ] {
                let result = try await runTrawl(
                    "ask",
                    command,
                    "-i",
                    "sim.yaml",
                    "--where",
                    "platform=\(platform)",
                    in: sandbox
                )
                #expect(result.status == 0, "\(result.stderr)")
                #expect(try Record.all(in: result.lines).map(\.status) == ["ok"])
            }
            let reboot = try await runTrawl("ask", "get-../request-reboot", "-i", "sim.yaml", in: sandbox)
            #expect(reboot.status == 5 || reboot.status == 2, "\(reboot.stderr)")
        }
    }
}
