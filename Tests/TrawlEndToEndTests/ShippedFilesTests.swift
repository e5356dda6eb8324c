import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// Every file that ships loads, and every collection among them is answered by both vendors.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ShippedFilesTests {
    private static let collections = Checkout.files(below: "collections", withExtension: "yaml")
    private static let samples = Checkout.files(below: "Samples", withExtension: "yaml")

    /// Collections about what one vendor has alone; the others' devices are skipped.
    private static let oneVendor = ["collections/cdp-neighbors.yaml": "nxapi"]

    @Test func `every shipped file is sound`() async throws {
        try await Sandbox.with { sandbox in
            let files = (Self.collections + Self.samples).map { "\(Checkout.root)/\($0)" }
            try #require(!Self.collections.isEmpty)
            let result = try await sandbox.run([TrawlProgram.path, "check"] + files)
            #expect(result.status == 0, "\(result.stderr)")
            #expect(result.stderr.isEmpty)
            #expect(result.lines.count == files.count)
        }
    }

    @Test func `the sample for Prometheus is sound`() async throws {
        try await Sandbox.with { sandbox in
            let file = "\(Checkout.root)/Samples/prometheus/prometheus.yml"
            let result = try await sandbox.run(["promtool", "check", "config", file])
            #expect(result.status == 0, "\(result.stdout)\(result.stderr)")
        }
    }

    @Test func `every shipped collection is listed with its description`() async throws {
        try await Sandbox.with { sandbox in
            let result = try await runTrawl("list", in: sandbox)
            #expect(result.status == 0)
            #expect(result.stderr.isEmpty)
            for path in Self.collections {
                let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
                let line = try #require(result.lines.first { $0.hasPrefix("\(name) ") })
                #expect(line.contains("\(Checkout.root)/\(path)"))
                #expect(line.split(separator: "  ").count == 4, "no description: \(line)")
            }
        }
    }

    @Test(arguments: collections + samples)
    func `a shipped collection polls well over both vendors`(path: String) async throws {
        try await withFleet(.init(deviceCount: 6)) { fleet, sandbox in
            // A collection for spines needs some: a fleet of six has them among its devices.
            let result = try await runTrawl(
                "run",
                "\(Checkout.root)/\(path)",
                "-i",
                "sim.yaml",
                in: sandbox
            )
            let records = try Record.all(in: result.lines)
            let only = Self.oneVendor[path]
            let troubled = records.filter { record in
                record.status != (only == nil || only == record.dialect ? "ok" : "skipped")
            }
            #expect(result.status == 0, "\(result.stderr)")
            #expect(!records.isEmpty)
            #expect(troubled.map { "\($0.device) \($0.request): \($0.error?.message ?? $0.status)" } == [])
            if Self.collections.contains(path) {
                #expect(Set(records.map(\.device)) == Set(fleet.devices.map(\.name)))
                #expect(Set(records.map(\.dialect)) == ["eapi", "nxapi"])
            }
        }
    }
}
