/// The tables of a simulated Junos switch: neighbours, addresses, VLANs.
///
/// Their shapes are those of recordings, but for LLDP and the MAC table, of which none was at hand: those are from memory of
/// Juniper's schema.
enum JunosTables {
    /// The answer to an RPC, in JSON and in text; `nil` for one that is none of these.
    static func answer(to rpc: String, _ context: CommandContext) -> (json: JSONValue, text: String)? {
        switch rpc {
        case "get-system-information": system(context)
        case "get-system-uptime-information": uptime(context)
        case "get-arp-table-information": arp(context)
        case "get-lldp-neighbors-information": lldp(context)
        case "get-vlan-information": vlans(context)
        case "get-ethernet-switching-table-information": macs(context)
        case "get-bgp-neighbor-information": JunosRouting.neighbors(context)
        case "get-bgp-summary-information": JunosRouting.summary(context)
        case "get-chassis-inventory": JunosChassis.inventory(context)
        default: nil
        }
    }

    private static func leaf(_ text: String) -> JSONValue { JunosPersonality.leaf(text) }

    /// A span of time: words for people, and seconds in an attribute.
    static func time(_ seconds: Double) -> JSONValue {
        let whole = Int(seconds)
        let text = "\(whole / 86_400)d \(whole % 86_400 / 3600):\(whole % 3600 / 60)"
        return [["data": .string(text), "attributes": ["junos:seconds": .string("\(whole)")]]]
    }

    private static func system(_ context: CommandContext) -> (JSONValue, String) {
        let device = context.device
        let members: JSONValue = [
            "hardware-model": leaf(device.model), "os-name": leaf("junos"), "os-version": leaf("22.4R2.8"),
            "serial-number": leaf(device.serialNumber), "host-name": leaf(device.name),
        ]
        return (["system-information": .array([members])], "Hostname: \(device.name)\n")
    }

    /// A switch of one member wraps this one all the same.
    private static func uptime(_ context: CommandContext) -> (JSONValue, String) {
        let length = time(context.device.uptime(at: context.time))
        let booted: JSONValue = [["time-length": length]]
        let information: JSONValue = [["system-booted-time": booted]]
        let item: JSONValue = [["re-name": leaf("fpc0"), "system-uptime-information": information]]
        return (["multi-routing-engine-results": [["multi-routing-engine-item": item]]], "up\n")
    }

    private static func arp(_ context: CommandContext) -> (JSONValue, String) {
        let device = context.device
        let peers = device.neighbors.map { neighbor -> JSONValue in
            entry("\(neighbor.address)", neighbor.portMAC.colons, device.portName(neighbor.link.port) + ".0")
        }
        let hosts = device.hosts.map { host -> JSONValue in
            entry("\(host.address)", host.mac.colons, "irb.\(host.vlan) [\(device.portName(host.port)).0]")
        }
        let all = peers + hosts
        let table: JSONValue = ["arp-table-entry": .array(all), "arp-entry-count": leaf("\(all.count)")]
        return (["arp-table-information": .array([table])], "Total entries: \(all.count)\n")
    }

    private static func entry(_ address: String, _ mac: String, _ interface: String) -> JSONValue {
        [
            "mac-address": leaf(mac), "ip-address": leaf(address), "interface-name": leaf(interface),
            "arp-table-entry-flags": [["none": [["data": [.null]]]]],
        ]
    }

    private static func lldp(_ context: CommandContext) -> (JSONValue, String) {
        let device = context.device
        let rows = device.neighbors.map { neighbor -> JSONValue in
            [
                "lldp-local-port-id": leaf(device.portName(neighbor.link.port)),
                "lldp-local-parent-interface-name": leaf("-"),
                "lldp-remote-chassis-id-subtype": leaf("Mac address"),
                "lldp-remote-chassis-id": leaf(neighbor.chassis.colons),
                "lldp-remote-port-id-subtype": leaf("Interface name"),
                "lldp-remote-port-id": leaf(neighbor.portName),
                "lldp-remote-system-name": leaf("\(neighbor.name).\(SimulatedSwitch.domain)"),
            ]
        }
        let text = device.neighbors.map { "\(device.portName($0.link.port)) \($0.name)\n" }.joined()
        let table: JSONValue = ["lldp-neighbor-information": .array(rows)]
        return (["lldp-neighbors-information": .array([table])], text)
    }

    private static func vlans(_ context: CommandContext) -> (JSONValue, String) {
        let device = context.device
        let rows = device.vlans.map { vlan -> JSONValue in
            let members = device.hosts.filter { $0.vlan == vlan.id }.map { host -> JSONValue in
                ["l2ng-l2rtb-vlan-member-interface": leaf(device.portName(host.port) + ".0*")]
            }
            let row: JSONValue = [
                "l2ng-l2rtb-name": leaf("default-switch"), "l2ng-l2rtb-vlan-name": leaf(vlan.name),
                "l2ng-l2rtb-instance-state": leaf("Active"), "l2ng-l2rtb-vlan-tag": leaf("\(vlan.id)"),
            ]
            return members.isEmpty ? row : row.adding("l2ng-l2rtb-vlan-member", .array(members))
        }
        let text = device.vlans.map { "\($0.name) \($0.id)\n" }.joined()
        let table: JSONValue = ["l2ng-l2ald-vlan-instance-group": .array(rows)]
        return (["l2ng-l2ald-vlan-instance-information": .array([table])], text)
    }

    private static func macs(_ context: CommandContext) -> (JSONValue, String) {
        let device = context.device
        let names = Dictionary(uniqueKeysWithValues: device.vlans.map { ($0.id, $0.name) })
        let rows = device.hosts.map { host -> JSONValue in
            [
                "l2ng-l2-mac-vlan-name": leaf(names[host.vlan] ?? ""), "l2ng-l2-mac-address": leaf(host.mac.colons),
                "l2ng-l2-mac-flags": leaf("D"), "l2ng-l2-mac-age": leaf("-"),
                "l2ng-l2-mac-logical-interface": leaf(device.portName(host.port) + ".0"),
            ]
        }
        let table: JSONValue = [
            "l2ng-l2-mac-routing-instance": leaf("default-switch"), "l2ng-mac-entry": .array(rows),
        ]
        let text = device.hosts.map { "\($0.mac.colons)\n" }.joined()
        return (["l2ng-l2ald-rtb-macdb": [["l2ng-l2ald-mac-entry-vlan": .array([table])]]], text)
    }
}
