/// BGP on a Nexus switch.
enum NXOSRouting {
    static func summary(_ context: CommandContext) -> JSONValue {
        let device = context.device
        let seconds = Int(context.time.unix - EOSRouting.established(context))
        let peers = device.neighbors.map { neighbor -> JSONValue in
            let messages = EOSRouting.messages(with: neighbor, context)
            return [
                "neighborid": "\(neighbor.address)",
                "neighborversion": "4",
                "msgrecvd": .int(messages.received),
                "msgsent": .int(messages.sent),
                "neighbortableversion": "582",
                "inq": "0",
                "outq": "0",
                "neighboras": NXOSTable.text(neighbor.autonomousSystem),
                "time": .string(DurationText.short(seconds)),
                "state": "Established",
                "prefixreceived": NXOSTable.text(EOSRouting.prefixes(neighbor)),
            ]
        }
        let unicast = JSONValue.object(
            [
                ("safi", "1"), ("af-name", "IPv4 Unicast"), ("tableversion", "582"),
                ("configuredpeers", NXOSTable.text(peers.count)), ("capablepeers", NXOSTable.text(peers.count)),
                ("totalnetworks", "97"), ("totalpaths", "291"), ("memoryused", "17424"), ("numberattrs", "15"),
                ("bytesattrs", "2340"), ("numberpaths", "8"), ("bytespaths", "96"), ("numbercommunities", "0"),
                ("bytescommunities", "0"), ("numberclusterlist", "0"), ("bytesclusterlist", "0"),
                ("dampening", "Disabled"),
            ] + NXOSTable.member("neighbor", peers)
        )
        let families: [JSONValue] = [
            .object([("af-id", "1")] + NXOSTable.member("saf", [unicast])),
            .object([("af-id", "2")] + NXOSTable.member("saf", [["safi": "1", "af-name": "IPv6 Unicast"]])),
        ]
        let vrf = JSONValue.object(
            [
                ("vrf-name-out", "default"), ("vrf-router-id", "\(device.routerID)"),
                ("vrf-local-as", NXOSTable.text(device.autonomousSystem)),
            ] + NXOSTable.member("af", families)
        )
        return NXOSTable.object("vrf", [vrf])
    }

    static func summaryText(_ context: CommandContext) -> String {
        let device = context.device
        let seconds = Int(context.time.unix - EOSRouting.established(context))
        let rows = device.neighbors.map { neighbor in
            let messages = EOSRouting.messages(with: neighbor, context)
            return [
                "\(neighbor.address)", "4", String(neighbor.autonomousSystem), String(messages.received),
                String(messages.sent), "582", "0", "0", DurationText.short(seconds),
                String(EOSRouting.prefixes(neighbor)),
            ]
        }
        let heading = [
            "Neighbor", "V", "AS", "MsgRcvd", "MsgSent", "TblVer", "InQ", "OutQ", "Up/Down", "State/PfxRcd",
        ]
        return """
            BGP summary information for VRF default, address family IPv4 Unicast
            BGP router identifier \(device.routerID), local AS number \(device.autonomousSystem)
            BGP table version is 582, IPv4 Unicast config peers \(rows.count), capable peers \(rows.count)


            """ + TextTable.text(heading, widths: [16, 2, 11, 10, 10, 8, 5, 5, 9], rows: rows)
    }
}
