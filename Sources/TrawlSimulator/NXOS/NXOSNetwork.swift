/// What a Nexus switch learned from its neighbours: ARP, LLDP, MAC addresses.
enum NXOSNetwork {
    private struct Entry {
        var address: IPv4
        var mac: MACAddress
        var interface: String
        var age: Int
    }

    private static func entries(_ context: CommandContext) -> [Entry] {
        let peers = context.device.neighbors.map { neighbor in
            let age = (neighbor.link.number + Int(context.time.seconds)) % 1500
            return Entry(
                address: neighbor.address,
                mac: neighbor.portMAC,
                interface: "Ethernet1/\(neighbor.link.port)",
                age: age
            )
        }
        let hosts = context.device.hosts.map { host in
            let age = (host.age + Int(context.time.seconds)) % 1500
            return Entry(address: host.address, mac: host.mac, interface: "Vlan\(host.vlan)", age: age)
        }
        return peers + hosts
    }

    private static func managementEntries(_ context: CommandContext) -> [Entry] {
        let address = context.device.managementGateway
        return [Entry(address: address, mac: MACAddress(value: 0x0000_5E00_0101), interface: "mgmt0", age: 342)]
    }

    private static func row(vrf: String, _ entries: [Entry]) -> JSONValue {
        let rows = entries.map { entry -> JSONValue in
            [
                "ip-addr-out": "\(entry.address)",
                // Fresh entries show their age as a fraction of a second.
                "time-stamp": .string(entry.age == 0 ? "0.411797" : DurationText.short(entry.age)),
                "mac": .string(entry.mac.dots), "intf-out": .string(entry.interface),
            ]
        }
        return .object(
            [("vrf-name-out", .string(vrf)), ("cnt-total", .int(entries.count))] + NXOSTable.member("adj", rows)
        )
    }

    static func arp(_ context: CommandContext) -> JSONValue {
        NXOSTable.object("vrf", [row(vrf: "default", entries(context))])
    }

    /// The entries of the VRF that the command ends with, or of all.
    static func arpOfVRF(_ context: CommandContext) -> JSONValue {
        let wanted = context.words.last ?? "all"
        let vrfs = [("management", managementEntries(context)), ("default", entries(context))]
        return NXOSTable.object("vrf", vrfs.filter { wanted == "all" || $0.0 == wanted }.map { row(vrf: $0.0, $0.1) })
    }

    static func arpText(_ context: CommandContext) -> String {
        let rows = entries(context).map { ["\($0.address)", DurationText.short($0.age), $0.mac.dots, $0.interface] }
        return """

            IP ARP Table for context default
            Total number of entries: \(rows.count)

            """
                + TextTable.text(
                    ["Address", "Age", "MAC Address", "Interface"],
                    widths: [16, 10, 16],
                    rows: rows
                )
    }

    static func lldp(_ context: CommandContext) -> JSONValue {
        let rows = context.device.neighbors.map { neighbor -> JSONValue in
            [
                "chassis_type": "7", "chassis_id": "\(neighbor.name).\(SimulatedSwitch.domain)",
                "l_port_id": "Eth1/\(neighbor.link.port)", "hold_time": "120", "system_capability": "BR",
                "enabled_capability": "BR", "port_type": "7", "port_id": .string(neighbor.portName),
                "mgmt_addr_type": "IPV4", "mgmt_addr": "\(neighbor.management)",
            ]
        }
        return .object(NXOSTable.member("nbor", rows) + [("neigh_count", .int(rows.count))])
    }

    private static func description(of platform: SimulatedPlatform) -> String {
        platform.systemDescription
    }

