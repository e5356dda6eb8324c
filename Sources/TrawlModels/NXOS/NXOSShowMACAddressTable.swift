extension NXOS {
    /// The answer to `show mac address-table`.
    public struct ShowMACAddressTable: Decodable, Sendable, Hashable {
        /// One entry.
        public struct Entry: Decodable, Sendable, Hashable {
            /// The MAC address.
            public var mac: MACAddress
            /// The VLAN; `0` or `-` where it is in none.
            @LenientString public var vlan: String?
            /// `0` and `disabled`, or `1` and `enabled`.
            @LenientString public var isStatic: String?
            /// The port, or what stands for it.
            @Lenient public var port: InterfaceName?

            private enum CodingKeys: String, CodingKey {
                case mac = "disp_mac_addr"
                case vlan = "disp_vlan"
                case isStatic = "disp_is_static"
                case port = "disp_port"
            }
        }

        /// The entries.
        @NXOSTable public var entries: [Entry]

        private enum CodingKeys: String, CodingKey {
            case entries = "TABLE_mac_address"
        }
    }
}

extension MACTable {
    /// The entries of `show mac address-table`.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(NXOS.ShowMACAddressTable.self, at: 0)
        return (answer?.entries ?? []).map { entry in
            Entry(
                vlan: entry.vlan.flatMap { Int($0) }.flatMap { $0 == 0 ? nil : $0 },
                mac: entry.mac,
                interface: entry.port,
                static: ["1", "enabled", "true"].contains(entry.isStatic?.lowercased())
            )
        }
    }
}
