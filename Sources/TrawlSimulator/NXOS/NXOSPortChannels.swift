/// Port channels and vPC of a Nexus switch.
enum NXOSPortChannels {
    static let commands: [String: SimulatedCommand] = [
        "show port-channel summary": SimulatedCommand(json: summary, text: summaryText),
        "show vpc": SimulatedCommand(json: vpc, text: vpcText),
        "show vpc role": SimulatedCommand(json: role, text: roleText),
        "show vpc peer-keepalive": SimulatedCommand(json: keepalive, text: keepaliveText),
    ]

    private static func summary(_ context: CommandContext) -> JSONValue {
        let rows = context.device.channels.map { channel -> JSONValue in
            let members = channel.active.map { ($0, "P") } + channel.inactive.map { ($0, "s") }
            return .object(
                [
                    ("group", .string("\(channel.number)")), ("port-channel", "port-channel\(channel.number)"),
                    ("layer", "S"), ("status", channel.active.isEmpty ? "D" : "U"), ("type", "Eth"), ("prtcl", "LACP"),
                ]
                    + NXOSTable.member(
                        "member",
                        members.map { ["port": "Ethernet1/\($0.0)", "port-status": .string($0.1)] }
                    )
            )
        }
        return rows.isEmpty ? .null : NXOSTable.object("channel", rows)
    }

    private static func summaryText(_ context: CommandContext) -> String {
        let rows = context.device.channels.map { channel in
            let members = channel.active.map { "Eth1/\($0)(P)" } + channel.inactive.map { "Eth1/\($0)(s)" }
            let state = channel.active.isEmpty ? "SD" : "SU"
            return [
                "\(channel.number)", "Po\(channel.number)(\(state))", "Eth", "LACP", members.joined(separator: "    "),
            ]
        }
        return
            "Flags:  D - Down        P - Up in port-channel (members)\n        s - Suspended   U - Up (port-channel)\n"
            + TextTable.text(
                ["Group", "Port-Channel", "Type", "Protocol", "Member Ports"],
                widths: [6, 14, 9, 10],
                rows: rows
            )
    }

    private static func roleName(_ pair: SwitchPair?) -> String {
        pair.map { $0.isPrimary ? "primary" : "secondary" } ?? "none established"
    }

    private static func vpc(_ context: CommandContext) -> JSONValue {
        let device = context.device
        guard let pair = device.pair else {
            return [
                "vpc-domain-id": "not configured", "vpc-peer-status": "peer-link-not-configured",
                "vpc-peer-status-reason": "SUCCESS", "vpc-peer-keepalive-status": "disabled",
                "vpc-peer-consistency": "inconsistent", "vpc-role": "none established", "num-of-vpcs": "0",
            ]
        }
        let link: JSONValue = [
            "peer-link-id": 1, "peerlink-ifindex": "Po\(SwitchPair.linkNumber)", "peer-link-port-state": 1,
            "peer-up-vlan-bitset": "1,10,20",
        ]
        let vpcs = device.hostChannels.map { channel -> JSONValue in
            let isUp = !channel.active.isEmpty
            return [
                "vpc-id": .int(channel.number), "vpc-ifindex": "Po\(channel.number)", "vpc-port-state": isUp ? 1 : 0,
                "phy-port-if-removed": "disabled", "vpc-thru-peerlink": 0, "vpc-consistency": "consistent",
                "vpc-consistency-status": "SUCCESS", "up-vlan-bitset": isUp ? "10" : "-",
            ]
        }
        return .object(
            [
                ("vpc-domain-id", .string("\(pair.domain)")), ("vpc-peer-status", "peer-ok"),
                ("vpc-peer-status-reason", "SUCCESS"), ("vpc-peer-keepalive-status", "peer-alive"),
                ("vpc-peer-consistency", "consistent"), ("vpc-per-vlan-peer-consistency", "consistent"),
                ("vpc-peer-consistency-status", "SUCCESS"), ("vpc-type-2-consistency", "consistent"),
                ("vpc-type-2-consistency-status", "SUCCESS"), ("vpc-role", .string(roleName(pair))),
                ("num-of-vpcs", .string("\(vpcs.count)")), ("peer-gateway", 1), ("dual-active-excluded-vlans", "-"),
                ("vpc-graceful-consistency-check-status", "enabled"), ("operational-l3-peer", "Enabled"),
                ("vpc-peer-link-hdr", "Start of VPC peer-link table"),
            ] + NXOSTable.member("peerlink", [link])
                // The switch writes this key twice.
                + [("vpc-end", "End of table"), ("vpc-hdr", "Start of vPC table"), ("vpc-not-es", "vPC complex")]
                + NXOSTable.member("vpc", vpcs) + [("vpc-end", "End of table")]
        )
    }

    private static func vpcText(_ context: CommandContext) -> String {
        let pair = context.device.pair
        let domain = pair.map { "\($0.domain)" } ?? "<not configured>"
        return "vPC domain id                     : \(domain)\nvPC role                          : \(roleName(pair))\n"
    }

    private static func role(_ context: CommandContext) -> JSONValue {
        let device = context.device
        guard let pair = device.pair else { return ["vpc-peer-status": "peer-link-not-configured"] }
        return [
            "vpc-peer-status": "peer-ok", "vpc-peer-status-reason": "SUCCESS",
            "vpc-current-role": .string(roleName(pair)), "dual-active-detected": 0,
            "vpc-system-mac": .string(systemMAC(pair)), "vpc-system-prio": 32667,
            "vpc-local-system-mac": .string(device.mac(0).colons), "vpc-local-system-prio": 32667,
            "vpc-local-role-prio": 32667, "vpc-peer-system-mac": .string(pair.peer.mac(0).colons),
            "vpc-peer-system-prio": 32667, "vpc-peer-role-prio": 32667,
        ]
    }

    /// vPC's own range, with the domain's number at its end.
    private static func systemMAC(_ pair: SwitchPair) -> String {
        MACAddress(value: 0x0023_04EE_BE00 + UInt64(pair.domain & 0x3FF)).colons
    }

    private static func roleText(_ context: CommandContext) -> String {
        "vPC Role status\n----------------------------------------------------\nvPC role                        : "
            + roleName(context.device.pair) + "\n"
    }

    private static func keepalive(_ context: CommandContext) -> JSONValue {
        guard let pair = context.device.pair else { return ["vpc-peer-keepalive-status": "disabled"] }
        let peer = JSONValue.string("\(pair.peer.management)")
        return .object([
            ("vpc-peer-keepalive-status", "peer-alive"), ("vpc-keepalive-dest", peer),
            ("vpc-keepalive-send-interface", "mgmt0"), ("vpc-keepalive-receive-interface", "mgmt0"),
            ("vpc-keepalive-send-status", "Success"), ("vpc-keepalive-receive-status", "Success"),
            // The switch writes this key twice.
            ("vpc-keepalive-dest", peer), ("vpc-keepalive-interval", 1000), ("vpc-keepalive-timeout", 5),
            ("vpc-keepalive-vrf", "management"), ("vpc-keepalive-udp-port", 3200), ("vpc-keepalive-tos", 192),
        ])
    }

    private static func keepaliveText(_ context: CommandContext) -> String {
        let pair = context.device.pair
        return "vPC keep-alive status             : \(pair == nil ? "Disabled" : "peer is alive")\n"
            + (pair.map { "--Destination                     : \($0.peer.management)\n" } ?? "")
    }
}
