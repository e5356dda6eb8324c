public import FoundationEssentials
public import TrawlCore

/// The interfaces of a switch, and how each of them is.
public struct Interfaces: ListModel, Hashable {
    /// Collections call it `interfaces`.
    public static let name = "interfaces"

    /// One interface.
    public struct Entry: Codable, Sendable, Hashable {
        /// The name.
        ///
        /// - Source: eAPI `show interfaces`, the key in `interfaces`; NX-API `show interface`, key `interface`;
        ///   Junos `get-interface-information`, `name`, ports and the logical interfaces on them.
        public var name: InterfaceName

        /// Whether somebody wants it up.
        ///
        /// - Source: eAPI, `interfaceStatus` is not `disabled`; NX-API, the first of `admin_state`, `svi_admin_state` and
        ///   `state` that is there is `up`; Junos `admin-status`, of a logical interface `if-config-flags`.
        public var enabled: Bool?

        /// Whether it is up.
        ///
        /// - Source: eAPI, `lineProtocolStatus` is `up`; NX-API, `state` or `svi_admin_state` is `up`; Junos
        ///   `oper-status`, of ports alone.
        public var up: Bool?

        /// What somebody wrote about it.
        ///
        /// - Source: eAPI `description`; NX-API `desc`, or `svi_desc`; Junos `description`.
        public var description: String?

        /// Its MAC address.
        ///
        /// - Source: eAPI `physicalAddress`; NX-API `eth_hw_addr`, or `svi_mac`; Junos
        ///   `current-physical-address`.
        public var mac: MACAddress?

        /// The largest packet.
        ///
        /// - Unit: bytes.
        /// - Source: eAPI `mtu`; NX-API `eth_mtu`, or `svi_mtu`; Junos `mtu`, where it is a number.
        public var mtu: Int64?

        /// What it carries.
        ///
        /// - Unit: bits a second in JSON, as `speed_bps`.
        /// - Source: eAPI `bandwidth`; NX-API `eth_bw`, or `svi_bw`, in kbit/s; Junos `speed`.
        public var speed: Bandwidth?

        /// When it last went up or down.
        ///
        /// - Source: eAPI `lastStatusChangeTimestamp`; NX-API, the time of the answer without the age in
        ///   `eth_link_flapped`, or Junos' `interface-flapped`.
        @InUTC public var lastChange: Date?

        private enum CodingKeys: String, CodingKey {
            case name
            case enabled
            case up
            case description
            case mac
            case mtu
            case speed = "speed_bps"
            case lastChange = "last_change"
        }
    }

    /// The interfaces in the device's order.
    public var entries: [Entry]

    /// Makes a list of interfaces.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on eAPI, NX-API and Junos; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show interfaces")]
        case .nxapi: [.cli("show interface")]
        case .junos: [.get("/get-interface-information")]
        default: nil
        }
    }

    /// Reads the interfaces.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(Self.eos(&replies))
        case .nxapi: self.init(Self.nxos(&replies))
        case .junos: self.init(Self.junos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
    }
}

extension Interfaces: NAPALMConvertible {
    /// NAPALM calls it `get_interfaces`.
    public static let napalmGetter = "get_interfaces"

    /// A dictionary by name; speeds are in Mbit/s, and a moment that is unknown is -1.
    public func napalm() -> any Encodable & Sendable {
        NAPALMValue.object(entries, by: \.name.written) { entry in
            [
                "is_up": .truth(entry.up ?? false), "is_enabled": .truth(entry.enabled ?? false),
                "description": .text(entry.description),
                "last_flapped": .number(entry.lastChange?.timeIntervalSince1970 ?? -1),
                "speed": .number(entry.speed?.megabitsPerSecond ?? 0), "mtu": .whole(entry.mtu ?? 0),
                "mac_address": .text(entry.mac?.napalm),
            ]
        }
    }
}
