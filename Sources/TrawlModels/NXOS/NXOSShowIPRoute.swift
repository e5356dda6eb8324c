extension NXOS {
    /// The answer to `show ip route` or `show ipv6 route`.
    public struct ShowIPRoute: Decodable, Sendable, Hashable {
        /// One VRF.
        public struct VRF: Decodable, Sendable, Hashable {
            /// Its name.
            public var name: VRFName
            /// Its address families.
            @NXOSTable public var families: [Family]

            private enum CodingKeys: String, CodingKey {
                case name = "vrf-name-out"
                case families = "TABLE_addrf"
            }
        }

        /// The routes of one address family.
        public struct Family: Decodable, Sendable, Hashable {
            /// The destinations.
            @NXOSTable public var prefixes: [Prefix]

            private enum CodingKeys: String, CodingKey {
                case prefixes = "TABLE_prefix"
            }
        }

        /// The routes to one destination.
        public struct Prefix: Decodable, Sendable, Hashable {
            /// The destination.
            public var prefix: IPPrefix
            /// The ways.
            @NXOSTable public var paths: [Path]

            private enum CodingKeys: String, CodingKey {
                case prefix = "ipprefix"
                case paths = "TABLE_path"
            }
        }

        /// One way.
        public struct Path: Decodable, Sendable, Hashable {
            /// The next hop.
            @Lenient public var nextHop: IPAddress?
            /// The interface.
            @Lenient public var interface: InterfaceName?
            /// How long the route is there.
            @LenientString public var uptime: String?
            /// The administrative distance.
            @LenientInt public var preference: Int64?
            /// The metric.
            @LenientInt public var metric: Int64?
            /// Who made it: `static`, `ospf-1`, `bgp-65001` and others.
            @LenientString public var client: String?
            /// Whether it is used: `true` or `false`.
            @LenientString public var isBest: String?

            private enum CodingKeys: String, CodingKey {
                case nextHop = "ipnexthop"
                case interface = "ifname"
                case uptime
                case preference = "pref"
                case metric
                case client = "clientname"
                case isBest = "ubest"
            }
        }

        /// The VRFs.
        @NXOSTable public var vrfs: [VRF]

        private enum CodingKeys: String, CodingKey {
            case vrfs = "TABLE_vrf"
        }
    }
}

extension RoutesTo {
    /// The command for the arguments.
    static func nxosLine(_ arguments: ModelArguments) -> String {
        let destination = arguments.prefix("destination")
        let version = destination?.address.version == .v6 ? "ipv6" : "ip"
        let longer = arguments.isTrue("longer") ? " longer-prefixes" : ""
        let place = " vrf " + (arguments["vrf"] ?? "all")
        return "show \(version) route" + (destination.map { " \($0)" } ?? "") + longer + place
    }

    /// The routes of `show ip route`; of the wanted protocol, which NX-OS would want with its instance.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(NXOS.ShowIPRoute.self, at: 0)
        let wanted = replies.arguments["protocol"].map { $0 == "connected" ? "direct" : $0 }
        var entries: [Entry] = []
        for vrf in answer?.vrfs ?? [] {
            for prefix in vrf.families.flatMap(\.prefixes) {
                for path in prefix.paths where wanted.map({ path.client?.hasPrefix($0) == true }) ?? true {
                    entries.append(
                        Entry(
                            prefix: prefix.prefix,
                            vrf: vrf.name,
                            protocol: path.client,
                            active: path.isBest != "false",
                            nextHop: path.nextHop,
                            interface: path.interface,
                            preference: path.preference,
                            metric: path.metric,
                            age: path.uptime.flatMap { NXOSAge($0)?.duration }
                        )
                    )
                }
            }
        }
        return entries
    }
}
