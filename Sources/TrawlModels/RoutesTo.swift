public import TrawlCore

/// The routes to a destination, in every VRF, with what BGP knows about them.
public struct RoutesTo: ListModel, Hashable {
    /// Collections call it `routes-to`.
    public static let name = "routes-to"

    /// Where to, and which routes.
    public static let arguments = [
        ModelArgument("destination", .prefix, "Where to.", isRequired: true),
        ModelArgument(
            "protocol",
            .choice(["bgp", "connected", "isis", "ospf", "rip", "static"]),
            "Routes of one protocol alone."
        ),
        ModelArgument("longer", .boolean, "Routes to parts of the destination too."),
        ModelArgument("vrf", .word, "One VRF alone; all without it."),
    ]

    /// One route: a destination and one way to it.
    public struct Entry: Codable, Sendable, Hashable {
        /// The destination.
        public var prefix: IPPrefix

        /// The VRF.
        public var vrf: VRFName

        /// Who made the route, in the device's words: `eBGP`, `static`, `ospf-1`.
        ///
        /// - Source: eAPI `show ip route`, `routeType`; NX-API `clientname`.
        public var `protocol`: String?

        /// Whether it is used.
        ///
        /// - Source: eAPI, of BGP `routeType.active`, else every route is; NX-API `ubest`.
        public var active: Bool

        /// The next hop; absent on a connected route.
        ///
        /// - Source: eAPI `nexthopAddr`, of BGP `nextHop`; NX-API `ipnexthop`.
        public var nextHop: IPAddress?

        /// The interface.
        ///
        /// - Source: eAPI `interface`; NX-API `ifname`.
        public var interface: InterfaceName?

        /// The administrative distance.
        ///
        /// - Source: eAPI `preference`; NX-API `pref`.
        public var preference: Int64?

        /// The metric; of BGP the MED.
        ///
        /// - Source: eAPI `metric`, of BGP `med`; NX-API `metric`.
        public var metric: Int64?

        /// How long the route is there.
        ///
        /// - Unit: seconds in JSON, as `age_seconds`.
        /// - Source: NX-API `uptime`; eAPI does not say.
        @InSeconds public var age: Duration?

        /// What BGP knows about it.
        public var bgp: BGP?

        private enum CodingKeys: String, CodingKey {
            case prefix
            case vrf
            case `protocol`
            case active
            case nextHop = "next_hop"
            case interface
            case preference
            case metric
            case age = "age_seconds"
            case bgp
        }
    }

    /// What BGP knows about a route.
    ///
    /// - Source: eAPI `show ip bgp`; NX-API does not say.
    public struct BGP: Codable, Sendable, Hashable {
        /// The autonomous systems on the way, in the device's writing.
        public var asPath: String
        /// The autonomous system of the switch.
        public var localAS: UInt32?
        /// The last autonomous system of the path; the switch's own where the path is empty.
        public var remoteAS: UInt32?
        /// Who told the route.
        public var peer: IPAddress?
        /// The local preference.
        public var localPreference: Int64?
        /// The weight.
        public var weight: Int64?
        /// The communities.
        public var communities: [String]
        /// Why it is not the best path, in the device's words.
        public var reasonNotBest: String?

        private enum CodingKeys: String, CodingKey {
            case asPath = "as_path"
            case localAS = "local_as"
            case remoteAS = "remote_as"
            case peer
            case localPreference = "local_preference"
            case weight
            case communities
            case reasonNotBest = "reason_not_best"
        }
    }

    /// The routes, by VRF and destination.
    public var entries: [Entry]

    /// Makes a list of routes.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// On eAPI first the VRFs, then a command for each of them; one command on NX-API; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show vrf")]
        case .nxapi: [.cli(nxosLine(arguments))]
        default: nil
        }
    }

    /// On eAPI the routes of each VRF, and BGP's words where a route is its.
    public static func followUps(to replies: Replies) -> [Command] {
        replies.device.dialect == .eapi ? eosFollowUps(to: replies) : []
    }

    /// A VRF without routing or without BGP refuses to tell of it, and some releases of NX-OS one without such a route.
    public static func isAbsence(_ error: DeviceError, on dialect: DialectName) -> Bool {
        !error.operation.contains("show vrf")
            && (error.saysNone || error.detail.lowercased().contains("route not found"))
    }

    /// Reads the routes.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(Self.eos(&replies))
        case .nxapi: self.init(Self.nxos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
    }
}

extension RoutesTo: NAPALMConvertible {
    /// NAPALM calls it `get_route_to`.
    public static let napalmGetter = "get_route_to"

    /// A list for each destination.
    public func napalm() -> any Encodable & Sendable {
        NAPALMValue.lists(entries, by: \.prefix.description) { entry in
            [
                "protocol": .text(entry.protocol), "current_active": .truth(entry.active),
                "last_active": .truth(entry.active), "age": .whole(entry.age.map { $0.components.seconds } ?? 0),
                "next_hop": .text(entry.nextHop), "outgoing_interface": .text(entry.interface?.written),
                "selected_next_hop": .truth(entry.active), "preference": .whole(entry.preference ?? 0),
                "inactive_reason": .text(entry.bgp?.reasonNotBest), "routing_table": .text(entry.vrf),
                "protocol_attributes": entry.bgp.map { Self.attributes($0, metric: entry.metric) } ?? [:],
            ]
        }
    }

    private static func attributes(_ bgp: BGP, metric: Int64?) -> NAPALMValue {
        [
            "metric": .whole(metric ?? 0), "as_path": .text(bgp.asPath),
            "local_preference": .whole(bgp.localPreference ?? 0), "local_as": .whole(Int64(bgp.localAS ?? 0)),
            "remote_as": .whole(Int64(bgp.remoteAS ?? 0)), "remote_address": .text(bgp.peer),
            "preference2": .whole(bgp.weight ?? 0), "communities": .list(bgp.communities.map { .text($0) }),
        ]
    }
}
