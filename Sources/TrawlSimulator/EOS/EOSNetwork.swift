/// What an Arista switch learned from its neighbours: ARP, LLDP, MAC addresses.
enum EOSNetwork {
    private struct Entry {
        var address: IPv4
        var mac: MACAddress
        var interface: String
        var age: Int
    }

    private static func entries(_ context: CommandContext) -> [Entry] {
        let device = context.device
        let peers = device.neighbors.map { neighbor in
            Entry(
                address: neighbor.address,
                mac: neighbor.portMAC,
                interface: "Ethernet\(neighbor.link.port)",
                age: age(neighbor.link.number, context)
            )
        }
        let hosts = device.hosts.map { host in
            Entry(
                address: host.address,
                mac: host.mac,
                interface: "Vlan\(host.vlan), Ethernet\(host.port)",
                age: age(host.age, context)
            )
        }
        return peers + hosts
    }

    private static func managementEntries(_ context: CommandContext) -> [Entry] {
        let gateway = MACAddress(value: 0x0000_5E00_0101)
        let address = context.device.managementGateway
        return [Entry(address: address, mac: gateway, interface: "Management1", age: age(7, context))]
    }

    /// EOS refreshes an entry after four hours.
    private static func age(_ start: Int, _ context: CommandContext) -> Int {
        (start + Int(context.time.milliseconds / 1000)) % 14_400
    }

    private static func table(_ entries: [Entry]) -> JSONValue {
        [
            "totalEntries": .int(entries.count),
            "staticEntries": 0,
            "dynamicEntries": .int(entries.count),
            "notLearnedEntries": 0,
            "ipV4Neighbors": .array(
                entries.map { entry in
                    [
                        "hwAddress": .string(entry.mac.dots), "address": .string("\(entry.address)"),
                        "interface": .string(entry.interface), "age": .int(entry.age),
                    ]
                }
            ),
        ]
    }

    static func arp(_ context: CommandContext) -> JSONValue { table(entries(context)) }

    static func arpOfAllVRFs(_ context: CommandContext) -> JSONValue {
        ["vrfs": ["MGMT": table(managementEntries(context)), "default": table(entries(context))]]
    }

    private static func text(_ entries: [Entry]) -> String {
        let rows = entries.map { ["\($0.address)", DurationText.short($0.age), $0.mac.dots, $0.interface] }
        return TextTable.text(
            ["Address", "Age (sec)", "Hardware Addr", "Interface"],
            widths: [16, 11, 16],
            rows: rows
        )
    }

    static func arpText(_ context: CommandContext) -> String { text(entries(context)) }

    static func arpOfAllVRFsText(_ context: CommandContext) -> String {
        "VRF: MGMT\n\(text(managementEntries(context)))\nVRF: default\n\(text(entries(context)))"
    }

    static func lldp(_ context: CommandContext) -> JSONValue {
        let neighbors = context.device.neighbors
        return [
            "tablesLastChangeTime": .double(context.time.started - 3600),
            "tablesAgeOuts": 0,
            "tablesInserts": .int(neighbors.count),
            "lldpNeighbors": .array(
                neighbors.map { neighbor in
                    [
                        "port": "Ethernet\(neighbor.link.port)",
                        "neighborDevice": "\(neighbor.name).\(SimulatedSwitch.domain)",
                        "neighborPort": .string(neighbor.portName), "ttl": 120,
                    ]
                }
            ),
            "tablesDeletes": 0,
            "tablesDrops": 0,
        ]
    }

    static func lldpDetail(_ context: CommandContext) -> JSONValue {
        let device = context.device
        let neighbors = Dictionary(uniqueKeysWithValues: device.neighbors.map { ($0.link.port, $0) })
        let members = device.interfaces.compactMap { interface -> (key: String, value: JSONValue)? in
            guard let port = interface.port else { return nil }
            let found = neighbors[port].map { [detail(of: $0, context)] } ?? []
            return ("Ethernet\(port)", ["lldpNeighborInfo": .array(found)])
        }
        return ["lldpNeighbors": .object(members)]
    }

    private static func detail(of neighbor: SimulatedSwitch.Neighbor, _ context: CommandContext) -> JSONValue {
        let description =
            neighbor.platform.systemDescription
        return [
            "chassisIdType": "macAddress",
            "chassisId": .string(neighbor.chassis.dots),
            "systemName": "\(neighbor.name).\(SimulatedSwitch.domain)",
            "systemDescription": .string(description),
            "systemCapabilities": ["bridge": true, "router": true],
            "ttl": 120,
            "lastContactTime": .double(context.time.unix - 5),
            "neighborDiscoveryTime": .double(context.time.started - 3600),
            "lastChangeTime": .double(context.time.started - 3600),
            "managementAddresses": [
                [
                    "address": .string("\(neighbor.management)"), "addressType": "ipv4", "interfaceNum": 999_001,
                    "interfaceNumType": "ifIndex", "oidString": "",
                ]
            ],
            "neighborInterfaceInfo": [
                // EOS wraps the name in quotes, as the CLI prints it.
                "interfaceIdType": "interfaceName",
                "interfaceId": "\"\(neighbor.portName)\"",
                "interfaceId_v2": .string(neighbor.portName),
                "interfaceDescription": .string(neighbor.portDescription),
                "maxFrameSize": 9236,
                "portVlanId": 0,
                "vlanNames": [:],
                "unknownTlvs": [],
                "unknownOrgDefinedTlvs": [],
            ],
        ]
    }

