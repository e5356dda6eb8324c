import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// An NX-API client that shares no code with us talks to the simulated NX-OS.
@Suite(
    .serialized,
    .timeLimit(.minutes(2)),
    .enabled("nxapi-plumbing is not installed") { try await Python.imports("nxapi_plumbing") }
)
struct NXAPIPlumbingTests {
    /// Commands of the models, with a word that the answer has.
    private static let commands = [
        "show version": "nxos_ver_str", "show hostname": "hostname", "show interface": "TABLE_interface",
        "show ip arp vrf all": "TABLE_vrf", "show lldp neighbors detail": "TABLE_nbor_detail",
        "show mac address-table": "TABLE_mac_address", "show vlan": "TABLE_vlanbrief", "show vrf detail": "TABLE_vrf",
        "show inventory": "TABLE_inv", "show ip interface vrf all": "TABLE_intf", "show environment": "TABLE_",
        "show bgp all summary vrf all": "TABLE_vrf", "show system resources": "memory_usage",
        "show processes cpu": "TABLE_process_cpu", "show port-channel summary": "",
    ]

    private static let script = """
        import json, sys, warnings
        # The certificate carries the device's name and the connection goes to its address.
        warnings.simplefilter("ignore")
        from nxapi_plumbing import Device
        from nxapi_plumbing.errors import NXAPIError
        host, port, name, commands = sys.argv[1:]
        node = Device(host=host, port=int(port), username="admin", password="admin", transport="https",
                      verify=False, api_format="jsonrpc")
        for command, word in json.loads(commands).items():
            try:
                answer = json.dumps(node.show(command))
                print(command, word in answer)
            except NXAPIError as error:
                print(command, "failed", error)
        print("text", name in node.show("show hostname", raw_text=True))
        print("several", [entry["command"] for entry in node.show_list(["show version", "show vlan"])])
        try:
            node.show("show nonsense")
        except NXAPIError:
            print("refused")

        """

    @Test func `nxapi-plumbing gets right answers from the simulated NX-OS over https`() async throws {
        try await withFleet(.init(deviceCount: 2, nxosShare: 1)) { fleet, sandbox in
            let python = try #require(Python.path)
            let device = try #require(fleet.devices.first)
            try sandbox.write(Self.script, to: "ask.py")
            let commands = String(decoding: try JSONEncoder().encode(Self.commands), as: UTF8.self)
            let result = try await sandbox.run(
                [python, "ask.py", device.address, "\(device.port)", device.name, commands]
            )
            #expect(result.status == 0, "\(result.stderr)")
            for command in Self.commands.keys { #expect(result.lines.contains("\(command) True"), "\(result.stdout)") }
            #expect(Array(result.lines.suffix(3)) == ["text True", "several ['show version', 'show vlan']", "refused"])
        }
    }
}
