public import FoundationEssentials
public import TrawlCore

/// The OSPF neighbours of a switch: with whom, on which interface, and how far the adjacency is.
///
/// A switch that runs no OSPF has none of them, and that is no error.
public struct OSPFNeighbors: ListModel, Hashable {
    /// Collections call it `ospf-neighbors`.
    public static let name = "ospf-neighbors"

    /// One neighbour on one interface.
    public struct Entry: Codable, Sendable, Hashable {
        /// The VRF.
        ///
        /// - Source: eAPI `show ip ospf neighbor detail vrf all`, the key in `vrfs`; NX-API the same command, `cname`.
        public var vrf: VRFName

        /// The process, in the device's writing: `1`, or `UNDERLAY`.
        ///
        /// - Source: eAPI the key in `instList`; NX-API `ptag`.
        public var instance: String?

        /// The neighbour's router id.
        ///
        /// - Source: eAPI `routerId`; NX-API `rid`.
        public var neighbor: IPAddress

        /// The neighbour's address on the link.
        ///
        /// - Source: eAPI `interfaceAddress`; NX-API `addr`.
        public var address: IPAddress?

        /// The interface.
        ///
        /// - Source: eAPI `interfaceName`; NX-API `intf`.
        public var interface: InterfaceName?

        /// The area, written as an address.
        ///
        /// - Source: eAPI `details.areaId`; NX-API `area`.
        public var area: String?

        /// The adjacency in RFC 2328's words, in lower case: `full`, `2way`, `exstart`, `init`, `down`.
        ///
        /// - Source: eAPI `adjacencyState`; NX-API `state`.
        public var state: String

        /// Whether the adjacency is `full`.
        public var full: Bool

        /// The neighbour's priority in elections.
        ///
        /// - Source: eAPI `priority`; NX-API `priority`, which some releases leave out.
        public var priority: Int64?

        /// How often the state changed.
        ///
        /// - Source: eAPI `details.numberOfStateChanges`; NX-API `transition`.
        public var changes: UInt64?

        /// When it last did.
        ///
        /// - Source: eAPI `details.stateTime`; NX-API, the time of the answer without the age in `lastchange`.
        @InUTC public var lastChange: Date?

        /// How long until the neighbour counts as gone, if it stays silent.
        ///
        /// - Unit: seconds in JSON, as `dead_seconds`.
        /// - Source: eAPI `inactivity`, a moment; NX-API `deadtimer`.
        @InSeconds public var deadTime: Duration?

        private enum CodingKeys: String, CodingKey {
            case vrf
            case instance
            case neighbor
            case address
            case interface
            case area
            case state
            case full
            case priority
            case changes
            case lastChange = "last_change"
            case deadTime = "dead_seconds"
        }
    }

    /// The neighbours in the device's order.
    public var entries: [Entry]

    /// Makes a list of neighbours.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on eAPI and NX-API; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi, .nxapi: [.cli("show ip ospf neighbor detail vrf all")]
        default: nil
        }
    }

    /// NX-OS does not know the command where the feature is off.
    public static func isAbsence(_ error: DeviceError, on dialect: DialectName) -> Bool {
        error.saysFeatureIsOff(on: dialect)
    }

    /// Reads the neighbours.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(Self.eos(&replies))
        case .nxapi: self.init(Self.nxos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
    }
}
