import FoundationEssentials

extension NXOS {
    /// The answer to `show ip ospf neighbor detail`, of every VRF.
    public struct ShowIPOSPFNeighbor: Decodable, Sendable, Hashable {
        /// One process in one VRF.
        public struct Context: Decodable, Sendable, Hashable {
            /// The process.
            @LenientString public var instance: String?
            /// The VRF.
            public var vrf: VRFName
            /// Its neighbours.
            @NXOSTable public var neighbors: [Neighbor]

            private enum CodingKeys: String, CodingKey {
                case instance = "ptag"
                case vrf = "cname"
                case neighbors = "TABLE_nbr"
            }
        }

        /// One neighbour on one interface.
        public struct Neighbor: Decodable, Sendable, Hashable {
            /// The router id.
            public var routerID: IPAddress
            /// Its address on the link.
            @Lenient public var address: IPAddress?
            /// The area.
            @LenientString public var area: String?
            /// The interface.
            public var interface: InterfaceName
            /// `FULL`, `TWOWAY` and others.
            public var state: String
            /// The priority.
            @LenientInt public var priority: Int64?
            /// How often the state changed.
            @LenientUInt64 public var transitions: UInt64?
            /// How long ago it last did: `P2DT23H9M18S`, or `2d23h`.
            @LenientString public var lastChange: String?
            /// How long until it counts as gone: `PT40S`, or `00:00:40`.
            @LenientString public var deadTimer: String?

            private enum CodingKeys: String, CodingKey {
                case routerID = "rid"
                case address = "addr"
                case area
                case interface = "intf"
                case state
                case priority
                case transitions = "transition"
                case lastChange = "lastchange"
                case deadTimer = "deadtimer"
            }
        }

        /// The processes.
        @NXOSTable public var contexts: [Context]

        private enum CodingKeys: String, CodingKey {
            case contexts = "TABLE_ctx"
        }
    }
}

extension OSPFNeighbors {
    /// The neighbours of `show ip ospf neighbor detail vrf all`.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(NXOS.ShowIPOSPFNeighbor.self, at: 0)
        let now = replies.time
        return (answer?.contexts ?? []).flatMap { context in
            context.neighbors.map { neighbor in
                let state = word(neighbor.state)
                let age = neighbor.lastChange.flatMap { NXOSAge($0)?.duration }
                return Entry(
                    vrf: context.vrf,
                    instance: context.instance,
                    neighbor: neighbor.routerID,
                    address: neighbor.address,
                    interface: neighbor.interface,
                    area: neighbor.area,
                    state: state,
                    full: state == "full",
                    priority: neighbor.priority,
                    changes: neighbor.transitions,
                    lastChange: age.map { now.addingTimeInterval(-$0.inSeconds) },
                    deadTime: neighbor.deadTimer.flatMap { NXOSAge($0)?.duration }
                )
            }
        }
    }
}
