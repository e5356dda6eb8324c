/// BGP on an Arista switch.
enum EOSRouting {
    static func summary(_ context: CommandContext) -> JSONValue {
        let device = context.device
        let peers = device.neighbors.map { neighbor -> (key: String, value: JSONValue) in
            let messages = messages(with: neighbor, context)
            return (
                "\(neighbor.address)",
                [
                    "description": .string(neighbor.name),
                    "version": 4,
                    "msgReceived": .int(messages.received),
                    "msgSent": .int(messages.sent),
                    "inMsgQueue": 0,
                    "outMsgQueue": 0,
                    "asn": .string(String(neighbor.autonomousSystem)),
                    "prefixAccepted": .int(prefixes(neighbor)),
                    "prefixReceived": .int(prefixes(neighbor)),
                    "upDownTime": .double(established(context)),
                    "underMaintenance": false,
                    "peerState": "Established",
                ]
            )
        }
        return [
            "vrfs": [
                "default": [
                    "vrf": "default", "routerId": .string("\(device.routerID)"),
                    "asn": .string(String(device.autonomousSystem)), "peers": .object(peers),
                ]
            ]
        ]
    }

    /// The fabric has no IPv6: its summary has the VRF, and nobody in it.
    static func summaryOfIPv6(_ context: CommandContext) -> JSONValue {
        let device = context.device
        return [
            "vrfs": [
                "default": [
                    "vrf": "default", "routerId": .string("\(device.routerID)"),
                    "asn": .string(String(device.autonomousSystem)), "peers": [:],
                ]
            ]
        ]
    }

    static func peersOfIPv6(_ context: CommandContext) -> JSONValue { ["vrfs": ["default": ["peerList": []]]] }

    static func peers(_ context: CommandContext) -> JSONValue {
        let device = context.device
        let peers = device.neighbors.map { neighbor -> JSONValue in
            [
                "peerAddress": .string("\(neighbor.address)"),
                "asn": .string(String(neighbor.autonomousSystem)),
                "linkType": "external",
                "routerId": .string("\(neighbor.routerID)"),
                "version": 4,
                "holdTime": 180,
                "keepaliveTime": 60,
                "localAsn": .string(String(device.autonomousSystem)),
                "localRouterId": .string("\(device.routerID)"),
                "vrf": "default",
                "description": .string(neighbor.name),
                "state": "Established",
                "establishedTime": .int(Int(context.time.unix - established(context))),
                "prefixesReceived": .int(prefixes(neighbor)),
                "prefixesSent": .int(3),
                "v6PrefixesReceived": 0,
                "v6PrefixesSent": 0,
            ]
        }
        return ["vrfs": ["default": ["peerList": .array(peers)]]]
    }

    /// The lines of `show ip bgp neighbors` that say who the peer is and how it is doing.
    static func peersText(_ context: CommandContext) -> String {
        let device = context.device
        return device.neighbors.map { neighbor in
            let messages = messages(with: neighbor, context)
            return """
                BGP neighbor is \(neighbor.address), remote AS \(neighbor.autonomousSystem), external link
                 Description: \(neighbor.name)
                  BGP version 4, remote router ID \(neighbor.routerID), VRF default
                  Last read 00:00:12, last write 00:00:07
                  Hold time is 180, keepalive interval is 60 seconds
                  Configured hold time is 180, keepalive interval is 60 seconds
                  Connect timer is inactive
                  BGP state is Established, up for \(DurationText.short(Int(context.time.unix - established(context))))
                  Number of transitions to established: 1
                  Last state was OpenConfirm
                  Last event was RecvKeepAlive
                  Message statistics:
                    InQ depth is 0
                    OutQ depth is 0
                                         Sent      Rcvd
                    Opens:                  1         1
                    Notifications:          0         0
                    Updates:                2         4
                    Keepalives:          \(messages.sent - 3)      \(messages.received - 5)
                    Total messages:      \(messages.sent)      \(messages.received)
                  Prefix Statistics:
                                         Sent      Rcvd     Best Paths     Best ECMP Paths
                    IPv4 Unicast:            3        \(prefixes(neighbor))             0                   0
                    IPv6 Unicast:            0         0             0                   0
                  Inbound route map is FABRIC-IN
                  Outbound route map is FABRIC-OUT
                Local AS is \(device.autonomousSystem), local router ID \(device.routerID)
                Local TCP address is \(device.address(on: neighbor.link)), local port is 179
                Remote TCP address is \(neighbor.address), remote port is 43211
                Auto-Local-Addr is disabled
                TCP Socket Information:
                  TCP state is ESTABLISHED
                  Recv-Q: 0/32768
                  Send-Q: 0/32768

                """
        }.joined()
    }

    static func summaryText(_ context: CommandContext) -> String {
        let device = context.device
        let rows = device.neighbors.map { neighbor in
            let messages = messages(with: neighbor, context)
            return [
                "  \(neighbor.name)", "\(neighbor.address)", "4", String(neighbor.autonomousSystem),
                String(messages.received), String(messages.sent), "0", "0",
                DurationText.short(Int(context.time.unix - established(context))), "Estab", String(prefixes(neighbor)),
                String(prefixes(neighbor)),
            ]
        }
        let heading = [
            "  Description", "Neighbor", "V", "AS", "MsgRcvd", "MsgSent", "InQ", "OutQ", "Up/Down", "State", "PfxRcd",
            "PfxAcc",
        ]
        return """
            BGP summary information for VRF default
            Router identifier \(device.routerID), local AS number \(device.autonomousSystem)
            Neighbor Status Codes: m - Under maintenance

            """ + TextTable.text(heading, widths: [24, 16, 2, 11, 9, 9, 5, 5, 9, 7, 7], rows: rows)
    }

    /// Seconds since 1970 when the sessions came up.
    static func established(_ context: CommandContext) -> Double {
        context.time.started - min(context.device.uptimeAtStart, 7_000_000) / 2
    }

    /// A keepalive a minute, both ways.
    static func messages(
        with neighbor: SimulatedSwitch.Neighbor,
        _ context: CommandContext
    ) -> (received: Int, sent: Int) {
        let minutes = Int(context.time.unix - established(context)) / 60
        return (minutes + neighbor.link.number % 50, minutes + neighbor.link.port)
    }

    /// A leaf sends its loopback and its two subnets, a spine what it knows.
    static func prefixes(_ neighbor: SimulatedSwitch.Neighbor) -> Int { neighbor.role == .leaf ? 3 : 94 }
}
