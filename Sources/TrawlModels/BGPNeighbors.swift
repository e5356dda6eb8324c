public import FoundationEssentials
public import TrawlCore

/// The BGP sessions of a switch: with whom, in which VRF, whether they are up, and how many prefixes they carry.
///
/// A switch that runs no BGP has none of them, and that is no error.
public struct BGPNeighbors: ListModel, Hashable {
    /// Collections call it `bgp-neighbors`.
    public static let name = "bgp-neighbors"

    /// One session.
    public struct Entry: Codable, Sendable, Hashable {
        /// The VRF.
        ///
        /// - Source: eAPI `show ip bgp neighbors vrf all`, the key in `vrfs`; NX-API `show bgp all summary vrf all`,
        ///   `vrf-name-out`; Junos `get-bgp-neighbor-information`, `peer-cfg-rti`, of which `master` is the default one.
        public var vrf: VRFName

        /// The neighbour's address.
        ///
        /// - Source: eAPI `peerAddress`; NX-API `neighborid`; Junos `peer-address` without the port.
        public var neighbor: IPAddress

        /// What somebody wrote about it.
        ///
        /// - Source: eAPI `description`; NX-API has it in ``BGPNeighborsDetail`` alone; Junos `description`.
        public var description: String?

        /// The autonomous system of the switch.
        ///
        /// - Source: eAPI `localAsn`; NX-API `vrf-local-as`; Junos `local-as`.
        public var localAS: AutonomousSystem?

        /// The neighbour's autonomous system.
        ///
        /// - Source: eAPI `asn`; NX-API `neighboras`; Junos `peer-as`.
        public var remoteAS: AutonomousSystem?

        /// The router id of the switch in this VRF.
        ///
        /// - Source: eAPI `localRouterId`, or `routerId` of the summary; NX-API `vrf-router-id`; Junos `local-id`.
        public var routerID: IPAddress?

        /// The neighbour's router id; absent while the session was never up.
        ///
        /// - Source: eAPI `routerId`; NX-API has it in ``BGPNeighborsDetail`` alone; Junos `peer-id`.
        public var remoteRouterID: IPAddress?

        /// Whether somebody wants it up.
        ///
        /// - Source: eAPI, `state` is not `Idle` with `idleReason` `Administratively shut down`; NX-API, `state` does not
        ///   speak of a shutdown; Junos, always, as it lists no neighbour that was deactivated.
        public var enabled: Bool

        /// Whether it is up.
        ///
        /// - Source: the state is `Established`.
        public var up: Bool

        /// The state in the device's words.
        ///
        /// - Source: eAPI `state`; NX-API `state`; Junos `peer-state`.
        public var state: String

        /// How long it is up; absent where it is not.
        ///
        /// - Unit: seconds in JSON, as `uptime_seconds`.
        /// - Source: eAPI `establishedTime`, or since `upDownTime`; NX-API `time`; Junos `get-bgp-summary-information`,
        ///   `elapsed-time`.
        @InSeconds public var uptime: Duration?

        /// When it last went up or down.
        ///
        /// - Source: eAPI summary `upDownTime`; NX-API, the time of the answer without the age in `time`; Junos the same
        ///   with `elapsed-time`.
        @InUTC public var lastChange: Date?

        /// Prefixes received in all address families.
        ///
        /// - Source: the sum of ``families``.
        public var receivedPrefixes: UInt64?

        /// Prefixes that were accepted in all address families.
        ///
        /// - Source: the sum of ``families``; NX-API does not say.
        public var acceptedPrefixes: UInt64?

        /// Prefixes sent in all address families.
        ///
        /// - Source: the sum of ``families``; NX-API does not say.
        public var sentPrefixes: UInt64?

        /// Each address family by itself.
        public var families: [Family]

        /// `establishedTime` as EOS says it, also of a session that is down; not in JSON.
        var toldUptime: Duration? = nil

        private enum CodingKeys: String, CodingKey {
            case vrf
            case neighbor
            case description
            case remoteAS = "remote_as"
            case up
            case state
            case uptime = "uptime_seconds"
            case receivedPrefixes = "received_prefixes"
            case acceptedPrefixes = "accepted_prefixes"
            case sentPrefixes = "sent_prefixes"
            case enabled
            case lastChange = "last_change"
            case localAS = "local_as"
            case routerID = "router_id"
            case remoteRouterID = "remote_router_id"
            case families
        }
    }

    /// What a session carries of one address family.
    public struct Family: Codable, Sendable, Hashable {
        /// `ipv4`, `ipv6`, `vpnv4`, `vpnv6` or `l2vpn`; another family in the device's words.
        ///
        /// - Source: eAPI has the first two; NX-API `af-id` and `safi`; Junos the `name` of a table.
        public var name: String
        /// Prefixes received.
        ///
        /// - Source: eAPI `prefixesReceived`, `v6PrefixesReceived`; NX-API `prefixreceived`; Junos
        ///   `received-prefix-count`.
        public var received: UInt64?
        /// Prefixes that were accepted.
        ///
        /// - Source: eAPI summary of the family, `prefixAccepted`; Junos `accepted-prefix-count`.
        public var accepted: UInt64?
        /// Prefixes sent.
        ///
        /// - Source: eAPI `prefixesSent`, `v6PrefixesSent`; Junos `advertised-prefix-count`.
        public var sent: UInt64?
    }

    /// BGP in one VRF, with neighbours or without.
    public struct Router: Sendable, Hashable {
        /// The VRF.
        public var vrf: VRFName
        /// Its router id.
        public var id: IPAddress?
    }