    static func lldpText(_ context: CommandContext) -> String {
        let rows = context.device.neighbors.map { neighbor in
            ["Et\(neighbor.link.port)", "\(neighbor.name).\(SimulatedSwitch.domain)", neighbor.portName, "120"]
        }
        let heading = ["Port", "Neighbor Device ID", "Neighbor Port ID", "TTL"]
        return """
            Last table change time   : 1:00:00 ago
            Number of table inserts  : \(rows.count)
            Number of table deletes  : 0
            Number of table drops    : 0
            Number of table age-outs : 0


            """ + TextTable.text(heading, widths: [14, 30, 24], rows: rows)
    }

    static func lldpDetailText(_ context: CommandContext) -> String {
        let device = context.device
        let neighbors = Dictionary(uniqueKeysWithValues: device.neighbors.map { ($0.link.port, $0) })
        let ports = device.interfaces.compactMap(\.port).map { port in
            let neighbor = neighbors[port]
            let heading = "Interface Ethernet\(port) detected \(neighbor == nil ? 0 : 1) LLDP neighbors:\n"
            return neighbor.map { "\(heading)\n\(detailText(of: $0, context))" } ?? heading
        }
        return ports.joined(separator: "\n")
    }

    private static func detailText(of neighbor: SimulatedSwitch.Neighbor, _ context: CommandContext) -> String {
        let known = Int(context.time.unix - context.time.started) + 3600
        let days = known / 86_400
        let time = "\(known / 3600 % 24):\(CalendarText(unix: Double(known)).time.dropFirst(3))"
        let age = days == 0 ? time : "\(days) day\(days == 1 ? "" : "s"), \(time)"
        return """
              Neighbor \(neighbor.chassis.dots)/"\(neighbor.portName)", age 5 seconds
              Discovered \(age) ago; Last changed \(age) ago
              - Chassis ID type: MAC address (4)
                Chassis ID     : \(neighbor.chassis.dots)
              - Port ID type: Interface name (5)
                Port ID     : "\(neighbor.portName)"
              - Time To Live: 120 seconds
              - Port Description: "\(neighbor.portDescription)"
              - System Name: "\(neighbor.name).\(SimulatedSwitch.domain)"
              - System Description: "\(neighbor.platform.systemDescription)"
              - System Capabilities : Bridge, Router
                Enabled Capabilities: Bridge, Router
              - Management Address Subtype: IPv4
                Management Address        : \(neighbor.management)
                Interface Number Subtype  : ifIndex (2)
                Interface Number          : 999001
                OID String                :
              - IEEE802.1 Port VLAN ID: 0
              - IEEE802.3 Maximum Frame Size: 9236 bytes

            """
    }

    static func macTable(_ context: CommandContext) -> JSONValue {
        let device = context.device
        let learned = device.hosts.map { host -> JSONValue in
            [
                "vlanId": .int(host.vlan),
                "macAddress": .string(host.mac.colons),
                "entryType": "dynamic",
                "interface": "Ethernet\(host.port)",
                "moves": 1,
                "lastMove": .double(context.time.started - Double(host.age) - 14_400),
            ]
        }
        let own = device.vlans.filter { $0.id != 1 }.map { vlan -> JSONValue in
            [
                "vlanId": .int(vlan.id), "macAddress": .string(device.mac(0).colons), "entryType": "static",
                "interface": "Router",
            ]
        }
        return [
            "unicastTable": ["tableEntries": .array(own + learned)],
            "multicastTable": ["tableEntries": []],
            "disabledMacLearningVlans": [],
        ]
    }

    static func macTableText(_ context: CommandContext) -> String {
        let rows = context.device.hosts.map { host in
            [" \(host.vlan)", host.mac.dots, "DYNAMIC", "Et\(host.port)", "1", "4:00:00 ago"]
        }
        let heading = ["Vlan", "Mac Address", "Type", "Ports", "Moves", "Last Move"]
        return "          Mac Address Table\n\n"
            + TextTable.text(heading, widths: [8, 18, 12, 11, 8], rows: rows)
            + "Total Mac Addresses for this criterion: \(rows.count)\n"
    }
}
