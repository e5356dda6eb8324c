import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// Envelopes, managed objects and pages, as a user meets them.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OtherDialectTests {
    /// A fleet of Nexus switches with an inventory that was changed by hand.
    private func withNexus(
        _ changes: [(String, String)],
        _ body: (SimulatedFleet, Sandbox) async throws -> Void
    ) async throws {
        var configuration = SimulatedFleet.Configuration(deviceCount: 2, nxosShare: 1)
        configuration.insAPILimit = 6000
        try await withFleet(configuration) { fleet, sandbox in
            var inventory = try String(contentsOfFile: sandbox.path("sim.yaml"), encoding: .utf8)
            for (old, new) in changes { inventory = inventory.replacing(old, with: new) }
            try sandbox.write(inventory, to: "changed.yaml")
            try await body(fleet, sandbox)
        }
    }

    @Test func `an old switch is asked in its own envelope, by the same collection`() async throws {
        try await withNexus([("dialect: nxapi", "dialect: nxapi, envelope: ins_api")]) { fleet, sandbox in
            try sandbox.write(
                """
                requests:
                  - { name: version, nxapi: show version }
                  - { name: interfaces, nxapi: show interface }
                  - { name: clock, nxapi: { command: show clock, format: text } }
                  - { name: facts, model: facts }
                """,
                to: "old.yaml"
            )
            let result = try await runTrawl("run", "old.yaml", "-i", "changed.yaml", in: sandbox)
            #expect(result.status == 0, "\(result.stderr)")
            let records = try Record.all(in: result.lines)
            #expect(records.count == 8)
            #expect(records.allSatisfy { $0.status == "ok" && $0.dialect == "nxapi" })
            #expect(fleet.statistics.logins == 2)
        }
    }

    @Test func `managed objects are asked for, and asked about`() async throws {
        try await withNexus([("dialect: nxapi", "dialect: nxapi-rest")]) { fleet, sandbox in
            try sandbox.write(
                """
                requests:
                  - name: ports
                    nxapi-rest: { objects: class/l1PhysIf, query: { rsp-subtree: full }, page_size: 10 }
                  - name: system
                    nxapi-rest: mo/sys
                  - name: cli
                    nxapi: show version
                """,
                to: "objects.yaml"
            )
            let result = try await runTrawl("run", "objects.yaml", "-i", "changed.yaml", in: sandbox)
            #expect(result.status == 0, "\(result.stderr)")
            let records = try Record.all(in: result.lines)
            #expect(records.count { $0.status == "ok" } == 4)
            #expect(records.count { $0.status == "skipped" } == 2)
            #expect(fleet.statistics.logins == 2)
            #expect(fleet.statistics.logouts == 2)
            let ask = try await runTrawl("ask", "class/bogus", "-i", "changed.yaml", in: sandbox)
            #expect(ask.status == 3)
            #expect(ask.stderr.contains("command-refused"), "\(ask.stderr)")
            let plan = try await runTrawl("plan", "objects.yaml", "-i", "changed.yaml", in: sandbox)
            #expect(plan.stdout.contains("session"), "\(plan.stdout)")
        }
    }

    @Test func `every platform is found out about, and Junos has facts too`() async throws {
        let configuration = SimulatedFleet.Configuration(
            deviceCount: 5,
            platforms: [.eos, .nxos, .sonic, .cumulus, .junos]
        )
        try await withFleet(configuration) { fleet, sandbox in
            var inventory = try String(contentsOfFile: sandbox.path("sim.yaml"), encoding: .utf8)
            for name in ["eapi", "nxapi", "restconf", "nvue", "junos"] {
                inventory = inventory.replacing("dialect: \(name)", with: "dialect: auto")
            }
            try sandbox.write(inventory, to: "auto.yaml")
            try sandbox.write("requests:\n  - { name: facts, model: facts }\n", to: "facts.yaml")
            let result = try await runTrawl("run", "facts.yaml", "-i", "auto.yaml", in: sandbox)
            #expect(result.status == 0, "\(result.stderr)")
            let records = try Record.all(in: result.lines)
            #expect(Set(records.map(\.dialect)) == ["eapi", "nxapi", "restconf", "nvue", "junos"])
            #expect(Set(records.filter { $0.status == "ok" }.map(\.dialect)) == ["eapi", "nxapi", "junos"])
            let table = try await runTrawl("run", "facts.yaml", "-i", "auto.yaml", "--format", "table", in: sandbox)
            #expect(table.stderr.contains("1 device skipped: `facts` has no command for nvue"), "\(table.stderr)")
            #expect(fleet.statistics.rejectedLogins == 0)
            let plan = try await runTrawl("plan", "facts.yaml", "-i", "auto.yaml", in: sandbox)
            #expect(plan.status == 0)
            #expect(plan.stdout.contains("its API is found out first"), "\(plan.stdout)")
            let login = try await runTrawl("login", "-i", "auto.yaml", in: sandbox)
            #expect(login.status == 0, "\(login.stdout) \(login.stderr)")
        }
    }

    @Test func `a list in pages is one answer`() async throws {
        try await withNexus([("dialect: nxapi", "dialect: http")]) { _, sandbox in
            try sandbox.write(
                """
                requests:
                  - { name: linked, http: { path: /api/pages/link, paging: link } }
                  - { name: cut, http: { path: /api/pages/page, paging: { by: page, size: 4, most: 3 } } }
                """,
                to: "pages.yaml"
            )
            let result = try await runTrawl("run", "pages.yaml", "-i", "changed.yaml", in: sandbox)
            #expect(result.status == 3, "\(result.stderr)")
            let records = try Record.all(in: result.lines)
            #expect(records.filter { $0.request == "linked" }.allSatisfy { $0.status == "ok" })
            #expect(records.filter { $0.request == "cut" }.allSatisfy { $0.error?.code == "too-many-pages" })
            #expect(result.stderr.contains("raise `most` under `paging`"), "\(result.stderr)")
        }
    }
}
