import FoundationEssentials
import TrawlCore

extension EOS {
    /// The answer to `show ip bgp summary` or `show ipv6 bgp summary`, of every VRF.
    public struct ShowIPBGPSummary: Decodable, Sendable, Hashable {
        /// One VRF.
        public struct VRF: Decodable, Sendable, Hashable {
            /// The router id.
            @Lenient public var routerId: IPAddress?
            /// The autonomous system of the switch.
            public var asn: AutonomousSystem?
            /// The neighbours by address.
            public var peers: RowsByKey<Peer>?
        }

        /// One neighbour.
        public struct Peer: Decodable, Sendable, Hashable {
            /// What somebody wrote about it.
            public var description: String?
            /// Its autonomous system.
            public var asn: AutonomousSystem?
            /// The state.
            @LenientString public var peerState: String?
            /// Why it is idle: `Admin` and others.
            @LenientString public var peerStateIdleReason: String?
            /// When it last went up or down, in seconds since 1970.
            public var upDownTime: Double?
            /// Prefixes received.
            public var prefixReceived: UInt64?
            /// Prefixes that were accepted.
            public var prefixAccepted: UInt64?
            /// Messages received.
            public var msgReceived: UInt64?
            /// Messages sent.
            public var msgSent: UInt64?
        }

        /// The VRFs by name.
        @RowsByKey public var vrfs: [Keyed<VRF>]

        /// A neighbour in a VRF.
        func peer(_ address: IPAddress, in vrf: VRFName) -> Peer? {
            let rows = vrfs.first { VRFName($0.key) == vrf }?.row.peers?.wrappedValue ?? []
            return rows.first { IPAddress($0.key) == address }?.row
        }

        /// The router id in a VRF.
        func routerID(in vrf: VRFName) -> IPAddress? { vrfs.first { VRFName($0.key) == vrf }?.row.routerId }
    }

    /// The answer to `show ip bgp neighbors` or `show ipv6 bgp peers`, of every VRF.
    public struct ShowIPBGPNeighbors: Decodable, Sendable, Hashable {
        /// One VRF.
        public struct VRF: Decodable, Sendable, Hashable {
            /// Its neighbours.
            public var peerList: Rows<Peer>?
        }

        /// One neighbour.
        public struct Peer: Decodable, Sendable, Hashable {
            /// Its address.
            public var peerAddress: IPAddress
            /// What somebody wrote about it.
            public var description: String?
            /// Its autonomous system.
            public var asn: AutonomousSystem?
            /// The autonomous system of the switch.
            public var localAsn: AutonomousSystem?
            /// Its router id; `0.0.0.0` while the session was never up.
            @Lenient public var routerId: IPAddress?
            /// The router id of the switch.
            @Lenient public var localRouterId: IPAddress?
            /// The state: `Established`, `Idle`, `Active` and others.
            @LenientString public var state: String?
            /// Why it is idle: `Administratively shut down` and others.
            @LenientString public var idleReason: String?
            /// Seconds since it came up; missing where it is not.
            public var establishedTime: Double?
            /// IPv4 prefixes received.
            public var prefixesReceived: UInt64?
            /// IPv4 prefixes sent.
            public var prefixesSent: UInt64?
            /// IPv6 prefixes received.
            public var v6PrefixesReceived: UInt64?
            /// IPv6 prefixes sent.
            public var v6PrefixesSent: UInt64?
        }

        /// The VRFs by name.
        @RowsByKey public var vrfs: [Keyed<VRF>]
    }
}

extension BGPNeighbors {
    /// The neighbours of both `neighbors` commands, with what the summaries know of them.
    static func eos(_ replies: inout Replies) -> (entries: [Entry], routers: [Router]) {
        let v4 = replies.read(EOS.ShowIPBGPSummary.self, at: 0)
        let v6 = replies.read(EOS.ShowIPBGPSummary.self, at: 1)
        var entries: [Entry] = []
        var places: [VRFName: [IPAddress: Int]] = [:]
        for index in [2, 3] {
            for vrf in replies.read(EOS.ShowIPBGPNeighbors.self, at: index)?.vrfs ?? [] {
                guard let name = VRFName(vrf.key) else { continue }
                for (place, peer) in (vrf.row.peerList?.wrappedValue ?? []).enumerated() {
                    guard let state = peer.state else {
                        let path = "ShowIPBGPNeighbors: vrfs.\(vrf.key).peerList[\(place)].state"
                        let title = replies[index]?.command.title ?? Self.name
                        replies.note("\(path): expected a state, found none", during: title)
                        continue
                    }
                    let entry = entry(of: peer, state, in: name, v4, v6, at: replies.time)
                    // A neighbour that both commands list is one session.
                    if let place = places[name]?[peer.peerAddress] {
                        entries[place] = entry
                    } else {
                        places[name, default: [:]][peer.peerAddress] = entries.count
                        entries.append(entry)
                    }
                }
            }
        }
        let routers = [v4, v6].flatMap { $0?.vrfs ?? [] }.compactMap { vrf in
            VRFName(vrf.key).map { Router(vrf: $0, id: vrf.row.routerId) }
        }
        return (entries, routers)
    }

    private static func entry(
        of peer: EOS.ShowIPBGPNeighbors.Peer,
        _ state: String,
        in vrf: VRFName,
        _ v4: EOS.ShowIPBGPSummary?,
        _ v6: EOS.ShowIPBGPSummary?,
        at time: Date
    ) -> Entry {
        let address = peer.peerAddress
        let (seen4, seen6) = (v4?.peer(address, in: vrf), v6?.peer(address, in: vrf))
        let changed = (seen4?.upDownTime ?? seen6?.upDownTime).map(Date.init(timeIntervalSince1970:))
        let uptime = peer.establishedTime ?? changed.map { time.timeIntervalSince($0) }
        var entry = Entry(
            vrf: vrf,
            neighbor: address,
            description: (peer.description ?? seen4?.description ?? seen6?.description)?.unlessBlank,
            localAS: peer.localAsn,
            remoteAS: peer.asn,
            routerID: peer.localRouterId ?? v4?.routerID(in: vrf) ?? v6?.routerID(in: vrf),
            remoteRouterID: peer.routerId.flatMap { $0 == IPAddress(v4: 0) ? nil : $0 },
            enabled: state != "Idle" || peer.idleReason != "Administratively shut down",
            state: state,
            uptime: uptime.flatMap { Seconds($0)?.duration },
            lastChange: changed,
            families: [
                Family(
                    name: "ipv4",
                    received: peer.prefixesReceived,
                    accepted: seen4?.prefixAccepted,
                    sent: peer.prefixesSent
                ),
                Family(
                    name: "ipv6",
                    received: peer.v6PrefixesReceived,
                    accepted: seen6?.prefixAccepted,
                    sent: peer.v6PrefixesSent
                ),
            ].filter { $0.received != nil || $0.accepted != nil || $0.sent != nil }
        )
        entry.toldUptime = peer.establishedTime.flatMap { Seconds($0)?.duration }
        return entry
    }
}
