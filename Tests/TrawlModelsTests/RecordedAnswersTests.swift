import TestSupport
import Testing
import TrawlCore
import TrawlJSON
import TrawlModels

/// What other projects recorded of commands for which NAPALM has no getter.
@Suite(.enabled(if: SharedFixtures.isPresent, "no shared/fixtures beside the checkout"), .timeLimit(.minutes(1)))
struct RecordedAnswersTests {
    private func reply(_ path: String, to line: String, below keys: [String] = []) throws -> Reply {
        var slice = try JSONSlice(parsing: try SharedFixtures.bytes(path))
        for key in keys { slice = try #require(slice[key]) }
        return Reply(command: .cli(line), body: .json(slice))
    }

    @Test(arguments: [("nxos-leaf01", MLAG.Role.primary, "10.255.2.188"), ("nxos-leaf02", .secondary, "10.255.2.189")])
    func `a recorded vPC pair is read`(host: String, role: MLAG.Role, peer: String) throws {
        let files = [
            "show_vpc___json_native": "show vpc", "show_vpc_role___json_native": "show vpc role",
            "show_vpc_peer_keepalive___json_native": "show vpc peer-keepalive",
        ]
        let replies = try files.sorted { $0.value == "show vpc" || $0.value > $1.value && $1.value != "show vpc" }
            .map { try reply("suzieq/mlag/nxos/\(host)/\($0.key).json", to: $0.value) }
        #expect(replies.map(\.command.title) == ["show vpc", "show vpc role", "show vpc peer-keepalive"])
        let model = try MLAG(from: replies, of: Answers.nxos)
        #expect(model.state == .active)
        #expect(model.role == role)
        #expect(model.systemID?.description == "00:23:04:ee:be:0c")
        #expect(model.peerAddress?.description == peer)
        #expect(model.peerLink?.description == "Port-Channel1")
        #expect(model.interfaces?.map(\.id) == [3, 4])
        #expect(model.interfaces?.allSatisfy { $0.up == true && $0.consistent == true } == true)
    }

    @Test func `recorded port channels of NX-OS are read`() throws {
        let path = "wire/greenpau+go-cisco-nx-api/resp.show.port.channel.summary.1.json"
        let command = "show port-channel summary"
        let model = try PortChannels(from: [try reply(path, to: command, below: ["result", "body"])], of: Answers.nxos)
        #expect(model.entries.count > 2)
        #expect(model.entries[0].name.description == "Port-Channel1")
        #expect(model.entries[0].activeMembers.map(\.description) == ["Ethernet1/5", "Ethernet1/6"])
        #expect(model.entries.allSatisfy { $0.up != nil && $0.protocol != nil })
    }

    @Test func `recorded CDP neighbours of NX-OS are read`() throws {
        let path = "wire/greenpau+go-cisco-nx-api/resp.show.cdp.neighbors.json"
        let body = try reply(path, to: "show cdp neighbors", below: ["result", "body"])
        let model = try CDPNeighbors(from: [body], of: Answers.nxos)
        #expect(model.entries.count == 15)
        #expect(model.entries[0].capabilities == ["router", "switch", "IGMP_cnd_filtering", "Supports-STP-Dispute"])
        #expect(model.entries.allSatisfy { $0.neighbor != nil && $0.holdTime != nil })
    }

    private static let routes = SharedFixtures.files(below: "suzieq/routes/nxos") { $0.hasSuffix("native.json") }

    @Test(arguments: routes)
    func `recorded routes of NX-OS are read`(path: String) throws {
        let reply = try reply(path, to: "show ip route vrf all")
        let model = try RoutesTo(from: [reply], of: Answers.nxos, arguments: ["destination": "0.0.0.0/0"])
        #expect(model.entries.count > 5)
        #expect(model.entries.allSatisfy { $0.protocol != nil && $0.age != nil && $0.preference != nil })
    }

    @Test func `recorded port channels of EOS are read`() throws {
        let cases = try JSONSlice(parsing: try SharedFixtures.bytes("anta/interfaces/VerifyPortChannels.json"))["cases"]
        for recorded in try #require(cases).elements {
            guard let data = recorded["eos_data"]?.elements.first else { continue }
            let reply = Reply(command: .cli("show port-channel"), body: .json(data))
            let model = try PortChannels(from: [reply], of: Answers.eos)
            let names = data["portChannels"]?.members.map(\.key)
            #expect(model.entries.map(\.name.written) == names)
        }
    }

    @Test func `recorded NTP associations of EOS are read`() throws {
        let path = "anta/system/VerifyNTPAssociations.json"
        let cases = try JSONSlice(parsing: try SharedFixtures.bytes(path))["cases"]
        for recorded in try #require(cases).elements {
            guard let data = recorded["eos_data"]?.elements.first, let peers = data["peers"] else { continue }
            let reply = Reply(command: .cli("show ntp associations"), body: .json(data))
            let model = try NTPAssociations(from: [reply], of: Answers.eos)
            #expect(model.entries.count == peers.members.count)
        }
    }
}
