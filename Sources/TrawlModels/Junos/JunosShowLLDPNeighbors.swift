import TrawlCore

extension Junos {
    /// The answer to `get-lldp-neighbors-information`.
    ///
    /// No recording of one was at hand: the shape is from memory of Juniper's schema.
    public struct LLDPNeighborsInformation: Decodable, Sendable, Hashable {
        /// One neighbour.
        public struct Neighbor: Decodable, Sendable, Hashable {
            /// The port of this switch.
            public var port: String
            /// The neighbour's chassis.
            public var chassis: String?
            /// The neighbour's port.
            public var remotePort: String?
            /// The neighbour's name.
            public var system: String?

            private enum CodingKeys: String, CodingKey {
                case localPort = "lldp-local-port-id"
                case localInterface = "lldp-local-interface"
                case chassis = "lldp-remote-chassis-id"
                case remotePort = "lldp-remote-port-id"
                case remoteDescription = "lldp-remote-port-description"
                case system = "lldp-remote-system-name"
            }

            /// Reads a neighbour, which is behind a port.
            public init(from decoder: any Decoder) throws {
                let members = try decoder.container(keyedBy: CodingKeys.self)
                func text(_ key: CodingKeys) throws -> String? {
                    try members.decodeIfPresent(Leaf.self, forKey: key)?.text
                }
                port = try Junos.name(text(.localPort) ?? text(.localInterface), at: decoder)
                chassis = try text(.chassis)
                remotePort = try text(.remotePort) ?? text(.remoteDescription)
                system = try text(.system)
            }
        }

        /// The neighbours in the device's order.
        public var neighbors: [Neighbor]

        /// Reads every member's neighbours.
        public init(from decoder: any Decoder) throws {
            neighbors = try Junos.rows(
                of: Neighbor.self,
                named: "lldp-neighbor-information",
                in: "lldp-neighbors-information",
                from: decoder
            )
        }
    }
}

extension LLDPNeighbors {
    /// The neighbours of `get-lldp-neighbors-information`.
    static func junos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(Junos.LLDPNeighborsInformation.self, at: 0)
        return (answer?.neighbors ?? []).compactMap { neighbor in
            InterfaceName(neighbor.port).map { port in
                Entry(
                    interface: port,
                    neighbor: neighbor.system ?? neighbor.chassis,
                    neighborPort: neighbor.remotePort.flatMap { InterfaceName($0) }
                )
            }
        }
    }
}
