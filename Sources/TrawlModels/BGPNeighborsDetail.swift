public import TrawlCore

/// The BGP sessions of a switch with their timers, addresses, policies and counters.
///
/// A switch that runs no BGP has none of them, and that is no error.
public struct BGPNeighborsDetail: ListModel, Hashable {
    /// Collections call it `bgp-neighbors-detail`.
    public static let name = "bgp-neighbors-detail"

    /// One session.
    ///
    /// What EOS says comes from the text of `show ip bgp neighbors vrf all` and `show ipv6 bgp peers vrf all`, what NX-OS
    /// says from `show bgp all neighbors vrf all`, where nothing else is named.
    public struct Entry: Codable, Sendable, Hashable {
        /// The VRF.
        ///
        /// - Source: eAPI `VRF`; NX-API `vrf`.
        public var vrf: VRFName

        /// The neighbour's address.
        ///
        /// - Source: eAPI `BGP neighbor is`; NX-API `neighbor`.
        public var neighbor: IPAddress

        /// What somebody wrote about it.
        ///
        /// - Source: eAPI `Description`; NX-API `description`.
        public var description: String?

        /// The autonomous system of the switch.
        ///
        /// - Source: eAPI `Local AS is`; NX-API `localas`, or `vrf-local-as` of `show bgp all summary vrf all`.
        public var localAS: AutonomousSystem?

        /// The neighbour's autonomous system.
        ///
        /// - Source: eAPI `remote AS`; NX-API `remoteas`.
        public var remoteAS: AutonomousSystem?

        /// The router id of the switch in this VRF.
        ///
        /// - Source: eAPI `local router ID`; NX-API `vrf-router-id` of the summary.
        public var routerID: IPAddress?

        /// The neighbour's router id; absent while the session was never up.
        ///
        /// - Source: eAPI `remote router ID`; NX-API `remote-id`.
        public var remoteRouterID: IPAddress?

        /// The switch's address on the connection.
        ///
        /// - Source: eAPI `Local TCP address is`; NX-API `localaddr`.
        public var localAddress: IPAddress?

        /// The switch's TCP port.
        ///
        /// - Source: eAPI `local port is`; NX-API `localport`.
        public var localPort: UInt16?

        /// The neighbour's TCP port.
        ///
        /// - Source: eAPI `remote port is`; NX-API `remoteport`.
        public var remotePort: UInt16?

        /// Whether it is up.
        ///
        /// - Source: the state is `Established`.
        public var up: Bool

        /// The state in the device's words.
        ///
        /// - Source: eAPI `BGP state is`; NX-API `state`.
        public var state: String

        /// Why it is so, where the device says it: `Administratively shut down`.
        ///
        /// - Source: eAPI, behind the state; NX-API does not say.
        public var reason: String?

        /// The state before.
        ///
        /// - Source: eAPI `Last state was`; NX-API does not say in structured form.
        public var previousState: String?

        /// What happened last to the session's state machine.
        ///
        /// - Source: eAPI `Last event was`; NX-API does not say.
        public var lastEvent: String?

        /// Why it last went down.
        ///
        /// - Source: NX-API `resetreason`; eAPI does not say in one word.
        public var lastReset: String?

        /// How long it is up; absent where it is not.
        ///
        /// - Unit: seconds in JSON, as `uptime_seconds`.
        /// - Source: eAPI `up for`; NX-API `elapsedtime`.
        @InSeconds public var uptime: Duration?

        /// The hold time in force.
        ///
        /// - Unit: seconds in JSON, as `hold_seconds`.
        /// - Source: eAPI `Hold time is`; NX-API `holdtime`.
        @InSeconds public var holdTime: Duration?

        /// The keepalive interval in force.
        ///
        /// - Unit: seconds in JSON, as `keepalive_seconds`.
        /// - Source: eAPI `keepalive interval is`; NX-API `keepalivetime`.
        @InSeconds public var keepalive: Duration?

        /// The hold time that is configured.
        ///
        /// - Unit: seconds in JSON, as `configured_hold_seconds`.
        /// - Source: eAPI `Configured hold time is`; NX-API does not say.
        @InSeconds public var configuredHoldTime: Duration?

