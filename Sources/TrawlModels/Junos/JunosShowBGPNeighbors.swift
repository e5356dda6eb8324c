import FoundationEssentials
import TrawlCore

extension Junos {
    /// The answer to `get-bgp-neighbor-information`, and, with less in it, to `get-bgp-summary-information`.
    public struct BGPInformation: Decodable, Sendable, Hashable {
        /// One session.
        public struct Peer: Decodable, Sendable, Hashable {
            /// The neighbour's address, without the port behind it.
            public var address: IPAddress
            /// What somebody wrote about it.
            public var description: String?
            /// The neighbour's autonomous system.
            public var peerAS: String?
            /// The switch's own.
            public var localAS: String?
            /// The routing instance; `master` is the default one.
            public var instance: String?
            /// Such as `Established`.
            public var state: String
            /// The neighbour's router id.
            public var peerID: String?
            /// The switch's own.
            public var localID: String?
            /// Since when the state is what it is; in the summary alone.
            public var elapsed: Leaf?
            /// What is carried, a table each.
            public var tables: [Table]

            private enum CodingKeys: String, CodingKey {
                case address = "peer-address"
                case description
                case peerAS = "peer-as"
                case localAS = "local-as"
                case configuredInstance = "peer-cfg-rti"
                case forwardingInstance = "peer-fwd-rti"
                case state = "peer-state"
                case peerID = "peer-id"
                case localID = "local-id"
                case elapsed = "elapsed-time"
                case tables = "bgp-rib"
            }

            /// Reads a session, which has an address and a state.
            public init(from decoder: any Decoder) throws {
                let members = try decoder.container(keyedBy: CodingKeys.self)
                func text(_ key: CodingKeys) throws -> String? {
                    try members.decodeIfPresent(Leaf.self, forKey: key)?.text
                }
                let written = try text(.address) ?? ""
                guard let address = IPAddress(String(written.prefix { $0 != "+" })) else {
                    throw DecodingError.dataCorruptedError(
                        forKey: .address,
                        in: members,
                        debugDescription: "`\(written)` is not an IP address"
                    )
                }
                self.address = address
                description = try text(.description)
                peerAS = try text(.peerAS)
                localAS = try text(.localAS)
                instance = try text(.configuredInstance) ?? text(.forwardingInstance)
                state = try Junos.name(text(.state), at: decoder)
                peerID = try text(.peerID)
                localID = try text(.localID)
                elapsed = try members.decodeIfPresent(Leaf.self, forKey: .elapsed)
                tables = try members.decodeIfPresent(Rows<Table>.self, forKey: .tables)?.wrappedValue ?? []
            }
        }

        /// What a session carries of one table.
        public struct Table: Decodable, Sendable, Hashable {
            /// Such as `inet.0`, `RED.inet6.0`, `bgp.evpn.0`.
            public var name: String
            /// Prefixes received.
            public var received: UInt64?
            /// Prefixes that were accepted.
            public var accepted: UInt64?
            /// Prefixes sent.
            public var advertised: UInt64?

            private enum CodingKeys: String, CodingKey {
                case name
                case received = "received-prefix-count"
                case accepted = "accepted-prefix-count"
                case advertised = "advertised-prefix-count"
            }

            /// Reads a table, which has a name.
            public init(from decoder: any Decoder) throws {
                let members = try decoder.container(keyedBy: CodingKeys.self)
                func count(_ key: CodingKeys) throws -> UInt64? {
                    try members.decodeIfPresent(Leaf.self, forKey: key)?.text.flatMap { UInt64($0) }
                }
                name = try Junos.name(members.decodeIfPresent(Leaf.self, forKey: .name)?.text, at: decoder)
                received = try count(.received)
                accepted = try count(.accepted)
                advertised = try count(.advertised)
            }

            /// The address family in a routing instance, as models call it; `nil` for a table that repeats another one's.
            ///
            /// What comes in `bgp.evpn.0` or `bgp.l3vpn.0` is shown once more in the tables of the instances that it is for.
            func family(in instance: String?) -> String? {
                var own = name[...]
                if let instance, instance != "master" {
                    guard own.hasPrefix(instance + ".") else { return nil }
                    own = own.dropFirst(instance.count + 1)
                }
                switch own {
                case "inet.0": return "ipv4"
                case "inet6.0": return "ipv6"
                case "bgp.evpn.0": return "l2vpn"
                case "bgp.l3vpn.0": return "vpnv4"
                case "bgp.l3vpn-inet6.0": return "vpnv6"
                default: return ["inet.", "inet6.", "bgp."].contains(where: own.hasPrefix) ? String(own) : nil
                }
            }
        }

        /// The sessions in the device's order.
        public var peers: [Peer]

        /// Reads every member's sessions.
        public init(from decoder: any Decoder) throws {
            peers = try Junos.rows(of: Peer.self, named: "bgp-peer", in: "bgp-information", from: decoder)
        }
    }
}

extension BGPNeighbors {
    /// The sessions of `get-bgp-neighbor-information`, and since when they are what they are from the summary.
    static func junos(_ replies: inout Replies) -> (entries: [Entry], routers: [Router]) {
        let time = replies.time
        let answer = replies.read(Junos.BGPInformation.self, at: 0)
        let summary = replies.readIfStructured(Junos.BGPInformation.self, at: 1)?.peers ?? []
        let ages = Dictionary(grouping: summary, by: \.address)
        var routers: [Router] = []
        let entries = (answer?.peers ?? []).map { peer -> Entry in
            let age = peer.elapsed(among: ages[peer.address] ?? []).flatMap { Seconds($0)?.duration }
            let router = Router(
                vrf: peer.instance.flatMap { $0 == "master" ? nil : VRFName($0) } ?? .default,
                id: peer.localID.flatMap { IPAddress($0) }
            )
            if !routers.contains(router) { routers.append(router) }
            var entry = Entry(
                vrf: router.vrf,
                neighbor: peer.address,
                description: peer.description,
                localAS: peer.localAS.flatMap { AutonomousSystem($0) },
                remoteAS: peer.peerAS.flatMap { AutonomousSystem($0) },
                routerID: router.id,
                remoteRouterID: peer.peerID.flatMap { $0 == "0.0.0.0" ? nil : IPAddress($0) },
                // Junos lists no neighbour that was deactivated.
                enabled: true,
                state: peer.state,
                uptime: age,
                lastChange: age.map { time.addingTimeInterval(-$0.inSeconds) },
                families: peer.tables.compactMap { table in
                    table.family(in: peer.instance).map {
                        Family(name: $0, received: table.received, accepted: table.accepted, sent: table.advertised)
                    }
                }
            )
            entry.toldUptime = entry.uptime
            return entry
        }
        return (entries, routers)
    }
}

extension Junos.BGPInformation.Peer {
    /// The age of this session, by the rows that the summary has of its address; `nil` where none of them is surely its own.
    ///
    /// The summary does not say in which routing instance a neighbour is: among several of one address, that with the same
    /// tables is it.
    func elapsed(among rows: [Self]) -> Double? {
        guard rows.count > 1 else { return rows.first?.elapsed?.seconds }
        let names = Set(tables.map(\.name))
        let own = rows.filter { !names.isEmpty && Set($0.tables.map(\.name)) == names }
        return own.count == 1 ? own.first?.elapsed?.seconds : nil
    }
}
