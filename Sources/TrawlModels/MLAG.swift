public import TrawlCore

/// A switch's half of a pair that looks like one switch: MLAG on EOS, vPC on NX-OS.
public struct MLAG: NormalizedModel, Hashable {
    /// Collections call it `mlag`.
    public static let name = "mlag"

    /// How far the pair has come.
    public enum State: String, Codable, Sendable, Hashable, CaseIterable {
        /// The two switches know and hear each other.
        case active
        /// It is configured, and the two do not.
        case inactive
        /// It is not configured.
        case disabled
    }

    /// What a switch is in its pair.
    public enum Role: String, Codable, Sendable, Hashable, CaseIterable {
        /// It decides.
        case primary
        /// The other one decides.
        case secondary
    }

    /// One port channel that both switches have.
    public struct Interface: Codable, Sendable, Hashable {
        /// The number that it has on both switches.
        ///
        /// - Source: eAPI `show mlag interfaces`, the key in `interfaces`; NX-API `show vpc`, `vpc-id`.
        public var id: Int

        /// The port channel.
        ///
        /// - Source: eAPI `localInterface`; NX-API `vpc-ifindex`.
        public var name: InterfaceName?

        /// Whether it is up on this switch.
        ///
        /// - Source: eAPI `localInterfaceStatus` is `up`; NX-API `vpc-port-state` is 1.
        public var up: Bool?

        /// Whether it is up on the peer.
        ///
        /// - Source: eAPI `peerInterfaceStatus` is `up`; NX-API does not say.
        public var peerUp: Bool?

        /// Whether both switches have the same configuration of it.
        ///
        /// - Source: NX-API `vpc-consistency` is `consistent`; eAPI does not say.
        public var consistent: Bool?

        /// More about its state, in the device's words.
        ///
        /// - Source: eAPI `status`, such as `active-full`; NX-API `vpc-consistency-status`, such as `SUCCESS`.
        public var status: String?

        private enum CodingKeys: String, CodingKey {
            case id
            case name
            case up
            case peerUp = "peer_up"
            case consistent
            case status
        }
    }

    /// How far the pair has come.
    ///
    /// - Source: eAPI `show mlag detail`, `state`; NX-API `show vpc`: `active` where `vpc-peer-status` is `peer-ok`,
    ///   `disabled` where the feature is off or `vpc-domain-id` is no domain's.
    public var state: State

    /// The name or number that both switches have in common.
    ///
    /// - Source: eAPI `domainId`; NX-API `vpc-domain-id`.
    public var domainID: String?

    /// What this switch is in the pair, for now.
    ///
    /// - Source: eAPI `detail.mlagState`; NX-API `vpc-role`, of `primary, operational secondary` the latter.
    public var role: Role?

    /// The MAC address that both switches have in common.
    ///
    /// - Source: eAPI `systemId`; NX-API `show vpc role`, `vpc-system-mac`.
    public var systemID: MACAddress?

    /// The address at which this switch looks for its peer.
    ///
    /// - Source: eAPI `peerAddress`; NX-API `show vpc peer-keepalive`, `vpc-keepalive-dest`.
    public var peerAddress: IPAddress?

    /// Whether the peer is heard over the link between the two.
    ///
    /// - Source: eAPI `negStatus` is `connected`; NX-API `vpc-peer-status` is `peer-ok`.
    public var peerConnected: Bool?

    /// Whether the peer is heard over another way than that link.
    ///
    /// - Source: NX-API `vpc-peer-keepalive-status` is `peer-alive`; eAPI does not say.
    public var peerAlive: Bool?

    /// The link between the two.
    ///
    /// - Source: eAPI `peerLink`; NX-API `TABLE_peerlink`, `peerlink-ifindex`.
    public var peerLink: InterfaceName?

    /// Whether that link is up.
    ///
    /// - Source: eAPI `peerLinkStatus` is `up`; NX-API `peer-link-port-state` is 1.
    public var peerLinkUp: Bool?

    /// Whether the two have configurations that fit each other.
    ///
    /// - Source: eAPI `configSanity` is `consistent`; NX-API `vpc-peer-consistency` is `consistent`.
    public var consistent: Bool?

    /// Whether both switches think that they are the primary one.
    ///
    /// - Source: NX-API `show vpc role`, `dual-active-detected` is not 0; eAPI does not say.
    public var dualActive: Bool?

    /// The port channels that both switches have; absent where the device did not tell them.
    public var interfaces: [Interface]?

    private enum CodingKeys: String, CodingKey {
        case state
        case domainID = "domain_id"
        case role
        case systemID = "system_id"
        case peerAddress = "peer_address"
        case peerConnected = "peer_connected"
        case peerAlive = "peer_alive"
        case peerLink = "peer_link"
        case peerLinkUp = "peer_link_up"
        case consistent
        case dualActive = "dual_active"
        case interfaces
    }

    /// Makes a description of a pair's half of which nothing but its state is known.
    public init(state: State) {
        self.state = state
    }

    /// Two commands on eAPI and three on NX-API; no other dialect has them.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show mlag detail"), .cli("show mlag interfaces")]
        case .nxapi: [.cli("show vpc"), .cli("show vpc role"), .cli("show vpc peer-keepalive")]
        default: nil
        }
    }

    /// A switch whose feature is off is in no pair.
    public static func isAbsence(_ error: DeviceError, on dialect: DialectName) -> Bool {
        error.saysFeatureIsOff(on: dialect)
    }

    /// Reads how the pair is.
    ///
    /// - Throws: ``DeviceError/Code/wrongShape`` where the first command's answer does not say so.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: try self.init(eos: &replies)
        case .nxapi: try self.init(nxos: &replies)
        default: throw Self.noSpelling(on: replies.device)
        }
    }
}