        /// The keepalive interval that is configured.
        ///
        /// - Unit: seconds in JSON, as `configured_keepalive_seconds`.
        /// - Source: eAPI, beside it; NX-API does not say.
        @InSeconds public var configuredKeepalive: Duration?

        /// How often the session came up.
        ///
        /// - Source: eAPI `Number of transitions to established`; NX-API `connsestablished`.
        public var established: UInt64?

        /// Messages received.
        ///
        /// - Source: eAPI `Total messages`; NX-API `msgrecvd`.
        public var receivedMessages: UInt64?

        /// Messages sent.
        ///
        /// - Source: eAPI `Total messages`; NX-API `msgsent`.
        public var sentMessages: UInt64?

        /// Updates received.
        ///
        /// - Source: eAPI `Updates`; NX-API `updatesrecvd`.
        public var receivedUpdates: UInt64?

        /// Updates sent.
        ///
        /// - Source: eAPI `Updates`; NX-API `updatessent`.
        public var sentUpdates: UInt64?

        /// Messages that wait to be sent.
        ///
        /// - Source: eAPI `OutQ depth is`; NX-API does not say.
        public var queuedMessages: UInt64?

        /// Bytes that wait in the connection to be sent.
        ///
        /// - Unit: bytes.
        /// - Source: eAPI `Send-Q`; NX-API does not say.
        public var queuedBytes: UInt64?

        /// Prefixes received, of IPv4 and IPv6 unicast together.
        ///
        /// - Source: eAPI `Prefix statistics`; NX-API `pfxrecvd` of every address family.
        public var receivedPrefixes: UInt64?

        /// Prefixes that were accepted.
        ///
        /// - Source: eAPI `show ip bgp summary vrf all` or `show ipv6 bgp summary vrf all`, `prefixAccepted`; NX-API does not
        ///   say.
        public var acceptedPrefixes: UInt64?

        /// Prefixes sent, of IPv4 and IPv6 unicast together.
        ///
        /// - Source: eAPI `Prefix statistics`; NX-API `pfxsent` of every address family.
        public var sentPrefixes: UInt64?

        /// The policy for what comes in.
        ///
        /// - Source: eAPI `Inbound route map is`; NX-API `inpolicyname`.
        public var importPolicy: String?

        /// The policy for what goes out.
        ///
        /// - Source: eAPI `Outbound route map is`; NX-API `outpolicyname`.
        public var exportPolicy: String?

        private enum CodingKeys: String, CodingKey {
            case vrf
            case neighbor
            case description
            case localAS = "local_as"
            case remoteAS = "remote_as"
            case up
            case state
            case reason
            case uptime = "uptime_seconds"
            case previousState = "previous_state"
            case lastEvent = "last_event"
            case lastReset = "last_reset"
            case established = "established_count"
            case receivedPrefixes = "received_prefixes"
            case acceptedPrefixes = "accepted_prefixes"
            case sentPrefixes = "sent_prefixes"
            case receivedMessages = "received_messages"
            case sentMessages = "sent_messages"
            case receivedUpdates = "received_updates"
            case sentUpdates = "sent_updates"
            case queuedMessages = "queued_messages"
            case queuedBytes = "queued_bytes"
            case holdTime = "hold_seconds"
            case keepalive = "keepalive_seconds"
            case configuredHoldTime = "configured_hold_seconds"
            case configuredKeepalive = "configured_keepalive_seconds"
            case localAddress = "local_address"
            case localPort = "local_port"
            case remotePort = "remote_port"
            case routerID = "router_id"
            case remoteRouterID = "remote_router_id"
            case importPolicy = "import_policy"
            case exportPolicy = "export_policy"
        }

        /// Makes a session of which little is known.
        init(vrf: VRFName, neighbor: IPAddress, state: String) {
            self.vrf = vrf
            self.neighbor = neighbor
            self.state = state
            up = state == "Established"
        }
    }

    /// The sessions in the device's order, those over IPv4 first.
    public var entries: [Entry]

