public import FoundationEssentials
public import TrawlCore

/// The MAC addresses that a switch knows, and behind which interface.
public struct MACTable: ListModel, Hashable {
    /// Collections call it `mac-table`.
    public static let name = "mac-table"

    /// One entry.
    public struct Entry: Codable, Sendable, Hashable {
        /// The VLAN; absent where the entry is in none.
        ///
        /// - Source: eAPI `show mac address-table`, `vlanId`; NX-API `disp_vlan`; Junos the number of the VLAN in
        ///   `l2ng-l2-mac-vlan-name`.
        public var vlan: Int?

        /// The MAC address.
        ///
        /// - Source: eAPI `macAddress`; NX-API `disp_mac_addr`; Junos `l2ng-l2-mac-address`.
        public var mac: MACAddress

        /// The interface, or what stands for it: `Router`, `CPU`, `sup-eth1(R)`, `vPC Peer-Link`.
        ///
        /// - Source: eAPI `interface`; NX-API `disp_port`; Junos `l2ng-l2-mac-logical-interface`.
        public var interface: InterfaceName?

        /// Whether it was configured and not learned.
        ///
        /// - Source: eAPI, `entryType` is `static`; NX-API `disp_is_static`; Junos, `S` in `l2ng-l2-mac-flags`.
        public var `static`: Bool

        /// How often it moved.
        ///
        /// - Source: eAPI `moves`; NX-API does not say.
        public var moves: Int64?

        /// When it last moved.
        ///
        /// - Source: eAPI `lastMove`; NX-API does not say.
        @InUTC public var lastMove: Date?

        private enum CodingKeys: String, CodingKey {
            case vlan
            case mac
            case interface
            case `static`
            case moves
            case lastMove = "last_move"
        }
    }

    /// The entries in the device's order.
    public var entries: [Entry]

    /// Makes a table of entries.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on eAPI and NX-API, two on Junos, whose table has the names of VLANs; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi, .nxapi: [.cli("show mac address-table")]
        case .junos: [.get("/get-ethernet-switching-table-information"), .get("/get-vlan-information?detail=")]
        default: nil
        }
    }

    /// Reads the entries.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(Self.eos(&replies))
        case .nxapi: self.init(Self.nxos(&replies))
        case .junos: self.init(Self.junos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
    }
}

extension MACTable: NAPALMConvertible {
    /// NAPALM calls it `get_mac_address_table`.
    public static let napalmGetter = "get_mac_address_table"

    /// A list in the device's order; unknown moves are 0.
    public func napalm() -> any Encodable & Sendable {
        entries.map { entry -> NAPALMValue in
            [
                "mac": .text(entry.mac.napalm), "interface": .text(entry.interface?.written),
                "vlan": .whole(Int64(entry.vlan ?? 0)), "active": true, "static": .truth(entry.static),
                "moves": .whole(entry.moves ?? 0),
                "last_move": .number(entry.lastMove?.timeIntervalSince1970 ?? 0),
            ]
        }
    }
}
