import TrawlCore

extension NXOS {
    /// The answer to `show bgp all neighbors vrf all`.
    public struct ShowBGPNeighbors: Decodable, Sendable, Hashable {
        /// One neighbour.
        public struct Neighbor: Decodable, Sendable, Hashable {
            /// Its address; none for a range that listens for neighbours.
            @Lenient public var address: IPAddress?
            /// The prefix of such a range.
            @LenientString public var range: String?
            /// The same of IPv6.
            @LenientString public var rangeOfIPv6: String?
            /// The VRF.
            @Lenient public var vrf: VRFName?
            /// What somebody wrote about it.
            @LenientString public var description: String?
            /// Its autonomous system.
            public var remoteAS: AutonomousSystem?
            /// The autonomous system that the switch pretends to be.
            public var localAS: AutonomousSystem?
            /// Its router id.
            @Lenient public var remoteID: IPAddress?
            /// The state.
            @LenientString public var state: String?
            /// How long it is up or down.
            @LenientString public var elapsed: String?
            /// Seconds.
            @LenientInt public var holdTime: Int64?
            /// Seconds.
            @LenientInt public var keepalive: Int64?
            /// Messages received.
            @LenientUInt64 public var receivedMessages: UInt64?
            /// Messages sent.
            @LenientUInt64 public var sentMessages: UInt64?
            /// Updates received.
            @LenientUInt64 public var receivedUpdates: UInt64?
            /// Updates sent.
            @LenientUInt64 public var sentUpdates: UInt64?
            /// How often it came up.
            @LenientUInt64 public var established: UInt64?
            /// How often it went down.
            @LenientUInt64 public var dropped: UInt64?
            /// Why it last went down.
            @LenientString public var resetReason: String?
            /// The switch's address on the connection.
            @Lenient public var localAddress: IPAddress?
            /// The switch's TCP port.
            @LenientInt public var localPort: Int64?
            /// The neighbour's TCP port.
            @LenientInt public var remotePort: Int64?
            /// Its address families.
            @NXOSTable public var families: [Family]

            private enum CodingKeys: String, CodingKey {
                case address = "neighbor"
                case range = "ipv4prefixneighbor"
                case rangeOfIPv6 = "ipv6prefixneighbor"
                case vrf
                case description
                case remoteAS = "remoteas"
                case localAS = "localas"
                case remoteID = "remote-id"
                case state
                case elapsed = "elapsedtime"
                case holdTime = "holdtime"
                case keepalive = "keepalivetime"
                case receivedMessages = "msgrecvd"
                case sentMessages = "msgsent"
                case receivedUpdates = "updatesrecvd"
                case sentUpdates = "updatessent"
                case established = "connsestablished"
                case dropped = "connsdropped"
                case resetReason = "resetreason"
                case localAddress = "localaddr"
                case localPort = "localport"
                case remotePort = "remoteport"
                case families = "TABLE_peraf"
            }
        }

        /// One address family.
        public struct Family: Decodable, Sendable, Hashable {
            /// Its number.
            @LenientInt public var id: Int64?
            /// Its kinds.
            @NXOSTable public var kinds: [Kind]

            private enum CodingKeys: String, CodingKey {
                case id = "per-afi"
                case kinds = "TABLE_persaf"
            }
        }

        /// One kind of an address family.
        public struct Kind: Decodable, Sendable, Hashable {
            /// `IPv4 Unicast` and others.
            @LenientString public var name: String?
            /// Prefixes received.
            @LenientUInt64 public var received: UInt64?
            /// Prefixes sent.
            @LenientUInt64 public var sent: UInt64?
            /// The policies for what comes in.
            @NXOSTable public var inPolicies: [InPolicy]
            /// The policies for what goes out.
            @NXOSTable public var outPolicies: [OutPolicy]

            private enum CodingKeys: String, CodingKey {
                case name = "per-af-name"
                case received = "pfxrecvd"
                case sent = "pfxsent"
                case inPolicies = "TABLE_inpolicy"
                case outPolicies = "TABLE_outpolicy"
            }
        }