    /// Whether EOS routes with one agent, as old releases do; NAPALM reads such a switch differently.
    private var isOneAgent = false

    /// Makes a list of sessions.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// Five commands on eAPI and two on NX-API; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: eosCommands
        case .nxapi: [.cli("show bgp all neighbors vrf all"), .cli("show bgp all summary vrf all")]
        default: nil
        }
    }

    /// NX-OS does not know the commands where the feature is off; EOS says that BGP is inactive, and need not show its
    /// configuration, of which only NAPALM's shape depends.
    public static func isAbsence(_ error: DeviceError, on dialect: DialectName) -> Bool {
        error.operation.contains("running-config") || error.saysFeatureIsOff(on: dialect)
    }

    /// Reads the sessions.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi:
            self.init(Self.eos(&replies))
            isOneAgent = replies.text(at: 4)?.allSatisfy(\.isWhitespace) == true
        case .nxapi: self.init(Self.nxos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
    }
}

extension BGPNeighborsDetail: NAPALMConvertible {
    /// NAPALM calls it `get_bgp_neighbors_detail`.
    public static let napalmGetter = "get_bgp_neighbors_detail"

    /// A dictionary of VRFs, and in each the sessions in lists by the neighbour's autonomous system.
    public func napalm() -> any Encodable & Sendable {
        var vrfs: [VRFName] = []
        for entry in entries where !vrfs.contains(entry.vrf) { vrfs.append(entry.vrf) }
        return NAPALMValue.object(vrfs, by: \.description) { vrf in
            let sessions = entries.filter { $0.vrf == vrf }
            return NAPALMValue.lists(sessions, by: { String($0.remoteAS?.number ?? 0) }, napalm)
        }
    }

    private func napalm(_ entry: Entry) -> NAPALMValue {
        func count(_ value: UInt64?) -> NAPALMValue { .counter(value ?? 0) }
        func seconds(_ value: Duration?) -> NAPALMValue { .whole(value?.components.seconds ?? 0) }
        // NAPALM's pattern for one agent wants a reason behind the state.
        let isUnread = isOneAgent && !entry.up && entry.reason == nil
        // The same for an address without a port.
        let address = isOneAgent && entry.localPort == nil ? nil : entry.localAddress
        return [
            "up": .truth(entry.up), "local_as": .whole(Int64(entry.localAS?.number ?? 0)),
            "remote_as": .whole(Int64(entry.remoteAS?.number ?? 0)),
            "router_id": .text(entry.remoteRouterID?.description ?? "0.0.0.0"),
            "local_address": .text(address), "routing_table": .text(entry.vrf),
            "local_address_configured": .truth(address != nil),
            "local_port": .whole(Int64(entry.localPort ?? 0)), "remote_address": .text(entry.neighbor),
            "remote_port": .whole(Int64(entry.remotePort ?? 0)), "multihop": false, "multipath": false,
            "remove_private_as": false, "import_policy": .text(entry.importPolicy),
            "export_policy": .text(entry.exportPolicy), "input_messages": count(entry.receivedMessages),
            "output_messages": count(entry.sentMessages), "input_updates": count(entry.receivedUpdates),
            "output_updates": count(entry.sentUpdates),
            "messages_queued_out": count(isOneAgent ? entry.queuedMessages : entry.queuedBytes),
            "connection_state": .text(isUnread ? nil : entry.state),
            "previous_connection_state": .text(entry.previousState), "last_event": .text(entry.lastEvent),
            "suppress_4byte_as": false, "local_as_prepend": false, "holdtime": seconds(entry.holdTime),
            "configured_holdtime": seconds(entry.configuredHoldTime), "keepalive": seconds(entry.keepalive),
            "configured_keepalive": seconds(entry.configuredKeepalive), "active_prefix_count": 0,
            "received_prefix_count": count(entry.receivedPrefixes),
            "accepted_prefix_count": count(entry.acceptedPrefixes), "suppressed_prefix_count": 0,
            "advertised_prefix_count": count(entry.sentPrefixes), "flap_count": 0,
        ]
    }
}
