/// Port channels and MLAG of an Arista switch.
enum EOSPortChannels {
    static let commands: [String: SimulatedCommand] = [
        "show port-channel": SimulatedCommand(json: channels, text: channelsText),
        "show mlag": SimulatedCommand(json: { mlag($0, isDetailed: false) }, text: mlagText),
        "show mlag detail": SimulatedCommand(json: { mlag($0, isDetailed: true) }, text: mlagText),
        "show mlag interfaces": SimulatedCommand(json: interfaces, text: interfacesText),
    ]

    private static func channels(_ context: CommandContext) -> JSONValue {
        let joined = context.time.started - 86_400
        let members = context.device.channels.map { channel -> (key: String, value: JSONValue) in
            let active = channel.active.map { port -> (key: String, value: JSONValue) in
                ("Ethernet\(port)", ["timeBecameActive": .double(joined), "protocol": "lacp", "weight": 1])
            }
            let inactive = channel.inactive.map { port -> (key: String, value: JSONValue) in
                ("Ethernet\(port)", ["reasonUnconfigured": "waiting for LACP response", "protocol": "lacp"])
            }
            return (
                "Port-Channel\(channel.number)",
                [
                    "recircFeature": [], "maxWeight": 16, "minSpeed": "0 gbps", "rxPorts": [:],
                    "currWeight": .int(active.count), "minLinks": 0, "inactivePorts": .object(inactive),
                    "activePorts": .object(active), "inactiveLag": false,
                ]
            )
        }
        return ["portChannels": .object(members)]
    }

    private static func channelsText(_ context: CommandContext) -> String {
        context.device.channels.map { channel in
            let names = channel.active.map { "Ethernet\($0)" }.joined(separator: " ")
            return "Port Channel Port-Channel\(channel.number):\n  "
                + (names.isEmpty ? "No Active Ports\n" : "Active Ports: \(names) \n")
        }.joined()
    }

    private static func mlag(_ context: CommandContext, isDetailed: Bool) -> JSONValue {
        let device = context.device
        guard let pair = device.pair else {
            return [
                "state": "disabled", "domainId": "", "localInterface": "", "peerLink": "", "peerAddress": "0.0.0.0",
                "mlagPorts": ["Disabled": 0, "Configured": 0, "Inactive": 0, "Active-partial": 0, "Active-full": 0],
            ]
        }
        let active = device.hostChannels.count { !$0.active.isEmpty }
        let inactive = device.hostChannels.count - active
        let system = pair.isPrimary ? device.mac(0) : pair.peer.mac(0)
        let common: JSONValue = [
            "state": "active", "domainId": "pair\(pair.domain)", "localInterface": "Vlan4094",
            "localIntfStatus": "up", "peerLink": "Port-Channel\(SwitchPair.linkNumber)", "peerLinkStatus": "up",
            "peerAddress": .string(pair.isPrimary ? "169.254.255.2" : "169.254.255.1"), "negStatus": "connected",
            "configSanity": "consistent", "systemId": .string(local(system)), "reloadDelay": 300,
            "reloadDelayNonMlag": 300, "dualPrimaryDetectionState": "disabled", "dualPrimaryPortsErrdisabled": false,
            "portsErrdisabled": false,
            "mlagPorts": [
                "Disabled": 0, "Configured": 0, "Inactive": .int(inactive), "Active-partial": 0,
                "Active-full": .int(active),
            ],
        ]
        guard isDetailed else { return common }
        return common.adding(
            "detail",
            [
                "mlagState": pair.isPrimary ? "primary" : "secondary",
                "peerMlagState": pair.isPrimary ? "secondary" : "primary", "primaryPriority": 32767,
                "peerPrimaryPriority": 32767, "stateChanges": 2, "heartbeatInterval": 4000, "heartbeatTimeout": 60000,
                "mlagHwReady": true, "failover": false, "dualPrimaryAction": "none",
                "peerMacAddress": .string(pair.peer.mac(0).colons),
            ]
        )
    }

    /// The address of both: the primary one's, marked as made up.
    private static func local(_ mac: MACAddress) -> String { MACAddress(value: mac.value | 1 << 41).colons }

    private static func mlagText(_ context: CommandContext) -> String {
        guard let pair = context.device.pair else { return "MLAG Configuration:\nMLAG is disabled\n" }
        return """
            MLAG Configuration:
            domain-id                          :               pair\(pair.domain)
            peer-link                          :     Port-Channel\(SwitchPair.linkNumber)

            MLAG Status:
            state                              :              Active
            negotiation status                 :           Connected

            """
    }

    private static func interfaces(_ context: CommandContext) -> JSONValue {
        let device = context.device
        guard device.pair != nil else { return ["interfaces": [:]] }
        let members = device.hostChannels.map { channel -> (key: String, value: JSONValue) in
            let isUp = !channel.active.isEmpty
            let state: JSONValue = isUp ? "up" : "down"
            return (
                "\(channel.number)",
                [
                    "localInterface": "Port-Channel\(channel.number)", "localInterfaceStatus": state,
                    "localInterfaceDescription": "", "peerInterface": "Port-Channel\(channel.number)",
                    "peerInterfaceStatus": state, "status": isUp ? "active-full" : "inactive",
                ]
            )
        }
        return ["interfaces": .object(members)]
    }

    private static func interfacesText(_ context: CommandContext) -> String {
        let channels = context.device.pair == nil ? [] : context.device.hostChannels
        let rows = channels.map { channel in
            let isUp = !channel.active.isEmpty
            return [
                "  \(channel.number)", "", isUp ? "active-full" : "inactive", "Po\(channel.number)",
                "Po\(channel.number)", isUp ? "up/up" : "down/down",
            ]
        }
        let heading = ["  mlag", "desc", "state", "local", "remote", "status"]
        return TextTable.text(heading, widths: [11, 14, 17, 11, 13], rows: rows)
    }
}
