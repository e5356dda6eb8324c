import Foundation
import Testing
import TrawlCore

@testable import TrawlSimulator

@Suite(.timeLimit(.minutes(1)))
struct ReplayTests {
    @Test(arguments: [
        ("show version", "show_version"), ("show ip bgp summary vrf all", "show_ip_bgp_summary_vrf_all"),
        ("show  mac address-table", "show_mac_address_table"),
        ("show interfaces Ethernet1/1", "show_interfaces_Ethernet1_1"),
    ])
    func `a recording is named after its command`(command: String, name: String) {
        #expect(Replay.fileName(of: command) == name)
    }

    @Test
    func `recordings are played instead of the built-in answers, a device's before its platform's`() async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("trawl-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        for (file, text) in [
            ("eos/show_version.json", #"{"n": 18446744073709551615, "a":1.0}"#),
            ("leaf3/show_version.json", #"{"own":true}"#),
            ("nxos/show_clock.txt", "half past"), ("nxos/show_everything.json", #"{"x":{"y":1}}"#),
        ] {
            let url = directory.appendingPathComponent(file)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: url)
        }
        try await withSimulatedFleet(.init(deviceCount: 4, replayDirectory: directory.path)) { fleet in
            let first = try #require(fleet.device(named: "leaf1"))
            let nxos = try #require(fleet.device(named: "leaf2"))
            let third = try #require(fleet.device(named: "leaf3"))
            #expect(try await eapi(first, ["show version"]).body.contains(#"{"n": 18446744073709551615, "a":1.0}"#))
            #expect(try await eapi(third, ["show version"]).body.contains(#"{"own":true}"#))
            #expect(try await eapi(first, ["show hostname"]).body.contains("leaf1"))
            let clock = try JSONValue(try await nxapi(nxos, ["show clock"], method: "cli_ascii").body)
            #expect(clock.at("result", "msg")?.text == "half past")
            let other = try JSONValue(try await nxapi(nxos, ["show everything"]).body)
            #expect(other.at("result", "body", "x", "y")?.whole == 1)
            #expect(try await nxapi(nxos, ["show clock"]).status == 500)
        }
    }
}
