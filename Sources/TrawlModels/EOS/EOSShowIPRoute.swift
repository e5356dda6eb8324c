extension EOS {
    /// The answer to `show ip route`, with `detail`.
    public struct ShowIPRoute: Decodable, Sendable, Hashable {
        /// One VRF.
        public struct VRF: Decodable, Sendable, Hashable {
            /// Its routes by destination.
            public var routes: RowsByKey<Route>?
        }

        /// The routes to one destination.
        public struct Route: Decodable, Sendable, Hashable {
            /// `eBGP`, `static`, `connected` and others.
            public var routeType: String?
            /// The administrative distance.
            public var preference: Int64?
            /// The metric.
            public var metric: Int64?
            /// The ways.
            public var vias: Rows<Via>?
        }

        /// One way.
        public struct Via: Decodable, Sendable, Hashable {
            /// The interface.
            @Lenient public var interface: InterfaceName?
            /// The next hop.
            @Lenient public var nexthopAddr: IPAddress?
        }

        /// The VRFs by name.
        @RowsByKey public var vrfs: [Keyed<VRF>]
    }

    /// The answer to `show ip bgp` of a destination.
    public struct ShowIPBGP: Decodable, Sendable, Hashable {
        /// One VRF.
        public struct VRF: Decodable, Sendable, Hashable {
            /// The autonomous system of the switch: a number, or text of one or two.
            @LenientString public var asn: String?
            /// What BGP knows, by destination.
            public var bgpRouteEntries: RowsByKey<Route>?
        }

        /// What BGP knows of one destination.
        public struct Route: Decodable, Sendable, Hashable {
            /// The paths.
            public var bgpRoutePaths: Rows<Path>?
        }

        /// One path.
        public struct Path: Decodable, Sendable, Hashable {
            /// The next hop; empty on the switch's own routes.
            @Lenient public var nextHop: IPAddress?
            /// The MED.
            public var med: Int64?
            /// The local preference.
            public var localPreference: Int64?
            /// The weight.
            public var weight: Int64?
            /// `noReason`, `ecmpFast` and others.
            public var reasonNotBestpath: String?
            /// The autonomous systems on the way.
            public var asPathEntry: ASPath?
            /// Whether it is used.
            public var routeType: Kind?
            /// Who told it, in newer releases.
            public var peerEntry: Peer?
            /// More about it.
            public var routeDetail: Detail?
        }

        /// The autonomous systems on the way.
        public struct ASPath: Decodable, Sendable, Hashable {
            /// Their numbers.
            public var asPath: String?
        }

        /// Whether a path is used.
        public struct Kind: Decodable, Sendable, Hashable {
            /// Whether it is.
            public var active: Bool?
        }

        /// Who told a path.
        public struct Peer: Decodable, Sendable, Hashable {
            /// Its address.
            @Lenient public var peerAddr: IPAddress?
        }

        /// More about a path.
        public struct Detail: Decodable, Sendable, Hashable {
            /// Who told it, in older releases.
            public var peerEntry: Peer?
            /// The communities.
            public var communityList: Rows<String>?
        }

        /// The VRFs by name.
        @RowsByKey public var vrfs: [Keyed<VRF>]
    }
}
