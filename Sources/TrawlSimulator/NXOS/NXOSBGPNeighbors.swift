/// `show bgp all neighbors` on a Nexus switch.
enum NXOSBGPNeighbors {
    static let commands: [String: SimulatedCommand] = [
        "show bgp all neighbors": SimulatedCommand(json: neighbors, text: text),
        "show bgp all neighbors vrf all": SimulatedCommand(json: neighbors, text: text),
    ]

    private static func neighbors(_ context: CommandContext) -> JSONValue {
        let device = context.device
        let age = ISODurationText.text(Int(context.time.unix - EOSRouting.established(context)))
        let rows = device.neighbors.map { neighbor -> JSONValue in
            let messages = EOSRouting.messages(with: neighbor, context)
            let session: JSONValue = [
                "neighbor": "\(neighbor.address)", "remoteas": NXOSTable.text(neighbor.autonomousSystem),
                "localas": NXOSTable.text(device.autonomousSystem), "link": "ebgp", "index": "1",
                "description": .string(neighbor.name), "version": "4", "remote-id": "\(neighbor.routerID)",
                "state": "Established", "up": "true", "elapsedtime": .string(age), "vrf": "default",
                "lastread": "PT12S", "holdtime": "180", "keepalivetime": "60", "lastwrite": "PT7S",
                "keepalive": "PT52S",
            ]
            let counters: JSONValue = [
                "msgrecvd": NXOSTable.text(messages.received), "notificationsrcvd": "0", "recvbufbytes": "0",
                "msgsent": NXOSTable.text(messages.sent), "notificationssent": "0", "sentbytesoutstanding": "0",
                "sentbufbytes": "0", "connsestablished": "1", "connsdropped": "0", "resettime": "never",
                "resetreason": "No error", "peerresettime": "never", "peerresetreason": "No error",
                "openssent": "1", "opensrecvd": "1", "updatessent": "2", "updatesrecvd": "4",
            ]
            let connection: JSONValue = [
                "localaddr": "\(device.address(on: neighbor.link))", "localport": "179",
                "remoteaddr": "\(neighbor.address)", "remoteport": "43211", "fd": "76",
            ]
            return session.merging(counters).merging(NXOSTable.object("peraf", [family(of: neighbor)]))
                .merging(connection)
        }
        return NXOSTable.object("neighbor", rows)
    }

    private static func family(of neighbor: SimulatedSwitch.Neighbor) -> JSONValue {
        let unicast = JSONValue.object(
            [
                ("per-safi", "1"), ("per-af-name", "IPv4 Unicast"), ("tableversion", "582"),
                ("neighbortableversion", "582"), ("pfxrecvd", NXOSTable.text(EOSRouting.prefixes(neighbor))),
                ("pfxbytes", "504"), ("pfxsent", "3"), ("sendcommunity", "true"),
            ] + NXOSTable.member("inpolicy", [["inpolicytype": "route-map", "inpolicyname": "FABRIC-IN"]])
                + NXOSTable.member("outpolicy", [["outpolicytype": "route-map", "outpolicyname": "FABRIC-OUT"]])
        )
        return JSONValue.object([("per-afi", "1")] + NXOSTable.member("persaf", [unicast]))
    }

    private static func text(_ context: CommandContext) -> String {
        let device = context.device
        let age = DurationText.short(Int(context.time.unix - EOSRouting.established(context)))
        return device.neighbors.map { neighbor in
            let messages = EOSRouting.messages(with: neighbor, context)
            return """
                BGP neighbor is \(neighbor.address), remote AS \(neighbor.autonomousSystem), ebgp link, Peer index 1
                  Description: \(neighbor.name)
                  BGP version 4, remote router ID \(neighbor.routerID)
                  BGP state = Established, up for \(age)
                  Last read 00:00:12, hold time = 180, keepalive interval is 60 seconds
                  Received \(messages.received) messages, 0 notifications, 0 bytes in queue
                  Sent \(messages.sent) messages, 0 notifications, 0(0) bytes in queue
                  Connections established 1, dropped 0
                  For address family: IPv4 Unicast
                  \(EOSRouting.prefixes(neighbor)) accepted paths consume 504 bytes of memory
                  3 sent paths
                  Local host: \(device.address(on: neighbor.link)), Local port: 179
                  Foreign host: \(neighbor.address), Foreign port: 43211


                """
        }.joined()
    }
}
