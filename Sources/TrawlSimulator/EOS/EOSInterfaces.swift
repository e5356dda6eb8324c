/// `show interfaces` and its kin on an Arista switch.
enum EOSInterfaces {
    static func all(_ context: CommandContext) -> JSONValue {
        let members = context.device.interfaces.map { interface in
            (key: EOSCommands.interfaceName(interface), value: one(interface, context))
        }
        return ["interfaces": .object(members)]
    }

    private static func hardware(_ interface: SimulatedInterface) -> String {
        switch interface.kind {
        case .management, .ethernet: "ethernet"
        case .loopback: "loopback"
        case .vlan: "vlan"
        }
    }

    private static func state(_ interface: SimulatedInterface) -> String {
        interface.isUp ? "connected" : interface.isEnabled ? "notconnect" : "disabled"
    }

    private static func one(_ interface: SimulatedInterface, _ context: CommandContext) -> JSONValue {
        let common: JSONValue = [
            "name": .string(EOSCommands.interfaceName(interface)),
            "forwardingModel": interface.accessVLAN == nil ? "routed" : "bridged",
            "lineProtocolStatus": interface.isUp ? "up" : "down",
            "interfaceStatus": .string(state(interface)),
            "hardware": .string(hardware(interface)),
            "interfaceAddress": addressList(interface),
            "mtu": .int(interface.mtu),
            "description": .string(interface.description),
            "bandwidth": .int(interface.bandwidth),
        ]
        // A loopback has neither a MAC address nor counters: EOS leaves such members out.
        if case .loopback = interface.kind { return common }
        let physical: JSONValue = [
            "physicalAddress": .string(interface.mac.colons),
            "burnedInAddress": .string(interface.mac.colons),
            "lastStatusChangeTimestamp": .double(context.time.started - interface.lastChange),
        ]
        if case .vlan = interface.kind { return common.merging(physical) }
        return common.merging(physical).merging([
            "duplex": "duplexFull", "autoNegotiate": "unknown", "loopbackMode": "loopbackNone", "lanes": 1,
        ])
        .merging(["interfaceStatistics": statistics(interface), "interfaceCounters": counters(interface, context)])
    }

    private static func addressList(_ interface: SimulatedInterface) -> JSONValue {
        guard let address = interface.address else { return [] }
        return [
            [
                "primaryIp": ["address": .string("\(address)"), "maskLen": .int(interface.prefixLength)],
                "secondaryIps": [:],
                "secondaryIpsOrderedList": [],
                "virtualIp": ["address": "0.0.0.0", "maskLen": 0],
                "virtualSecondaryIps": [:],
                "virtualSecondaryIpsOrderedList": [],
                "broadcastAddress": "255.255.255.255",
                "dhcp": false,
            ]
        ]
    }

    private static func statistics(_ interface: SimulatedInterface) -> JSONValue {
        [
            "updateInterval": 300.0,
            "inBitsRate": .double(interface.bitRates.received),
            "inPktsRate": .double(interface.packetRates.received),
            "outBitsRate": .double(interface.bitRates.sent),
            "outPktsRate": .double(interface.packetRates.sent),
        ]
    }

    private static func counters(_ interface: SimulatedInterface, _ context: CommandContext) -> JSONValue {
        let counters = interface.counters(at: context.time)
        return [
            "inOctets": .unsigned(counters.inOctets),
            "inUcastPkts": .unsigned(counters.inUnicast),
            "inMulticastPkts": .unsigned(counters.inMulticast),
            "inBroadcastPkts": .unsigned(counters.inBroadcast),
            "inDiscards": .unsigned(counters.inDiscards),
            "inTotalPkts": .unsigned(counters.inUnicast + counters.inMulticast + counters.inBroadcast),
            "outOctets": .unsigned(counters.outOctets),
            "outUcastPkts": .unsigned(counters.outUnicast),
            "outMulticastPkts": .unsigned(counters.outMulticast),
            "outBroadcastPkts": .unsigned(counters.outBroadcast),
            "outDiscards": .unsigned(counters.outDiscards),
            "outTotalPkts": .unsigned(counters.outUnicast + counters.outMulticast + counters.outBroadcast),
            "linkStatusChanges": .int(interface.changes),
            "totalInErrors": .unsigned(counters.inErrors),
            "inputErrorsDetail": [
                "runtFrames": 0, "giantFrames": 0, "fcsErrors": .unsigned(counters.inErrors), "alignmentErrors": 0,
                "symbolErrors": 0, "rxPause": 0,
            ],
            "totalOutErrors": .unsigned(counters.outErrors),
            "outputErrorsDetail": [
                "collisions": 0, "lateCollisions": 0, "deferredTransmissions": 0, "txPause": 0,
            ],
            "counterRefreshTime": .double(context.time.unix),
        ]
    }

