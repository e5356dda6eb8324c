/// VRFs and NTP of a Nexus switch.
enum NXOSServices {
    static let commands: [String: SimulatedCommand] = [
        "show vrf detail": SimulatedCommand(json: vrfs, text: vrfsText),
        "show vrf interface": SimulatedCommand(json: interfaces, text: interfacesText),
        "show ntp peers": SimulatedCommand(json: peers, text: peersText),
        "show ntp peer-status": SimulatedCommand(json: status, text: statusText),
    ]

    private static let names: [(name: String, id: Int, distinguisher: String)] = [
        ("default", 1, "0:0"), ("management", 2, "0:0"),
    ]

    private static func vrfs(_ context: CommandContext) -> JSONValue {
        let rows = names.map { vrf -> JSONValue in
            let tables = [("IPv6", 80_000_000 + vrf.id), ("IPv4", vrf.id)].map { family, id -> JSONValue in
                ["tib_id": .int(id), "tib_af": .string(family), "tib_nonce": .int(id), "tib_state": "Up"]
            }
            return .object(
                [
                    ("vrf_name", .string(vrf.name)), ("vrf_id", .int(vrf.id)), ("vrf_state", "Up"),
                    ("vpnid", "unknown"), ("rd", .string(vrf.distinguisher)), ("vni", 0), ("max_routes", 0),
                    ("mid_threshold", 0),
                ] + NXOSTable.member("tib", tables)
            )
        }
        return NXOSTable.object("vrf", rows)
    }

    private static func vrfsText(_ context: CommandContext) -> String {
        names.map { "VRF-Name: \($0.name), VRF-ID: \($0.id), State: Up\n    RD: \($0.distinguisher)\n" }.joined()
    }

    private static func members(_ context: CommandContext) -> [(interface: String, vrf: String, id: Int)] {
        context.device.interfaces.filter { $0.address != nil }.map { interface in
            let vrf = interface.kind == .management ? names[1] : names[0]
            return (NXOSCommands.interfaceName(interface), vrf.name, vrf.id)
        }
    }

    private static func interfaces(_ context: CommandContext) -> JSONValue {
        let rows = members(context).map { member -> JSONValue in
            [
                "if_name": .string(member.interface), "vrf_name": .string(member.vrf), "vrf_id": .int(member.id),
                "soo": "--",
            ]
        }
        return NXOSTable.object("if", rows)
    }

    private static func interfacesText(_ context: CommandContext) -> String {
        let rows = members(context).map { [$0.interface, $0.vrf, String($0.id), "--"] }
        return TextTable.text(["Interface", "VRF-Name", "VRF-ID", "Site-of-Origin"], widths: [26, 33, 8], rows: rows)
    }

    /// The server, and of a pair of leaves the other one, which the clock is set by where the server is lost.
    private static func hosts(_ context: CommandContext) -> [(address: String, isPeer: Bool)] {
        let server = ("\(context.device.managementGateway)", false)
        return [server] + (context.device.pair.map { [("\($0.peer.management)", true)] } ?? [])
    }

    private static func peers(_ context: CommandContext) -> JSONValue {
        let rows = hosts(context).map { host -> JSONValue in
            [
                "PeerIPAddress": .string(host.address), "serv_peer": host.isPeer ? "Peer" : "Server",
                "conf_flag": "(configured)",
            ]
        }
        return NXOSTable.object("peers", rows)
    }

    private static func peersText(_ context: CommandContext) -> String {
        let rows = hosts(context).map { ["  \($0.address)", "\($0.isPeer ? "Peer" : "Server") (configured)"] }
        return TextTable.text(["  Peer IP Address", "Serv/Peer"], widths: [32], rows: rows)
    }

    private static func status(_ context: CommandContext) -> JSONValue {
        let rows = hosts(context).map { host -> JSONValue in
            [
                "syncmode": host.isPeer ? "+" : "*", "remote": .string(host.address), "local": "0.0.0.0",
                "st": host.isPeer ? "2" : "1", "poll": "64", "reach": "377",
                "delay": host.isPeer ? "0.00023" : "0.00051", "vrf": "management",
            ]
        }
        return JSONValue.object([("totalpeers", "Total peers : \(rows.count)")])
            .merging(NXOSTable.object("peersstatus", rows))
    }

    private static func statusText(_ context: CommandContext) -> String {
        let rows = hosts(context).map { host in
            [
                (host.isPeer ? "+" : "*") + host.address, "0.0.0.0", host.isPeer ? "2" : "1", "64", "377",
                host.isPeer ? "0.00023" : "0.00051", "management",
            ]
        }
        let heading = [" remote", "local", "st", "poll", "reach", "delay", "vrf"]
        return "Total peers : \(rows.count)\n"
            + TextTable.text(heading, widths: [26, 16, 4, 7, 8, 9], rows: rows)
    }
}
