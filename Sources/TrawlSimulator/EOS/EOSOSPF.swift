/// OSPF on an Arista switch: the links to its neighbours, in the backbone area.
enum EOSOSPF {
    static let commands: [String: SimulatedCommand] = [
        "show ip ospf neighbor": SimulatedCommand(json: neighbors, text: text),
        "show ip ospf neighbor detail": SimulatedCommand(json: neighbors, text: text),
        "show ip ospf neighbor detail vrf all": SimulatedCommand(json: neighbors, text: text),
        "show ip ospf neighbor vrf all": SimulatedCommand(json: neighbors, text: text),
    ]

    /// How long until a neighbour that is heard every ten seconds counts as gone.
    static func deadTime(_ neighbor: SimulatedSwitch.Neighbor, _ context: CommandContext) -> Int {
        40 - (Int(context.time.seconds) + neighbor.link.number) % 10
    }

    private static func neighbors(_ context: CommandContext) -> JSONValue {
        let entries = context.device.neighbors.map { neighbor -> JSONValue in
            [
                "routerId": .string("\(neighbor.routerID)"),
                "priority": 0,
                "drState": "DROther",
                "interfaceName": .string(context.device.portName(neighbor.link.port)),
                "adjacencyState": "full",
                "inactivity": .double(context.time.unix + Double(deadTime(neighbor, context))),
                "interfaceAddress": .string("\(neighbor.address)"),
                "options": [
                    "multitopologyCapability": false, "externalRoutingCapability": true, "multicastCapability": false,
                    "nssaCapability": false, "linkLocalSignaling": false, "demandCircuitsSupport": false,
                    "opaqueLsaSupport": true, "doNotUseInRouteCalc": false,
                ],
                "details": [
                    "areaId": "0.0.0.0", "designatedRouter": "0.0.0.0", "backupDesignatedRouter": "0.0.0.0",
                    "numberOfStateChanges": 6, "stateTime": .double(EOSRouting.established(context)),
                    "inactivityDefers": 0, "retransmissionCount": 0, "bfdRequestSent": false,
                    "bfdState": "adminDown", "grHelper": false, "grHelperTimer": 0.0, "grNumAttempts": 0,
                ],
            ]
        }
        return ["vrfs": ["default": ["instList": ["1": ["ospfNeighborEntries": .array(entries)]]]]]
    }

    private static func text(_ context: CommandContext) -> String {
        let rows = context.device.neighbors.map { neighbor in
            [
                "\(neighbor.routerID)", "1", "default", "0", "FULL",
                DurationText.short(deadTime(neighbor, context)), "\(neighbor.address)",
                context.device.portName(neighbor.link.port),
            ]
        }
        let heading = ["Neighbor ID", "Instance", "VRF", "Pri", "State", "Dead Time", "Address", "Interface"]
        return TextTable.text(heading, widths: [16, 9, 9, 4, 23, 12, 16], rows: rows)
    }
}
