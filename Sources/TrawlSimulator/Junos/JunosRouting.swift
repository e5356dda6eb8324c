/// BGP on a simulated Junos switch, in the shapes that were recorded from Junos 19.4.
enum JunosRouting {
    private static func leaf(_ text: String) -> JSONValue { JunosPersonality.leaf(text) }

    /// What the neighbours are and say, without how long they have.
    static func neighbors(_ context: CommandContext) -> (JSONValue, String) {
        let device = context.device
        let rows = device.neighbors.map { neighbor -> JSONValue in
            // Who called has a port of its own.
            let isCaller = device.routerID.value > neighbor.routerID.value
            let who: JSONValue = [
                "attributes": ["junos:style": "detail"],
                "peer-address": leaf("\(neighbor.address)+\(isCaller ? 179 : 56_666)"),
                "peer-as": leaf("\(neighbor.autonomousSystem)"),
                "local-address": leaf("\(device.address(on: neighbor.link))+\(isCaller ? 56_666 : 179)"),
                "local-as": leaf("\(device.autonomousSystem)"), "description": leaf(neighbor.name),
                "peer-group": leaf("FABRIC"), "peer-cfg-rti": leaf("master"), "peer-fwd-rti": leaf("master"),
            ]
            let state: JSONValue = [
                "peer-type": leaf("External"), "peer-state": leaf("Established"), "peer-flags": leaf("Sync"),
                "last-state": leaf("OpenConfirm"), "last-event": leaf("RecvKeepAlive"), "last-error": leaf("None"),
                "flap-count": leaf("0"), "peer-id": leaf("\(neighbor.routerID)"),
                "local-id": leaf("\(device.routerID)"), "active-holdtime": leaf("90"),
                "peer-no-restart": [["data": [.null]]], "peer-end-of-rib-scheduled": [[:]],
                "bgp-rib": [table(neighbor, style: "detail").adding("advertised-prefix-count", leaf("3"))],
            ]
            return who.merging(state)
        }
        let text = device.neighbors.map { "Peer: \($0.address) AS \($0.autonomousSystem)\n" }.joined()
        return (["bgp-information": [["bgp-peer": .array(rows)]]], text)
    }

    /// How the neighbours are doing, and since when.
    static func summary(_ context: CommandContext) -> (JSONValue, String) {
        let device = context.device
        let rows = device.neighbors.map { neighbor -> JSONValue in
            let messages = EOSRouting.messages(with: neighbor, context)
            return [
                "attributes": ["junos:style": "terse"], "peer-address": leaf("\(neighbor.address)"),
                "peer-as": leaf("\(neighbor.autonomousSystem)"), "input-messages": leaf("\(messages.received)"),
                "output-messages": leaf("\(messages.sent)"), "route-queue-count": leaf("0"), "flap-count": leaf("0"),
                "elapsed-time": JunosTables.time(context.time.unix - EOSRouting.established(context)),
                "peer-state": [["data": "Established", "attributes": ["junos:format": "Establ"]]],
                "bgp-rib": [table(neighbor, style: "terse")],
            ]
        }
        let heading: JSONValue = [
            "bgp-thread-mode": leaf("BGP I/O"), "thread-state": [[:]], "group-count": leaf("1"),
            "peer-count": leaf("\(rows.count)"), "down-peer-count": leaf("0"),
        ]
        let text = device.neighbors.map { "\($0.address) \($0.autonomousSystem) Establ\n" }.joined()
        return (["bgp-information": [heading.adding("bgp-peer", .array(rows))]], text)
    }

    private static func table(_ neighbor: SimulatedSwitch.Neighbor, style: String) -> JSONValue {
        let count = leaf("\(EOSRouting.prefixes(neighbor))")
        return [
            "attributes": ["junos:style": .string(style)], "name": leaf("inet.0"), "active-prefix-count": count,
            "received-prefix-count": count, "accepted-prefix-count": count, "suppressed-prefix-count": leaf("0"),
        ]
    }
}
