import TrawlCore

extension Junos {
    /// The answer to `get-ethernet-switching-table-information`.
    ///
    /// No recording of one was at hand: the shape is from memory of Juniper's schema.
    public struct EthernetSwitchingTable: Decodable, Sendable, Hashable {
        /// One entry.
        public struct Entry: Decodable, Sendable, Hashable {
            /// The VLAN's name.
            public var vlan: String?
            /// The MAC address.
            public var mac: MACAddress
            /// Such as `D` for one that was learned and `S` for one that was configured.
            public var flags: String?
            /// The logical interface.
            public var interface: String?

            private enum CodingKeys: String, CodingKey {
                case vlan = "l2ng-l2-mac-vlan-name"
                case mac = "l2ng-l2-mac-address"
                case flags = "l2ng-l2-mac-flags"
                case interface = "l2ng-l2-mac-logical-interface"
            }

            /// Reads an entry, which has a MAC address.
            public init(from decoder: any Decoder) throws {
                let members = try decoder.container(keyedBy: CodingKeys.self)
                let written = try members.decode(Leaf.self, forKey: .mac).text ?? ""
                guard let mac = MACAddress(written) else {
                    throw DecodingError.dataCorruptedError(
                        forKey: .mac,
                        in: members,
                        debugDescription: "`\(written)` is not a MAC address"
                    )
                }
                self.mac = mac
                vlan = try members.decodeIfPresent(Leaf.self, forKey: .vlan)?.text
                flags = try members.decodeIfPresent(Leaf.self, forKey: .flags)?.text
                interface = try members.decodeIfPresent(Leaf.self, forKey: .interface)?.text
            }
        }

        /// The entries of one VLAN.
        public struct VLAN: Decodable, Sendable, Hashable {
            /// The number, where the table says it.
            public var id: Int?
            /// The entries.
            public var entries: [Entry]

            private enum CodingKeys: String, CodingKey {
                case id = "l2ng-l2-vlan-id"
                case entries = "l2ng-mac-entry"
            }

            /// Reads the entries of a VLAN.
            public init(from decoder: any Decoder) throws {
                let members = try decoder.container(keyedBy: CodingKeys.self)
                id = try members.decodeIfPresent(Leaf.self, forKey: .id)?.whole.flatMap { Int(exactly: $0) }
                entries = try members.decodeIfPresent(Rows<Entry>.self, forKey: .entries)?.wrappedValue ?? []
            }
        }

        /// The VLANs in the device's order.
        public var vlans: [VLAN]

        /// Reads every member's VLANs.
        public init(from decoder: any Decoder) throws {
            vlans = try Junos.rows(
                of: VLAN.self,
                named: "l2ng-l2ald-mac-entry-vlan",
                in: "l2ng-l2ald-rtb-macdb",
                from: decoder
            )
        }
    }
}

extension MACTable {
    /// The entries of `get-ethernet-switching-table-information`, with the VLANs' numbers from `get-vlan-information`.
    static func junos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(Junos.EthernetSwitchingTable.self, at: 0)
        let known = replies.readIfStructured(Junos.VLANInformation.self, at: 1)?.vlans ?? []
        let numbers = Dictionary(
            known.compactMap { vlan in vlan.name.flatMap { name in vlan.id.map { (name, $0) } } },
            uniquingKeysWith: { first, _ in first }
        )
        return (answer?.vlans ?? []).flatMap { vlan in
            vlan.entries.map { entry in
                Entry(
                    vlan: entry.vlan.flatMap { numbers[$0] } ?? vlan.id,
                    mac: entry.mac,
                    interface: entry.interface.flatMap { InterfaceName($0) },
                    static: entry.flags.map { flags in flags.split(separator: ",").contains("S") } ?? false
                )
            }
        }
    }
}
