/// OSPF on a Nexus switch: the links to its neighbours, in the backbone area.
enum NXOSOSPF {
    static let commands: [String: SimulatedCommand] = [
        "show ip ospf neighbors": SimulatedCommand(json: neighbors, text: text),
        "show ip ospf neighbors detail": SimulatedCommand(json: neighbors, text: text),
        "show ip ospf neighbors detail vrf all": SimulatedCommand(json: neighbors, text: text),
        "show ip ospf neighbors vrf all": SimulatedCommand(json: neighbors, text: text),
    ]

    private static func age(_ context: CommandContext) -> Int {
        Int(context.time.unix - EOSRouting.established(context))
    }

    private static func neighbors(_ context: CommandContext) -> JSONValue {
        let age = ISODurationText.text(age(context))
        let rows = context.device.neighbors.map { neighbor -> JSONValue in
            [
                "rid": .string("\(neighbor.routerID)"), "addr": .string("\(neighbor.address)"), "area": "0.0.0.0",
                "intf": .string(context.device.portName(neighbor.link.port)), "state": "FULL", "transition": 4,
                "lastchange": .string(age), "helloptions": "0x2", "dbdoptions": "0x42", "lastnonhello": .string(age),
                "deadtimer": .string("PT\(EOSOSPF.deadTime(neighbor, context))S"),
            ]
        }
        let context = JSONValue.object([("ptag", "UNDERLAY"), ("cname", "default")] + NXOSTable.member("nbr", rows))
        return NXOSTable.object("ctx", [context])
    }

    private static func text(_ context: CommandContext) -> String {
        let rows = context.device.neighbors.map { neighbor in
            [
                " \(neighbor.routerID)", "1", "FULL/ -", DurationText.short(age(context)), "\(neighbor.address)",
                NXOSCommands.shortName(context.device.portName(neighbor.link.port)),
            ]
        }
        let heading = [" Neighbor ID", "Pri", "State", "Up Time", "Address", "Interface"]
        return " OSPF Process ID UNDERLAY VRF default\n Total number of neighbors: \(rows.count)\n"
            + TextTable.text(heading, widths: [17, 4, 17, 9, 16], rows: rows)
    }
}

/// Lengths of time as NX-OS writes them in structured answers: `P2DT23H9M18S`, without what is zero.
enum ISODurationText {
    static func text(_ seconds: Int) -> String {
        let day = seconds / 86_400 > 0 ? "\(seconds / 86_400)D" : ""
        let parts = [(seconds / 3600 % 24, "H"), (seconds / 60 % 60, "M"), (seconds % 60, "S")]
        let time = parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined()
        return time.isEmpty && !day.isEmpty ? "P\(day)" : "P\(day)T\(time.isEmpty ? "0S" : time)"
    }
}
