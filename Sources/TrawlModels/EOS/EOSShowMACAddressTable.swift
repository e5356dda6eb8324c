import FoundationEssentials

extension EOS {
    /// The answer to `show mac address-table`.
    public struct ShowMACAddressTable: Decodable, Sendable, Hashable {
        /// Entries for single hosts.
        public struct Unicast: Decodable, Sendable, Hashable {
            /// The entries.
            @Rows public var tableEntries: [Entry]
        }

        /// One entry.
        public struct Entry: Decodable, Sendable, Hashable {
            /// The MAC address.
            public var macAddress: MACAddress
            /// The VLAN.
            public var vlanId: Int?
            /// The interface.
            @Lenient public var interface: InterfaceName?
            /// `dynamic`, `static`, `other` and others.
            public var entryType: String?
            /// How often it moved.
            public var moves: Int64?
            /// Seconds since 1970.
            public var lastMove: Double?
        }

        /// Entries for single hosts.
        public var unicastTable: Unicast
    }
}

extension MACTable {
    /// The entries of `show mac address-table`.
    static func eos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(EOS.ShowMACAddressTable.self, at: 0)
        return (answer?.unicastTable.tableEntries ?? []).map { entry in
            Entry(
                vlan: entry.vlanId,
                mac: entry.macAddress,
                interface: entry.interface,
                static: entry.entryType == "static",
                moves: entry.moves,
                lastMove: entry.lastMove.map(Date.init(timeIntervalSince1970:))
            )
        }
    }
}