    /// The sessions in the device's order.
    public var entries: [Entry]

    /// The VRFs that run BGP, also those without neighbours; not in JSON.
    public private(set) var routers: [Router] = []

    /// Whether NX-OS told it, whose gaps NAPALM fills in its own way.
    private var isFromNXOS = false

    /// Makes a list of sessions.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// Four commands on eAPI, one on NX-API and two on Junos, whose summary alone says how long a session is up; no other
    /// dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi:
            [
                .cli("show ip bgp summary vrf all"), .cli("show ipv6 bgp summary vrf all"),
                .cli("show ip bgp neighbors vrf all"), .cli("show ipv6 bgp peers vrf all"),
            ]
        case .nxapi: [.cli("show bgp all summary vrf all")]
        case .junos: [.get("/get-bgp-neighbor-information"), .get("/get-bgp-summary-information")]
        default: nil
        }
    }

    /// NX-OS does not know the command where the feature is off; EOS says that BGP is inactive, Junos
    /// that it is not running.
    public static func isAbsence(_ error: DeviceError, on dialect: DialectName) -> Bool {
        error.saysFeatureIsOff(on: dialect)
    }

    /// Reads the sessions.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi:
            let (entries, routers) = Self.eos(&replies)
            self.init(entries)
            self.routers = routers
        case .nxapi:
            let (entries, routers) = Self.nxos(&replies)
            self.init(entries)
            self.routers = routers
            isFromNXOS = true
        case .junos:
            let (entries, routers) = Self.junos(&replies)
            self.init(entries)
            self.routers = routers
        default: throw Self.noSpelling(on: replies.device)
        }
    }
}

extension BGPNeighbors.Entry {
    /// A session whose sums follow from its families.
    init(
        vrf: VRFName,
        neighbor: IPAddress,
        description: String? = nil,
        localAS: AutonomousSystem?,
        remoteAS: AutonomousSystem?,
        routerID: IPAddress?,
        remoteRouterID: IPAddress? = nil,
        enabled: Bool,
        state: String,
        uptime: Duration?,
        lastChange: Date?,
        families: [BGPNeighbors.Family]
    ) {
        self.vrf = vrf
        self.neighbor = neighbor
        self.description = description
        self.localAS = localAS
        self.remoteAS = remoteAS
        self.routerID = routerID
        self.remoteRouterID = remoteRouterID
        self.enabled = enabled
        up = state == "Established"
        self.state = state
        self.uptime = up ? uptime : nil
        self.lastChange = lastChange
        self.families = []
        for family in families { add(family) }
    }

    /// Adds what the session carries of one more family.
    mutating func add(_ family: BGPNeighbors.Family) {
        families.append(family)
        func sum(_ total: UInt64?, _ count: UInt64?) -> UInt64? {
            guard let count else { return total }
            return (total ?? 0).addingReportingOverflow(count).partialValue
        }
        receivedPrefixes = sum(receivedPrefixes, family.received)
        acceptedPrefixes = sum(acceptedPrefixes, family.accepted)
        sentPrefixes = sum(sentPrefixes, family.sent)
    }
}

extension BGPNeighbors: NAPALMConvertible {
    /// NAPALM calls it `get_bgp_neighbors`.
    public static let napalmGetter = "get_bgp_neighbors"

    /// A dictionary of VRFs, the default one as `global`, with their neighbours by address.
    ///
    /// As NAPALM has it, of NX-OS only the last address family of a neighbour is there, its router id is its address and
    /// its uptime -1.
    public func napalm() -> any Encodable & Sendable {
        var vrfs: [VRFName] = []
        for vrf in routers.map(\.vrf) + entries.map(\.vrf) where !vrfs.contains(vrf) { vrfs.append(vrf) }
        let name: (VRFName) -> String = { $0 == .default ? "global" : $0.description }
        return NAPALMValue.object(vrfs, by: name) { vrf in
            let id = routers.last { $0.vrf == vrf && $0.id != nil }?.id
            let sessions = entries.filter { $0.vrf == vrf }
            return [
                "router_id": .text(id),
                "peers": NAPALMValue.object(sessions, by: \.neighbor.description, napalm),
            ]
        }
    }

    private func napalm(_ entry: Entry) -> NAPALMValue {
        [
            "local_as": .whole(Int64(entry.localAS?.number ?? 0)),
            "remote_as": .whole(Int64(entry.remoteAS?.number ?? 0)),
            "remote_id": .text(
                isFromNXOS ? entry.neighbor.description : entry.remoteRouterID?.description ?? "0.0.0.0"
            ),
            "is_up": .truth(entry.up || (isFromNXOS && entry.state == "Closing")),
            "is_enabled": .truth(entry.enabled), "description": .text(entry.description),
            "uptime": .whole(isFromNXOS ? -1 : entry.toldUptime?.components.seconds ?? -1),
            "address_family": NAPALMValue.object(napalmFamilies(of: entry), by: \.name) { family in
                [
                    "received_prefixes": .count(family.received), "accepted_prefixes": .count(family.accepted),
                    "sent_prefixes": .count(family.sent),
                ]
            },
        ]
    }

    private func napalmFamilies(of entry: Entry) -> [Family] {
        guard !isFromNXOS else { return entry.families.suffix(1) }
        return ["ipv4", "ipv6"].map { name in
            let family = entry.families.first { $0.name == name }
            return Family(
                name: name,
                received: family?.received ?? 0,
                accepted: family?.accepted ?? 0,
                sent: family?.sent ?? 0
            )
        }
    }
}
