import Foundation
import Testing
import TrawlCore

@testable import TrawlSimulator

/// Expected shapes are those of Cisco's programmability guides and of recorded answers.
@Suite(.timeLimit(.minutes(2)))
struct NXOSPersonalityTests {
    @Test
    func `one command is answered by a bare object, several by an array`() async throws {
        try await withSimulatedDevice(.nxos) { device in
            let one = try JSONValue(try await nxapi(device, ["show version"]).body)
            #expect(one.at("result", "body", "host_name")?.text == "leaf1")
            let two = try JSONValue(try await nxapi(device, ["show hostname", "show version"]).body)
            #expect(two.at(0, "result", "body", "hostname")?.text == "leaf1.sim.trawl.test")
            #expect(two.at(1, "id")?.whole == 2)
        }
    }

    @Test
    func `text is a message, and nothing to say is null`() async throws {
        try await withSimulatedDevice(.nxos) { device in
            let text = try JSONValue(try await nxapi(device, ["show running-config"], method: "cli_ascii").body)
            #expect(text.at("result", "msg")?.text?.contains("feature nxapi\n") == true)
            let nothing = try JSONValue(try await nxapi(device, ["show ipv6 interface"]).body)
            #expect(nothing["result"]?.isNull == true)
        }
    }

    @Test
    func `a failing command is HTTP 500 with a JSON-RPC error, and what follows is not run`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 8, nxosShare: 1)) { fleet in
            for name in ["leaf1", "leaf2"] {
                let device = try #require(fleet.device(named: name))
                let answer = try await nxapi(device, ["show version", "show bogus", "show hostname"])
                let body = try JSONValue(answer.body)
                #expect(answer.status == 500)
                #expect(body.at(0, "result", "body", "host_name")?.text == name)
                #expect(body.at(1, "error", "code")?.whole == -32_602)
                #expect(body.at(1, "error", "data", "msg")?.text == "% Invalid command\n")
                #expect(body.at(2, "result") == nil)
                #expect(fleet.statistics(of: name).commands["show hostname"] == nil)
            }
        }
    }

    @Test
    func `a command without a model asks for text`() async throws {
        try await withSimulatedDevice(.nxos) { device in
            let answer = try await nxapi(device, ["show running-config"])
            #expect(answer.status == 500)
            #expect(try JSONValue(answer.body).at("error", "data", "msg")?.text?.contains("unsupported") == true)
        }
    }

    @Test
    func `ten commands are taken, eleven are refused`() async throws {
        try await withSimulatedDevice(.nxos) { device in
            let ten = Array(repeating: "show hostname", count: 10)
            let taken = try await nxapi(device, ten)
            #expect(taken.status == 200)
            let refused = try await nxapi(device, ten + ["show version"])
            #expect(refused.status == 413)
        }
    }

    @Test
    func `what is no JSON-RPC is refused with 200, and a wrong media type with XML`() async throws {
        try await withSimulatedDevice(.nxos) { device in
            let type = ["-H", "Content-Type: application/json-rpc"]
            let answer = try await curl(device, "/ins", arguments: ["-d", "[1]"] + type)
            #expect(answer.status == 200)
            #expect(try JSONValue(answer.body).at("error", "code")?.whole == -32_600)
            let xml = try await curl(device, "/ins", arguments: ["-d", "[1]"])
            #expect(xml.status == 400)
            #expect(xml.body.hasPrefix("<?xml"))
            #expect(try await curl(device, "/ins").status == 405)
        }
    }

    @Test
    func `a wrong login is nginx's page, and the cookie spares the password`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, nxosShare: 1)) { fleet in
            let device = try #require(fleet.devices.first)
            let refused = try await nxapi(device, ["show version"], login: "admin:wrong")
            #expect(refused.status == 401)
            #expect(refused.body.hasPrefix("<html>"))
            let first = try await nxapi(device, ["show version"])
            let cookie = try #require(first.header("Set-Cookie")?.split(separator: ";").first.map(String.init))
            #expect(cookie.hasPrefix("nxapi_auth=admin:"))
            let second = try await nxapi(device, ["show version"], arguments: ["-H", "Cookie: \(cookie)"])
            #expect(second.status == 200)
            #expect(second.header("Set-Cookie") == nil)
            #expect(fleet.statistics.logins == 2)
            #expect(fleet.statistics.rejectedLogins == 1)
            fleet.expireSessions()
            let third = try await nxapi(device, ["show version"], login: nil, arguments: ["-H", "Cookie: \(cookie)"])
            #expect(third.status == 401)
        }
    }

    @Test
    func `one row is an object, many rows are an array, and arrays can be asked for`() async throws {
        try await withSimulatedDevice(.nxos) { device in
            let body = try JSONValue(try await nxapi(device, ["show ip arp vrf all"]).body)
            let rows = try #require(body.at("result", "body", "TABLE_vrf", "ROW_vrf")?.elements)
            #expect(rows[0].at("TABLE_adj", "ROW_adj", "ip-addr-out")?.text == "172.16.0.1")
            #expect(rows[1].at("TABLE_adj", "ROW_adj")?.elements?.isEmpty == false)
            let arrays = try JSONValue(try await nxapi(device, ["show ip arp vrf all"], method: "cli_array").body)
            let first = arrays.at("result", "body", "TABLE_vrf", "ROW_vrf", 0, "TABLE_adj", "ROW_adj", 0, "ip-addr-out")
            #expect(first?.text == "172.16.0.1")
        }
    }

    @Test
    func `names keep their quotes and values their padding`() async throws {
        try await withSimulatedDevice(.nxos) { device in
            let body = try JSONValue(try await nxapi(device, ["show inventory", "show environment"]).body)
            #expect(body.at(0, "result", "body", "TABLE_inv", "ROW_inv", 0, "name")?.text == "\"Chassis\"")
            let sensor = body.at(1, "result", "body", "TABLE_tempinfo", "ROW_tempinfo", 0, "sensor")
            #expect(sensor?.text == "FRONT     ")
        }
    }

    @Test(arguments: NXOSPersonalityTests.structured)
    func `every known command has a structured answer that reads, and a text`(command: String) async throws {
        try await withSimulatedFleet(.init(deviceCount: 8, nxosShare: 1)) { fleet in
            for name in ["leaf1", "spine1"] {
                let device = try #require(fleet.device(named: name))
                let body = try JSONValue(try await nxapi(device, [command]).body)
                #expect(body.at("result", "body")?.members?.isEmpty == false, "\(command) on \(name)")
                let text = try JSONValue(try await nxapi(device, [command], method: "cli_ascii").body)
                #expect(text.at("result", "msg")?.text?.isEmpty == false)
            }
        }
    }

    static let structured = [
        "show version", "show hostname", "show interface", "show interface status", "show ip arp",
        "show ip arp vrf all", "show lldp neighbors", "show lldp neighbors detail", "show mac address-table",
        "show ip bgp summary", "show bgp all summary vrf all", "show system resources", "show processes cpu",
        "show processes memory shared", "show inventory", "show vlan", "show vlan brief", "show environment",
        "show ip interface", "show ip interface vrf all", "show ip interface brief vrf all", "sh ver",
        "show vrf detail", "show vrf interface", "show ntp peers", "show ntp peer-status",
    ]

    @Test(arguments: [
        ("cli_show", "show hostname", "200"), ("cli_show", "show bogus", "400"),
        ("cli_show", "show running-config", "501"),
        ("cli_show_ascii", "show running-config", "200"), ("cli_conf", "vlan 7", "401"),
        ("cli_show", Array(repeating: "show hostname", count: 11).joined(separator: " ;"), "413"),
    ])
    func `ins_api answers 200 with the command's own code inside`(
        type: String,
        input: String,
        code: String
    ) async throws {
        try await withSimulatedDevice(.nxos) { device in
            let body = """
                {"ins_api":{"version":"1.0","type":"\(type)","chunk":"0","sid":"1","input":"\(input)","output_format":"json"}}
                """
            let answer = try await curl(device, "/ins", arguments: ["--json", body])
            let output = try JSONValue(answer.body).at("ins_api", "outputs", "output")
            #expect(answer.status == 200)
            #expect(output?["code"]?.text == code)
        }
    }

    @Test
    func `ins_api answers several commands with an array`() async throws {
        try await withSimulatedDevice(.nxos) { device in
            let body = """
                {"ins_api":{"version":"1.0","type":"cli_show","chunk":"0","sid":"1","input":"show hostname ;show version","output_format":"json"}}
                """
            let answer = try JSONValue(try await curl(device, "/ins", arguments: ["--json", body]).body)
            #expect(answer.at("ins_api", "outputs", "output", 1, "body", "host_name")?.text == "leaf1")
        }
    }
}