    static func allText(_ context: CommandContext) -> String {
        context.device.interfaces.map { interface in
            let counters = interface.counters(at: context.time)
            let line = interface.isUp ? "up" : interface.isEnabled ? "down" : "administratively down"
            var text =
                "\(EOSCommands.interfaceName(interface)) is \(line), line protocol is \(interface.isUp ? "up" : "down") (\(state(interface)))\n"
            text +=
                "  Hardware is \(hardware(interface).capitalizedFirst), address is \(interface.mac.dots) (bia \(interface.mac.dots))\n"
            if !interface.description.isEmpty { text += "  Description: \(interface.description)\n" }
            if let address = interface.address {
                text += "  Internet address is \(address)/\(interface.prefixLength)\n"
            }
            text += "  IP MTU \(interface.mtu) bytes , BW \(interface.bandwidth / 1000) kbit\n"
            text += "     \(counters.inUnicast) packets input, \(counters.inOctets) bytes\n"
            text += "     \(counters.outUnicast) packets output, \(counters.outOctets) bytes\n"
            return text
        }.joined()
    }

    static func status(_ context: CommandContext) -> JSONValue {
        let members = context.device.interfaces.filter(\.hasPort).map { interface in
            let vlan: JSONValue =
                if let id = interface.accessVLAN {
                    ["interfaceMode": "bridged", "vlanId": .int(id), "interfaceForwardingModel": "bridged"]
                } else {
                    ["interfaceMode": "routed", "interfaceForwardingModel": "routed"]
                }
            let value: JSONValue = [
                "vlanInformation": vlan,
                "bandwidth": .int(interface.bandwidth),
                "interfaceType": .string(interface.type),
                "description": .string(interface.description),
                "autoNegotiateActive": false,
                "autoNegotigateActive": false,
                "duplex": "duplexFull",
                "autoNegotiate": "unknown",
                "linkStatus": .string(state(interface)),
                "lineProtocolStatus": interface.isUp ? "up" : "down",
            ]
            return (key: EOSCommands.interfaceName(interface), value: value)
        }
        return ["interfaceStatuses": .object(members)]
    }

    static func statusText(_ context: CommandContext) -> String {
        let rows = context.device.interfaces.filter(\.hasPort).map { interface in
            [
                EOSCommands.shortName(EOSCommands.interfaceName(interface)),
                String(interface.description.prefix(24)),
                state(interface),
                interface.accessVLAN.map(String.init) ?? "routed",
                "full",
                "\(interface.bandwidth / 1_000_000_000)G",
                interface.type,
            ]
        }
        let heading = ["Port", "Name", "Status", "Vlan", "Duplex", "Speed", "Type"]
        return TextTable.text(heading, widths: [11, 25, 13, 9, 7, 7], rows: rows)
    }

    static func addresses(_ context: CommandContext) -> JSONValue {
        let members = context.device.interfaces.compactMap { interface -> (key: String, value: JSONValue)? in
            guard let address = interface.address else { return nil }
            let name = EOSCommands.interfaceName(interface)
            let brief: JSONValue = ["address": .string("\(address)"), "maskLen": .int(interface.prefixLength)]
            let value: JSONValue = [
                "name": .string(name),
                "lineProtocolStatus": interface.isUp ? "up" : "down",
                "interfaceStatus": .string(state(interface)),
                "mtu": .int(interface.mtu),
                "interfaceAddressBrief": ["ipAddr": brief],
                "ipv4Routable240": false,
                "ipv4Routable0": false,
                "enabled": true,
                "description": .string(interface.description),
                "interfaceAddress": addressList(interface).elements?.first ?? [:],
                "proxyArp": false,
                "localProxyArp": false,
                "gratuitousArp": false,
                "vrf": interface.kind == .management ? "MGMT" : "default",
                "urpf": "disable",
                "addresslessForwarding": "isInvalid",
                "directedBroadcastEnabled": false,
            ]
            return (name, value)
        }
        return ["interfaces": .object(members)]
    }

    static func addressesText(_ context: CommandContext) -> String {
        context.device.interfaces.compactMap { interface in
            interface.address.map { address in
                """
                \(EOSCommands.interfaceName(interface)) is \(interface.isUp ? "up" : "down"), line protocol is \(interface.isUp ? "up" : "down") (\(state(interface)))
                  Internet address is \(address)/\(interface.prefixLength)
                  Broadcast address is 255.255.255.255
                  IP MTU \(interface.mtu) bytes

                """
            }
        }.joined()
    }
}

extension SimulatedInterface {
    /// Whether there is a port to plug something into.
    var hasPort: Bool {
        switch kind {
        case .management, .ethernet: true
        case .loopback, .vlan: false
        }
    }

    /// What is plugged in.
    var type: String {
        switch kind {
        case .management: "10/100/1000"
        case .ethernet where isUp: accessVLAN == nil ? "100GBASE-SR4" : "25GBASE-SR"
        default: "Not Present"
        }
    }
}

extension String {
    /// The text with its first letter in upper case.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
