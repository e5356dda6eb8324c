/// What a Nexus switch hears by CDP: its Nexus neighbours, as no other platform here speaks it.
enum NXOSCDP {
    static let commands: [String: SimulatedCommand] = [
        "show cdp neighbors": SimulatedCommand(json: brief, text: briefText),
        "show cdp neighbors detail": SimulatedCommand(json: detail, text: detailText),
    ]

    private static func neighbors(_ context: CommandContext) -> [SimulatedSwitch.Neighbor] {
        context.device.neighbors.filter { $0.platform == .nxos }
    }

    private static let capabilities: [JSONValue] = ["router", "switch", "IGMP_cnd_filtering", "Supports-STP-Dispute"]

    private static func index(_ neighbor: SimulatedSwitch.Neighbor) -> JSONValue {
        .int(436_207_616 + (neighbor.link.port - 1) * 512)
    }

    private static func identity(
        _ neighbor: SimulatedSwitch.Neighbor,
        _ context: CommandContext
    ) -> (id: String, model: String) {
        let peer = SimulatedSwitch(
            topology: context.device.topology,
            seed: context.device.seed,
            index: neighbor.link.peer
        )
        return ("\(peer.fullName)(\(peer.serialNumber))", peer.model)
    }

    private static func brief(_ context: CommandContext) -> JSONValue {
        let rows = neighbors(context).map { neighbor -> JSONValue in
            let (id, model) = identity(neighbor, context)
            return [
                "ifindex": index(neighbor), "device_id": .string(id), "intf_id": "Ethernet1/\(neighbor.link.port)",
                "ttl": 144, "capability": .array(capabilities), "platform_id": .string(model),
                "port_id": .string(neighbor.portName),
            ]
        }
        return .object([("neigh_count", .int(rows.count))] + NXOSTable.member("cdp_neighbor_brief_info", rows))
    }

    private static func detail(_ context: CommandContext) -> JSONValue {
        let rows = neighbors(context).map { neighbor -> JSONValue in
            let (id, model) = identity(neighbor, context)
            return .object(
                [
                    ("ifindex", index(neighbor)), ("device_id", .string(id)), ("sysname", .string(neighbor.name)),
                    ("numaddr", "1"), ("v4addr", "\(neighbor.address)"), ("platform_id", .string(model)),
                ]
                    // A key of its own for each capability, as some releases write it.
                    + capabilities.map { ("capability", $0) }
                    + [
                        ("intf_id", "Ethernet1/\(neighbor.link.port)"), ("port_id", .string(neighbor.portName)),
                        ("ttl", "144"), ("version", .string("\(neighbor.platform.systemDescription)\n")),
                        ("version_no", "v2"), ("nativevlan", "1"), ("duplexmode", "full"), ("num_mgmtaddr", "1"),
                        ("v4mgmtaddr", "\(neighbor.management)"),
                    ]
            )
        }
        return .object([("neigh_count", .int(rows.count))] + NXOSTable.member("cdp_neighbor_detail_info", rows))
    }

    private static func briefText(_ context: CommandContext) -> String {
        let rows = neighbors(context).map { neighbor in
            let (id, model) = identity(neighbor, context)
            return [id, "Eth1/\(neighbor.link.port)", "144", "R S I s", model, neighbor.portName]
        }
        let heading = ["Device-ID", "Local Intrfce", "Hldtme", "Capability", "Platform", "Port ID"]
        return TextTable.text(heading, widths: [40, 15, 7, 12, 22], rows: rows)
            + "\nTotal entries displayed: \(rows.count)\n"
    }

    private static func detailText(_ context: CommandContext) -> String {
        neighbors(context).map { neighbor in
            let (id, model) = identity(neighbor, context)
            return """
                ----------------------------------------
                Device ID:\(id)
                System Name: \(neighbor.name)
                Platform: \(model), Capabilities: Router Switch IGMP Filtering Supports-STP-Dispute
                Interface: Ethernet1/\(neighbor.link.port), Port ID (outgoing port): \(neighbor.portName)
                Holdtime: 144 sec

                """
        }.joined()
    }
}