    static func lldpDetail(_ context: CommandContext) -> JSONValue {
        let rows = context.device.neighbors.map { neighbor -> JSONValue in
            [
                "chassis_type": "4", "chassis_id": .string(neighbor.chassis.dots), "port_type": "5",
                "port_id": .string(neighbor.portName), "l_port_id": "Eth1/\(neighbor.link.port)",
                "port_desc": .string(neighbor.portDescription),
                "sys_name": "\(neighbor.name).\(SimulatedSwitch.domain)",
                "sys_desc": .string(description(of: neighbor.platform)), "ttl": "112",
                "system_capability": "B, R", "enabled_capability": "B, R", "mgmt_addr_type": "IPV4",
                "mgmt_addr": "\(neighbor.management)", "mgmt_addr_ipv6_type": "IPV6",
                "mgmt_addr_ipv6": "not advertised",
                "vlan_id": "not advertised",
            ]
        }
        return .object(NXOSTable.member("nbor_detail", rows) + [("neigh_count", .int(rows.count))])
    }

    private static let capabilities = """
        Capability codes:
          (R) Router, (B) Bridge, (T) Telephone, (C) DOCSIS Cable Device
          (W) WLAN Access Point, (P) Repeater, (S) Station, (O) Other

        """

    static func lldpText(_ context: CommandContext) -> String {
        let rows = context.device.neighbors.map { neighbor in
            [
                "\(neighbor.name).\(SimulatedSwitch.domain)", "Eth1/\(neighbor.link.port)", "120", "BR",
                neighbor.portName,
            ]
        }
        let heading = ["Device ID", "Local Intf", "Hold-time", "Capability", "Port ID"]
        return capabilities + TextTable.text(heading, widths: [21, 16, 11, 12], rows: rows)
            + "Total entries displayed: \(rows.count)\n"
    }

    static func lldpDetailText(_ context: CommandContext) -> String {
        let blocks = context.device.neighbors.map { neighbor in
            """

            Chassis id: \(neighbor.chassis.dots)
            Port id: \(neighbor.portName)
            Local Port id: Eth1/\(neighbor.link.port)
            Port Description: \(neighbor.portDescription)
            System Name: \(neighbor.name).\(SimulatedSwitch.domain)
            System Description: \(description(of: neighbor.platform))
            Time remaining: 112 seconds
            System Capabilities: B, R
            Enabled Capabilities: B, R
            Management Address: \(neighbor.management)
            Management Address IPV6: not advertised
            Vlan ID: not advertised


            """
        }
        return capabilities + "Device ID            Local Intf      Hold-time  Capability  Port ID\n"
            + blocks.joined() + "Total entries displayed: \(blocks.count)\n"
    }

    static func macTable(_ context: CommandContext) -> JSONValue {
        let device = context.device
        func row(_ vlan: String, _ mac: MACAddress, type: String, age: JSONValue, port: String) -> JSONValue {
            [
                "disp_mac_addr": .string(mac.dots), "disp_type": .string(type), "disp_vlan": .string(vlan),
                "disp_is_static": type == "G " ? "enabled" : "0", "disp_age": age, "disp_is_secure": "disabled",
                "disp_is_ntfy": "disabled", "disp_port": .string(port),
            ]
        }
        let own = device.vlans.filter { $0.id != 1 }.map { vlan in
            row(String(vlan.id), device.mac(0), type: "G ", age: "-", port: "sup-eth1(R)")
        }
        let learned = device.hosts.map { host in
            row(
                String(host.vlan),
                host.mac,
                type: "* ",
                age: NXOSTable.text(host.age % 1800),
                port: "Ethernet1/\(host.port)"
            )
        }
        let header: JSONValue = [
            "Legend: \n\t* - primary entry, G - Gateway MAC, (R) - Routed MAC, O - Overlay MAC",
            "VLAN     MAC Address   Type      age     Secure NTFY Ports",
            "---------+-----------------+--------+---------+------+----+------------------",
        ]
        return .object([("header", header)] + NXOSTable.member("mac_address", own + learned))
    }

    static func macTableText(_ context: CommandContext) -> String {
        let rows = context.device.hosts.map { host in
            ["*   \(host.vlan)", host.mac.dots, "dynamic", "\(host.age % 1800)", "F", "F", "Eth1/\(host.port)"]
        }
        let heading = ["VLAN", "MAC Address", "Type", "age", "Secure", "NTFY", "Ports"]
        return TextTable.text(heading, widths: [9, 18, 9, 10, 7, 5], rows: rows)
    }
}
