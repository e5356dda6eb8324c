import Foundation
import Testing
import TrawlCore

@testable import TrawlSimulator

/// Expected shapes are those of eAPI's command API guide and of real clients' expectations.
@Suite(.timeLimit(.minutes(2)))
struct EOSPersonalityTests {
    @Test
    func `results come in the order of the commands`() async throws {
        try await withSimulatedDevice(.eos) { device in
            let answer = try await eapi(device, ["show version", "show hostname"])
            let body = try JSONValue(answer.body)
            #expect(answer.status == 200)
            #expect(body["id"]?.text == "one")
            #expect(body.at("result", 0, "mfgName")?.text == "Arista")
            #expect(body.at("result", 1, "hostname")?.text == "leaf1")
            #expect(body["result"]?.elements?.count == 2)
        }
    }

    @Test
    func `commands may be objects, and results may carry their times`() async throws {
        try await withSimulatedDevice(.eos) { device in
            let commands = [#"{"cmd":"show version","revision":1}"#, "show hostname"]
            let body = try JSONValue(try await eapi(device, commands, parameters: #","timestamps":true"#).body)
            #expect(body.at("result", 0, "_meta", "execDuration") != nil)
            #expect(body.at("result", 1, "_meta", "execStartTime") != nil)
        }
    }

    @Test
    func `text is an output, and a configuration's heading is a warning too`() async throws {
        try await withSimulatedDevice(.eos) { device in
            let answer = try await eapi(device, ["show running-config"], parameters: #","format":"text""#)
            let body = try JSONValue(answer.body)
            #expect(body.at("result", 0, "output")?.text?.contains("hostname leaf1\n") == true)
            #expect(body.at("result", 0, "warnings", 0)?.text == "Command: show running-config")
        }
    }

    @Test(arguments: [
        ("show bogus", 1002, "invalid command", "Invalid input (at token 1: 'bogus')"),
        ("show snmp v2-mib", 1002, "invalid command", "Incomplete command (at token 3: 'v2-mib')"),
        ("show clock", 1003, "unconverted command", "Command cannot be used over the API"),
        ("show running-config", 1003, "unconverted command", "Command cannot be used over the API"),
    ])
    func `a failing command says why, after the results before it`(
        command: String,
        code: Int,
        reason: String,
        detail: String
    ) async throws {
        try await withSimulatedDevice(.eos) { device in
            let answer = try await eapi(device, ["show version", command, "show hostname"])
            let error = try #require(try JSONValue(answer.body)["error"])
            #expect(answer.status == 200)
            #expect(error["code"]?.whole == code)
            #expect(error["message"]?.text == "CLI command 2 of 3 '\(command)' failed: \(reason)")
            #expect(error["data"]?.elements?.count == 2)
            #expect(error.at("data", 0, "mfgName")?.text == "Arista")
            #expect(error.at("data", 1, "errors", 0)?.text?.hasPrefix(detail) == true)
        }
    }

    @Test
    func `with stopOnError false every command is run`() async throws {
        try await withSimulatedDevice(.eos) { device in
            let answer = try await eapi(device, ["show bogus", "show hostname"], parameters: #","stopOnError":false"#)
            let error = try #require(try JSONValue(answer.body)["error"])
            #expect(error["code"]?.whole == 1002)
            #expect(error.at("data", 1, "hostname")?.text == "leaf1")
        }
    }

    @Test(arguments: [
        (#"{"cmd":"enable","input":"secret"}"#, Int?.none), (#"{"cmd":"enable","input":"wrong"}"#, 1005),
        ("enable", 1005), ("show version", 1002),
    ])
    func `the configuration needs the enable password where there is one`(first: String, code: Int?) async throws {
        let configuration = SimulatedFleet.Configuration(deviceCount: 1, enable: Secret("secret"))
        try await withSimulatedFleet(configuration) { fleet in
            let device = try #require(fleet.devices.first)
            let answer = try await eapi(device, [first, "show running-config"], parameters: #","format":"text""#)
            #expect(try JSONValue(answer.body).at("error", "code")?.whole == code)
        }
    }

    @Test
    func `abbreviations are understood only where asked for`() async throws {
        try await withSimulatedDevice(.eos) { device in
            let refused = try JSONValue(try await eapi(device, ["sh ver"]).body)
            let taken = try JSONValue(try await eapi(device, ["sh ver"], parameters: #","autoComplete":true"#).body)
            #expect(refused.at("error", "code")?.whole == 1002)
            #expect(taken.at("result", 0, "mfgName")?.text == "Arista")
        }
    }

    @Test(arguments: [
        ("{", -32_700), ("{}", -32_600), (#"{"jsonrpc":"2.0","method":"other","id":1}"#, -32_601),
        (#"{"jsonrpc":"2.0","method":"runCmds","params":{"version":1},"id":1}"#, -32_602),
        (#"{"jsonrpc":"2.0","method":"runCmds","params":{"version":1,"cmds":[],"odd":1},"id":1}"#, -32_602),
    ])
    func `what is no request is refused as JSON-RPC says`(body: String, code: Int) async throws {
        try await withSimulatedDevice(.eos) { device in
            let answer = try await curl(device, "/command-api", arguments: ["-d", body])
            #expect(try JSONValue(answer.body).at("error", "code")?.whole == code)
        }
    }

    @Test(arguments: [nil, "admin:wrong", "other:admin"])
    func `a wrong login is 401 with plain text`(login: String?) async throws {
        try await withSimulatedDevice(.eos) { device in
            let answer = try await eapi(device, ["show version"], login: login)
            #expect(answer.status == 401)
            #expect(answer.body == "Unable to authenticate user: Bad username/password combination")
        }
    }

    @Test
    func `a session replaces the password until it is logged out of`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            let device = try #require(fleet.devices.first)
            let credentials = #"{"username":"admin","password":"admin"}"#
            let login = try await curl(device, "/login", login: nil, arguments: ["--json", credentials])
            let cookie = try #require(login.header("Set-Cookie")?.split(separator: ";").first.map(String.init))
            #expect(cookie.hasPrefix("Session="))
            let bearing = ["-H", "Cookie: \(cookie)"]
            #expect(try await eapi(device, ["show version"], login: nil, arguments: bearing).status == 200)
            #expect(try await curl(device, "/logout", login: nil, arguments: ["-d", ""] + bearing).status == 200)
            #expect(try await eapi(device, ["show version"], login: nil, arguments: bearing).status == 401)
            #expect(fleet.statistics.logins == 1)
            #expect(fleet.statistics.logouts == 1)
            let wrong = try await curl(
                device,
                "/login",
                login: nil,
                arguments: ["--json", #"{"username":"a","password":"b"}"#]
            )
            #expect(wrong.status == 401)
        }
    }

    @Test(arguments: EOSPersonalityTests.structured)
    func `every known command has a structured answer that reads, and a text`(command: String) async throws {
        try await withSimulatedFleet(.init(deviceCount: 8, nxosShare: 0)) { fleet in
            for name in ["leaf1", "spine1"] {
                let device = try #require(fleet.device(named: name))
                let body = try JSONValue(try await eapi(device, [command]).body)
                #expect(body.at("result", 0)?.members?.isEmpty == false, "\(command) on \(name)")
                let text = try JSONValue(try await eapi(device, [command], parameters: #","format":"text""#).body)
                #expect(text.at("result", 0, "output") != nil)
            }
        }
    }

    static let structured = [
        "show version", "show hostname", "show interfaces", "show interfaces status", "show ip arp", "show arp vrf all",
        "show lldp neighbors", "show lldp neighbors  detail", "show mac address-table", "show ip bgp summary",
        "show ip bgp summary vrf all", "show processes top once", "show inventory", "show vlan",
        "show system environment cooling", "show system environment temperature", "show system environment power",
        "show ip interface", "show ip bgp neighbors vrf all", "show vrf", "show interfaces transceiver",
        "show users accounts", "show snmp v2-mib location",
    ]

    @Test
    func `what is elsewhere is not found`() async throws {
        try await withSimulatedDevice(.eos) { device in
            let stranger = try await curl(device, "/ins", arguments: ["-d", "{}"])
            #expect(stranger.status == 404)
            let probe = try await curl(device, "/command-api", login: nil, arguments: ["-I"])
            #expect(probe.status == 200)
        }
    }
}
