import FoundationEssentials

extension EOS {
    /// The answer to `show ip ospf neighbor detail`, of every VRF.
    public struct ShowIPOSPFNeighbor: Decodable, Sendable, Hashable {
        /// One VRF.
        public struct VRF: Decodable, Sendable, Hashable {
            /// Its processes by number.
            public var instList: RowsByKey<Instance>?
        }

        /// One process.
        public struct Instance: Decodable, Sendable, Hashable {
            /// Its neighbours.
            public var ospfNeighborEntries: Rows<Neighbor>?
        }

        /// One neighbour on one interface.
        public struct Neighbor: Decodable, Sendable, Hashable {
            /// The router id.
            public var routerId: IPAddress
            /// The interface.
            @Lenient public var interfaceName: InterfaceName?
            /// Its address on the link.
            @Lenient public var interfaceAddress: IPAddress?
            /// `full`, `2Ways`, `init` and others.
            public var adjacencyState: String
            /// `DR`, `BDR`, `DROther` and others.
            @LenientString public var drState: String?
            /// The priority.
            public var priority: Int64?
            /// When it counts as gone, in seconds since 1970.
            public var inactivity: Double?
            /// More about it.
            public var details: Details?
        }

        /// More about a neighbour.
        public struct Details: Decodable, Sendable, Hashable {
            /// The area.
            @LenientString public var areaId: String?
            /// When the state last changed, in seconds since 1970.
            public var stateTime: Double?
            /// How often the state changed.
            public var numberOfStateChanges: UInt64?
        }

        /// The VRFs by name.
        @RowsByKey public var vrfs: [Keyed<VRF>]
    }
}

extension OSPFNeighbors {
    /// The neighbours of `show ip ospf neighbor detail vrf all`.
    static func eos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(EOS.ShowIPOSPFNeighbor.self, at: 0)
        let now = replies.time.timeIntervalSince1970
        return (answer?.vrfs ?? []).flatMap { vrf -> [Entry] in
            guard let name = VRFName(vrf.key) else { return [] }
            return (vrf.row.instList?.wrappedValue ?? []).flatMap { instance in
                (instance.row.ospfNeighborEntries?.wrappedValue ?? []).map { neighbor in
                    let state = word(neighbor.adjacencyState)
                    return Entry(
                        vrf: name,
                        instance: instance.key,
                        neighbor: neighbor.routerId,
                        address: neighbor.interfaceAddress,
                        interface: neighbor.interfaceName,
                        area: neighbor.details?.areaId,
                        state: state,
                        full: state == "full",
                        priority: neighbor.priority,
                        changes: neighbor.details?.numberOfStateChanges,
                        lastChange: neighbor.details?.stateTime.map(Date.init(timeIntervalSince1970:)),
                        deadTime: neighbor.inactivity.flatMap { Seconds($0 - now)?.duration }
                    )
                }
            }
        }
    }

    /// A state in lower case, without the role behind a slash, and `2way` however it is written.
    static func word(_ state: String) -> String {
        let word = state.lowercased().split(separator: "/").first.map(String.init) ?? ""
        return switch word {
        case "2ways", "2-way", "twoway", "two-way": "2way"
        case "exchstart": "exstart"
        default: word
        }
    }
}
