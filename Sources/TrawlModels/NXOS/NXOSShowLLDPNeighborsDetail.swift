extension NXOS {
    /// The answer to `show lldp neighbors detail`.
    public struct ShowLLDPNeighborsDetail: Decodable, Sendable, Hashable {
        /// One neighbour.
        public struct Neighbor: Decodable, Sendable, Hashable {
            /// The port of this switch.
            public var localPort: InterfaceName
            /// What tells the neighbour from others.
            @Lenient public var chassisID: ChassisID?
            /// The neighbour's port.
            @Lenient public var port: InterfaceName?
            /// What the neighbour says about it.
            @LenientString public var portDescription: String?
            /// The neighbour's name.
            @LenientString public var systemName: String?
            /// What it is.
            @LenientString public var systemDescription: String?
            /// What it can do, in letters: `B, R`.
            @LenientString public var capabilities: String?
            /// What it does.
            @LenientString public var enabledCapabilities: String?
            /// Where it is managed.
            @LenientString public var managementAddress: String?
            /// The same over IPv6.
            @LenientString public var managementIPv6Address: String?

            private enum CodingKeys: String, CodingKey {
                case localPort = "l_port_id"
                case chassisID = "chassis_id"
                case port = "port_id"
                case portDescription = "port_desc"
                case systemName = "sys_name"
                case systemDescription = "sys_desc"
                case capabilities = "system_capability"
                case enabledCapabilities = "enabled_capability"
                case managementAddress = "mgmt_addr"
                case managementIPv6Address = "mgmt_addr_ipv6"
            }
        }

        /// The neighbours.
        @NXOSTable public var neighbors: [Neighbor]

        private enum CodingKeys: String, CodingKey {
            case neighbors = "TABLE_nbor_detail"
        }
    }
}

extension LLDPNeighborsDetail {
    /// The neighbours of `show lldp neighbors detail`, which older releases have as text alone.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        if let text = replies.text(at: 0) { return nxos(text: text, &replies) }
        let answer = replies.read(NXOS.ShowLLDPNeighborsDetail.self, at: 0)
        return (answer?.neighbors ?? []).map { neighbor in
            let addresses = [neighbor.managementAddress, neighbor.managementIPv6Address]
                .compactMap { $0.flatMap { IPAddress($0) } }
            return Entry(
                interface: neighbor.localPort,
                neighbor: told(neighbor.systemName),
                neighborPort: neighbor.port,
                neighborPortDescription: told(neighbor.portDescription),
                chassisID: neighbor.chassisID,
                systemDescription: told(neighbor.systemDescription),
                capabilities: words(neighbor.capabilities),
                enabledCapabilities: words(neighbor.enabledCapabilities),
                managementAddresses: addresses.isEmpty ? nil : addresses
            )
        }
    }

    /// The blocks of the text, each of which begins with a chassis id.
    private static func nxos(text: String, _ replies: inout Replies) -> [Entry] {
        var blocks: [[String: String]] = []
        for line in text.split(whereSeparator: \.isNewline) {
            guard let colon = line.firstRange(of: ": ") else { continue }
            let key = String(line[..<colon.lowerBound])
            if key == "Chassis id" { blocks.append([:]) }
            guard let last = blocks.indices.last, blocks[last][key] == nil else { continue }
            blocks[last][key] = String(line[colon.upperBound...].drop { $0 == " " })
        }
        return blocks.enumerated().compactMap { index, block in
            guard let interface = block["Local Port id"].flatMap({ InterfaceName($0) }) else {
                replies.note("neighbour \(index + 1): no `Local Port id`", during: "show lldp neighbors detail")
                return nil
            }
            let addresses = ["Management Address", "Management Address IPV6"]
                .compactMap { block[$0].flatMap { IPAddress($0) } }
            return Entry(
                interface: interface,
                neighbor: told(block["System Name"]),
                neighborPort: told(block["Port id"]).flatMap { InterfaceName($0) },
                neighborPortDescription: told(block["Port Description"]),
                chassisID: told(block["Chassis id"]).flatMap { ChassisID($0) },
                systemDescription: told(block["System Description"]),
                capabilities: words(block["System Capabilities"]),
                enabledCapabilities: words(block["Enabled Capabilities"]),
                managementAddresses: addresses.isEmpty ? nil : addresses
            )
        }
    }

    private static func told(_ text: String?) -> String? { text.flatMap { $0.saysNothing ? nil : $0 } }

    /// Letters as words, sorted.
    private static func words(_ letters: String?) -> [String]? {
        let words = told(letters)?.split { $0 == "," || $0 == " " }.compactMap { letter -> String? in
            switch letter {
            case "B": "bridge"
            case "C": "docsis-cable-device"
            case "O": "other"
            case "P": "repeater"
            case "R": "router"
            case "S": "station"
            case "T": "telephone"
            case "W": "wlan-access-point"
            default: nil
            }
        }
        return words?.sorted()
    }
}
