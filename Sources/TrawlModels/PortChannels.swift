public import TrawlCore

/// The port channels of a switch, and the ports in them.
public struct PortChannels: ListModel, Hashable {
    /// Collections call it `port-channels`.
    public static let name = "port-channels"

    /// One port channel.
    public struct Entry: Codable, Sendable, Hashable {
        /// The name.
        ///
        /// - Source: eAPI `show port-channel`, the key in `portChannels`; NX-API `show port-channel summary`,
        ///   `port-channel`.
        public var name: InterfaceName

        /// Whether it carries traffic.
        ///
        /// - Source: eAPI, whether any port is in `activePorts`; NX-API `status` is `U`.
        public var up: Bool?

        /// `lacp`, `static` or `pagp`.
        ///
        /// - Source: eAPI, `protocol` of its ports, which old releases do not say; NX-API `prtcl`, where `NONE` is `static`.
        public var `protocol`: String?

        /// The fewest active ports with which it is up.
        ///
        /// - Source: eAPI `minLinks`; NX-API does not say.
        public var minimumLinks: Int?

        /// The ports that carry its traffic; of an MLAG on EOS the peer's too, as in `PeerEthernet4`.
        ///
        /// - Source: eAPI, the keys of `activePorts`; NX-API, the ports in `TABLE_member` whose `port-status` is `P`.
        public var activeMembers: [InterfaceName]

        /// The ports that do not.
        ///
        /// - Source: eAPI, the keys of `inactivePorts`; NX-API, the other ports in `TABLE_member`.
        public var inactiveMembers: [InterfaceName]

        /// Why each of ``inactiveMembers`` does not, in their order, where the device says so.
        ///
        /// - Source: eAPI `reasonUnconfigured`; NX-API, the letter of
        ///   `port-status` as its legend has it: `down`, `individual`, `suspended`, `hot-standby`, `module-removed`,
        ///   `bfd-wait`, `delayed`, else the letter.
        public var inactiveReasons: [String]?

        private enum CodingKeys: String, CodingKey {
            case name
            case up
            case `protocol`
            case minimumLinks = "minimum_links"
            case activeMembers = "active_members"
            case inactiveMembers = "inactive_members"
            case inactiveReasons = "inactive_reasons"
        }
    }

    /// The port channels in the device's order.
    public var entries: [Entry]

    /// Makes a list of port channels.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on eAPI and NX-API; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show port-channel")]
        case .nxapi: [.cli("show port-channel summary")]
        default: nil
        }
    }

    /// A switch without port channels may refuse the command.
    public static func isAbsence(_ error: DeviceError, on dialect: DialectName) -> Bool { error.saysNone }

    /// Reads the port channels.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(Self.eos(&replies))
        case .nxapi: self.init(Self.nxos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
    }
}
