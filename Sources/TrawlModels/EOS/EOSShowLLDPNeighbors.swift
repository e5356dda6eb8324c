extension EOS {
    /// The answer to `show lldp neighbors`.
    public struct ShowLLDPNeighbors: Decodable, Sendable, Hashable {
        /// One neighbour.
        public struct Neighbor: Decodable, Sendable, Hashable {
            /// The port of this switch.
            public var port: InterfaceName
            /// The neighbour's name.
            @LenientString public var neighborDevice: String?
            /// The neighbour's port; of a neighbour that quotes it, with the quotes.
            @LenientString public var neighborPort: String?
        }

        /// The neighbours.
        @Rows public var lldpNeighbors: [Neighbor]
    }

    /// The answer to `show lldp neighbors detail`.
    public struct ShowLLDPNeighborsDetail: Decodable, Sendable, Hashable {
        /// One port of this switch.
        public struct Port: Decodable, Sendable, Hashable {
            /// Who is heard on it.
            public var lldpNeighborInfo: Rows<Neighbor>?
        }

        /// One neighbour.
        public struct Neighbor: Decodable, Sendable, Hashable {
            /// The name.
            @LenientString public var systemName: String?
            /// What it is.
            public var systemDescription: String?
            /// What tells it from others.
            @LenientString public var chassisId: String?
            /// What ``chassisId`` is: `macAddress`, `interfaceName`, `local` and others.
            public var chassisIdType: String?
            /// What it can do, and whether it does.
            public var systemCapabilities: [String: Bool]?
            /// Its port.
            public var neighborInterfaceInfo: Interface?
            /// Where it is managed.
            public var managementAddresses: Rows<Address>?
        }

        /// The neighbour's port.
        public struct Interface: Decodable, Sendable, Hashable {
            /// What tells it from the neighbour's others.
            @LenientString public var interfaceId: String?
            /// What ``interfaceId`` is: `interfaceName`, `macAddress` and others.
            public var interfaceIdType: String?
            /// What the neighbour says about it.
            public var interfaceDescription: String?
        }

        /// Where a neighbour is managed.
        public struct Address: Decodable, Sendable, Hashable {
            /// `ipv4`, `ipv6` or another kind.
            public var addressType: String?
            /// The address.
            public var address: String?
        }

        /// The ports of this switch by name.
        @RowsByKey public var lldpNeighbors: [Keyed<Port>]
    }
}

extension LLDPNeighbors {
    /// The neighbours of `show lldp neighbors`.
    static func eos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(EOS.ShowLLDPNeighbors.self, at: 0)
        return (answer?.lldpNeighbors ?? []).map { neighbor in
            Entry(
                interface: neighbor.port,
                neighbor: neighbor.neighborDevice,
                neighborPort: neighbor.neighborPort.flatMap { InterfaceName($0) }
            )
        }
    }
}

extension LLDPNeighborsDetail {
    /// The neighbours of `show lldp neighbors detail`.
    static func eos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(EOS.ShowLLDPNeighborsDetail.self, at: 0)
        return (answer?.lldpNeighbors ?? []).flatMap { port -> [Entry] in
            guard let name = InterfaceName(port.key) else { return [] }
            return (port.row.lldpNeighborInfo?.wrappedValue ?? []).map { entry(of: $0, on: name) }
        }
    }

    private static func entry(of neighbor: EOS.ShowLLDPNeighborsDetail.Neighbor, on port: InterfaceName) -> Entry {
        let interface = neighbor.neighborInterfaceInfo
        let capabilities = neighbor.systemCapabilities
        let addresses = neighbor.managementAddresses?.wrappedValue.compactMap { $0.address.flatMap { IPAddress($0) } }
        return Entry(
            interface: port,
            neighbor: neighbor.systemName,
            neighborPort: interface?.interfaceId.flatMap { InterfaceName($0) },
            neighborPortDescription: interface?.interfaceDescription?.unlessBlank,
            chassisID: neighbor.chassisId.flatMap { ChassisID($0, isMAC: neighbor.chassisIdType == "macAddress") },
            systemDescription: neighbor.systemDescription?.unlessBlank,
            capabilities: capabilities?.keys.map(Self.word).sorted(),
            enabledCapabilities: capabilities?.filter(\.value).keys.map(Self.word).sorted(),
            managementAddresses: addresses?.isEmpty == true ? nil : addresses
        )
    }

    /// A capability in the words of the standard.
    private static func word(_ capability: String) -> String {
        switch capability {
        case "stationOnly": "station"
        case "wlanAccessPoint": "wlan-access-point"
        case "docsis": "docsis-cable-device"
        default: capability
        }
    }
}
