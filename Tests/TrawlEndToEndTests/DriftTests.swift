import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// `trawl drift` over a fleet of which one switch runs another release.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct DriftTests {
    private struct Line: Decodable {
        var model: String
        var dialect: String
        var release: String
        var devices: Int
        var missing: [String]
        var problems: [Problem]

        struct Problem: Decodable {
            var message: String
            var devices: [String]
        }
    }

    @Test func `a release that lacks a field and one whose field does not fit are named`() async throws {
        let directory = FileManager.default.temporaryDirectory.path() + "/trawl-drift-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try FileManager.default.createDirectory(atPath: directory + "/leaf1", withIntermediateDirectories: true)
        for (name, text) in [
            ("show_version", #"{"modelName":"DCS-7050","version":"4.20.1F","serialNumber":"X"}"#),
            ("show_vlan", #"{"vlans":{"1":{"name":"default","interfaces":{}},"2":{"name":7,"interfaces":{}}}}"#),
        ] {
            try Data(text.utf8).write(to: URL(filePath: "\(directory)/leaf1/\(name).json"))
        }
        let configuration = SimulatedFleet.Configuration(deviceCount: 3, replayDirectory: directory, nxosShare: 0)
        try await withFleet(configuration) { _, sandbox in
            let result = try await runTrawl("drift", "vlans", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 3, "\(result.stderr)")
            let lines = try result.lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
            #expect(Set(lines.map(\.model)) == ["facts", "vlans"])
            let old = try #require(lines.first { $0.model == "vlans" && $0.release == "4.20.1F" })
            #expect(old.missing == ["status"])
            #expect(old.problems.first?.devices == ["leaf1"])
            #expect(old.problems.first?.message.hasPrefix("show vlan: vlans: ShowVLAN: ") == true)
            let new = try #require(lines.first { $0.model == "vlans" && $0.release != "4.20.1F" })
            #expect(new.devices == 2)
            #expect(new.problems.isEmpty)
            let unknown = try await runTrawl("drift", "vlan", "-i", "sim.yaml", in: sandbox)
            #expect(unknown.status == 2)
            #expect(unknown.stderr.contains("unknown model `vlan`"), "\(unknown.stderr)")
        }
    }

    @Test func `devices that are spared for safety have the exit status of a run`() async throws {
        try await withFleet(SimulatedFleet.Configuration(deviceCount: 6)) { fleet, sandbox in
            try sandbox.write("wrong", to: "sim.password")
            let result = try await runTrawl("drift", "vlans", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 5, "\(result.stderr)")
            #expect(fleet.statistics.rejectedLogins <= 2)
            let spared = 6 - fleet.statistics.rejectedLogins
            #expect(result.stderr.contains("stopped for safety: \(spared) devices were spared the login"))
        }
    }
}