        /// A policy for what comes in.
        public struct InPolicy: Decodable, Sendable, Hashable {
            /// Its name.
            @LenientString public var name: String?

            private enum CodingKeys: String, CodingKey {
                case name = "inpolicyname"
            }
        }

        /// A policy for what goes out.
        public struct OutPolicy: Decodable, Sendable, Hashable {
            /// Its name.
            @LenientString public var name: String?

            private enum CodingKeys: String, CodingKey {
                case name = "outpolicyname"
            }
        }

        /// The neighbours.
        @NXOSTable public var neighbors: [Neighbor]

        private enum CodingKeys: String, CodingKey {
            case neighbors = "TABLE_neighbor"
        }
    }
}

extension BGPNeighborsDetail {
    /// The neighbours of `show bgp all neighbors vrf all`, with the VRF's own numbers from the summary.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        let vrfs = replies.readIfStructured(NXOS.ShowBGPSummary.self, at: 1)?.vrfs ?? []
        var entries = replies.text(at: 0).map { nxos(text: $0, &replies) } ?? rows(&replies)
        for index in entries.indices {
            let own = vrfs.first { $0.name == entries[index].vrf && $0.localAS != nil }
            entries[index].localAS = entries[index].localAS ?? own?.localAS
            entries[index].routerID = own?.routerID
        }
        return entries
    }

    private static func rows(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(NXOS.ShowBGPNeighbors.self, at: 0)
        return (answer?.neighbors ?? []).enumerated().compactMap { index, neighbor -> Entry? in
            guard let address = neighbor.address else {
                if neighbor.range == nil, neighbor.rangeOfIPv6 == nil {
                    let place = "ShowBGPNeighbors: TABLE_neighbor.ROW_neighbor[\(index)].neighbor"
                    replies.note(
                        "\(place): expected an IP address, found none",
                        during: "show bgp all neighbors vrf all"
                    )
                }
                return nil
            }
            return entry(of: neighbor, at: address, in: neighbor.vrf ?? .default)
        }
    }

    private static func entry(
        of neighbor: NXOS.ShowBGPNeighbors.Neighbor,
        at address: IPAddress,
        in vrf: VRFName
    ) -> Entry {
        var entry = Entry(vrf: vrf, neighbor: address, state: neighbor.state ?? "Unknown")
        entry.description = neighbor.description
        entry.remoteAS = neighbor.remoteAS
        entry.localAS = neighbor.localAS
        entry.remoteRouterID = neighbor.remoteID.flatMap(told)
        entry.localAddress = neighbor.localAddress
        entry.localPort = port(neighbor.localPort)
        entry.remotePort = port(neighbor.remotePort)
        if entry.up { entry.uptime = neighbor.elapsed.flatMap { NXOSAge($0)?.duration } }
        entry.holdTime = neighbor.holdTime.map { .seconds($0) }
        entry.keepalive = neighbor.keepalive.map { .seconds($0) }
        entry.established = neighbor.established
        entry.lastReset = neighbor.resetReason.flatMap { $0.saysNothing || $0 == "No error" ? nil : $0 }
        entry.receivedMessages = neighbor.receivedMessages
        entry.sentMessages = neighbor.sentMessages
        entry.receivedUpdates = neighbor.receivedUpdates
        entry.sentUpdates = neighbor.sentUpdates
        let kinds = neighbor.families.flatMap(\.kinds)
        entry.receivedPrefixes = sum(kinds.map(\.received))
        entry.sentPrefixes = sum(kinds.map(\.sent))
        entry.importPolicy = kinds.flatMap(\.inPolicies).compactMap(\.name).first
        entry.exportPolicy = kinds.flatMap(\.outPolicies).compactMap(\.name).first
        return entry
    }

    /// A TCP port; none where there is no connection.
    private static func port(_ number: Int64?) -> UInt16? {
        number.flatMap { UInt16(exactly: $0) }.flatMap { $0 == 0 ? nil : $0 }
    }
}
