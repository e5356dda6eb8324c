import FoundationEssentials
import TrawlCore

extension NXOS {
    /// The answer to `show bgp all summary vrf all`.
    public struct ShowBGPSummary: Decodable, Sendable, Hashable {
        /// One VRF; some releases list it once without and once with its address families.
        public struct VRF: Decodable, Sendable, Hashable {
            /// The name.
            public var name: VRFName
            /// The router id.
            @Lenient public var routerID: IPAddress?
            /// The autonomous system of the switch.
            public var localAS: AutonomousSystem?
            /// Its address families.
            @NXOSTable public var families: [Family]

            private enum CodingKeys: String, CodingKey {
                case name = "vrf-name-out"
                case routerID = "vrf-router-id"
                case localAS = "vrf-local-as"
                case families = "TABLE_af"
            }
        }

        /// One address family.
        public struct Family: Decodable, Sendable, Hashable {
            /// Its number: 1 for IPv4, 2 for IPv6, 25 for L2VPN.
            @LenientInt public var id: Int64?
            /// Its kinds.
            @NXOSTable public var kinds: [Kind]

            private enum CodingKeys: String, CodingKey {
                case id = "af-id"
                case kinds = "TABLE_saf"
            }
        }

        /// One kind of an address family, such as unicast.
        public struct Kind: Decodable, Sendable, Hashable {
            /// Its number: 1 for unicast, 70 for EVPN, 128 for VPN.
            @LenientInt public var id: Int64?
            /// `IPv4 Unicast` and others.
            @LenientString public var name: String?
            /// The neighbours.
            @NXOSTable public var neighbors: [Neighbor]

            private enum CodingKeys: String, CodingKey {
                case id = "safi"
                case name = "af-name"
                case neighbors = "TABLE_neighbor"
            }
        }

        /// One neighbour, or a range that listens for some.
        public struct Neighbor: Decodable, Sendable, Hashable {
            /// Its address, or the prefix that neighbours may come from.
            public var address: BGPPeer
            /// Its autonomous system.
            public var remoteAS: AutonomousSystem?
            /// How long it is up or down: `6w3d`, `02:46:40`, `P17DT7H42M42S`, or `never`.
            @LenientString public var time: String?
            /// The state: `Established`, `Idle`, `Admin (Shut)` and others.
            @LenientString public var state: String?
            /// Prefixes received.
            @LenientUInt64 public var received: UInt64?

            private enum CodingKeys: String, CodingKey {
                case address = "neighborid"
                case remoteAS = "neighboras"
                case time
                case state
                case received = "prefixreceived"
            }
        }

        /// The VRFs.
        @NXOSTable public var vrfs: [VRF]

        private enum CodingKeys: String, CodingKey {
            case vrfs = "TABLE_vrf"
        }
    }
}

/// Who BGP talks with: an address, or the prefix of a range that neighbours may come from by themselves.
public struct BGPPeer: TextValue {
    /// In errors.
    public static let noun = "an IP address"

    /// The address; none for a range.
    public let address: IPAddress?
    /// The address or the prefix.
    public let description: String

    /// Reads an address or a prefix; `nil` where the text is neither.
    public init?(_ text: String) {
        address = IPAddress(text)
        guard let written = address?.description ?? IPPrefix(text)?.description else { return nil }
        description = written
    }
}

extension BGPNeighbors {
    /// The neighbours of `show bgp all summary vrf all`; one in several address families is one session.
    static func nxos(_ replies: inout Replies) -> (entries: [Entry], routers: [Router]) {
        let answer = replies.read(NXOS.ShowBGPSummary.self, at: 0)
        var entries: [Entry] = []
        var places: [VRFName: [IPAddress: Int]] = [:]
        for vrf in answer?.vrfs ?? [] {
            for family in vrf.families {
                for kind in family.kinds {
                    for neighbor in kind.neighbors {
                        // A range is no session; those that come of it are listed by themselves.
                        guard let address = neighbor.address.address else { continue }
                        let carried = Family(
                            name: name(of: family.id, kind.id) ?? kind.name ?? "unknown",
                            received: neighbor.received
                        )
                        if let place = places[vrf.name]?[address] {
                            entries[place].add(carried)
                        } else {
                            places[vrf.name, default: [:]][address] = entries.count
                            entries.append(entry(of: neighbor, at: address, in: vrf, carried, replies.time))
                        }
                    }
                }
            }
        }
        return (entries, (answer?.vrfs ?? []).map { Router(vrf: $0.name, id: $0.routerID) })
    }

    private static func entry(
        of neighbor: NXOS.ShowBGPSummary.Neighbor,
        at address: IPAddress,
        in vrf: NXOS.ShowBGPSummary.VRF,
        _ family: Family,
        _ time: Date
    ) -> Entry {
        let state = neighbor.state ?? "Unknown"
        let age = neighbor.time.flatMap { NXOSAge($0)?.duration }
        let isShut = state.lowercased().contains("shut")
        return Entry(
            vrf: vrf.name,
            neighbor: address,
            localAS: vrf.localAS,
            remoteAS: neighbor.remoteAS,
            routerID: vrf.routerID,
            enabled: !isShut,
            state: state,
            uptime: age,
            lastChange: age.map { time.addingTimeInterval(-$0.inSeconds) },
            families: [family]
        )
    }

    /// NAPALM's name of an address family.
    ///
    /// https://www.iana.org/assignments/address-family-numbers, https://www.iana.org/assignments/safi-namespace
    static func name(of family: Int64?, _ kind: Int64?) -> String? {
        switch (family, kind) {
        case (1, 1): "ipv4"
        case (1, 128): "vpnv4"
        case (2, 1): "ipv6"
        case (2, 128): "vpnv6"
        case (25, 70): "l2vpn"
        default: nil
        }
    }
}
