import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// An eAPI client that shares no code with us talks to the simulated EOS.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled("pyeapi is not installed") { try await Python.imports("pyeapi") })
struct PyEAPITests {
    private static let script = """
        import json, ssl, sys
        import pyeapi
        host, port, authority, name, commands = sys.argv[1:]
        context = ssl.create_default_context(cafile=authority)
        # The certificate carries the device's name and the connection goes to its address.
        context.check_hostname = False
        connection = pyeapi.client.make_connection(
            "https", host=host, port=int(port), username="admin", password="admin", context=context)
        node = pyeapi.client.Node(connection)
        version = node.enable("show version")[0]
        text = node.enable("show hostname", encoding="text")[0]
        print(version["encoding"], version["result"]["modelName"], version["result"]["version"])
        print(text["encoding"], name in text["result"]["output"])
        for command, word in json.loads(commands).items():
            print(command, word in json.dumps(node.enable(command)[0]["result"]))
        try:
            node.enable("show nonsense")
        except pyeapi.eapilib.CommandError as error:
            print("refused", error.error_code)

        """

    /// Commands of the models, with a word that the answer has.
    private static let commands = [
        "show interfaces": "interfaceCounters", "show arp": "ipV4Neighbors", "show ip interface": "interfaces",
        "show lldp neighbors detail": "lldpNeighbors", "show mac address-table": "unicastTable",
        "show vlan": "vlans", "show vrf": "vrfs", "show inventory": "serialNum", "show ip bgp summary vrf all": "vrfs",
        "show ip route": "routes", "show mlag": "state", "show hostname": "fqdn", "show processes top once": "cpuInfo",
        "show system environment cooling": "fanTraySlots", "show port-channel": "portChannels",
    ]

    @Test func `pyeapi gets right answers from the simulated EOS over https`() async throws {
        try await withFleet(.init(deviceCount: 1, nxosShare: 0)) { fleet, sandbox in
            let python = try #require(Python.path)
            let device = try #require(fleet.devices.first)
            try sandbox.write(Self.script, to: "ask.py")
            let commands = String(decoding: try JSONEncoder().encode(Self.commands), as: UTF8.self)
            let result = try await sandbox.run(
                [python, "ask.py", device.address, "\(device.port)", "sim-ca.pem", device.name, commands]
            )
            #expect(result.status == 0, "\(result.stderr)")
            try #require(result.lines.count == 3 + Self.commands.count)
            for command in Self.commands.keys { #expect(result.lines.contains("\(command) True"), "\(result.stdout)") }
            #expect(result.lines[0].hasPrefix("json DCS-"))
            #expect(result.lines[1] == "text True")
            #expect(result.lines.last == "refused 1002")
            #expect(fleet.statistics.commands["show version"] == 1)
        }
    }
}
