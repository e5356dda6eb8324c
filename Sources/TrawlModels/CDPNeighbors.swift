public import TrawlCore

/// What the neighbours of a switch say about themselves by CDP.
///
/// NX-OS alone: EOS does not speak CDP, and its devices are skipped.
public struct CDPNeighbors: ListModel, Hashable {
    /// Collections call it `cdp-neighbors`.
    public static let name = "cdp-neighbors"

    /// One neighbour.
    public struct Entry: Codable, Sendable, Hashable {
        /// The port of this switch.
        ///
        /// - Source: NX-API `show cdp neighbors detail`, `intf_id`.
        public var interface: InterfaceName

        /// The neighbour's name.
        ///
        /// - Source: NX-API `sysname`, and without it `device_id` up to a serial number in brackets.
        public var neighbor: String?

        /// What tells the neighbour from all others, often its name with its serial number in brackets.
        ///
        /// - Source: NX-API `device_id`.
        public var deviceID: String?

        /// The neighbour's port.
        ///
        /// - Source: NX-API `port_id`.
        public var neighborPort: InterfaceName?

        /// The neighbour's hardware.
        ///
        /// - Source: NX-API `platform_id`.
        public var platform: String?

        /// What the neighbour is, in the device's words: `router`, `switch`, `host` and others.
        ///
        /// - Source: NX-API `capability`, a key that may stand several times.
        public var capabilities: [String]?

        /// The neighbour's software, of several lines the first.
        ///
        /// - Source: NX-API `version`.
        public var version: String?

        /// The VLAN of untagged frames on the neighbour's port.
        ///
        /// - Source: NX-API `nativevlan`.
        public var nativeVLAN: Int?

        /// How long the neighbour counts as there without being heard again.
        ///
        /// - Unit: seconds in JSON, as `hold_time_seconds`.
        /// - Source: NX-API `ttl`.
        @InSeconds public var holdTime: Duration?

        /// The neighbour's addresses.
        ///
        /// - Source: NX-API `v4addr`, `v6addr` and `v4mgmtaddr`, `v6mgmtaddr`.
        public var addresses: [IPAddress]?

        private enum CodingKeys: String, CodingKey {
            case interface
            case neighbor
            case deviceID = "device_id"
            case neighborPort = "neighbor_port"
            case platform
            case capabilities
            case version
            case nativeVLAN = "native_vlan"
            case holdTime = "hold_time_seconds"
            case addresses
        }
    }

    /// The neighbours in the device's order.
    public var entries: [Entry]

    /// Makes a list of neighbours.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on NX-API; EOS does not speak CDP, and no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        dialect == .nxapi ? [.cli("show cdp neighbors detail")] : nil
    }

    /// Where CDP does not run there are no neighbours.
    public static func isAbsence(_ error: DeviceError, on dialect: DialectName) -> Bool {
        error.saysFeatureIsOff(on: dialect)
    }

    /// Reads the neighbours.
    public init(from replies: inout Replies) throws(DeviceError) {
        guard replies.device.dialect == .nxapi else { throw Self.noSpelling(on: replies.device) }
        self.init(Self.nxos(&replies))
    }
}
