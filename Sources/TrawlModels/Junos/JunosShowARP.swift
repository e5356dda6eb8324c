import TrawlCore

extension Junos {
    /// The answer to `get-arp-table-information`.
    public struct ARPTable: Decodable, Sendable, Hashable {
        /// One entry.
        public struct Entry: Decodable, Sendable, Hashable {
            /// The MAC address.
            public var mac: String?
            /// The IPv4 address.
            public var address: IPAddress
            /// The interface, and in brackets the port behind it.
            public var interface: String?

            private enum CodingKeys: String, CodingKey {
                case mac = "mac-address"
                case address = "ip-address"
                case interface = "interface-name"
            }

            /// Reads an entry, which has an address.
            public init(from decoder: any Decoder) throws {
                let members = try decoder.container(keyedBy: CodingKeys.self)
                let written = try members.decode(Leaf.self, forKey: .address).text ?? ""
                guard let address = IPAddress(written) else {
                    throw DecodingError.dataCorruptedError(
                        forKey: .address,
                        in: members,
                        debugDescription: "`\(written)` is not an IP address"
                    )
                }
                self.address = address
                mac = try members.decodeIfPresent(Leaf.self, forKey: .mac)?.text
                interface = try members.decodeIfPresent(Leaf.self, forKey: .interface)?.text
            }
        }

        /// The entries in the device's order.
        public var entries: [Entry]

        /// Reads every member's entries.
        public init(from decoder: any Decoder) throws {
            entries = try Junos.rows(
                of: Entry.self,
                named: "arp-table-entry",
                in: "arp-table-information",
                from: decoder
            )
        }
    }
}

extension ARP {
    /// The entries of `get-arp-table-information`.
    static func junos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(Junos.ARPTable.self, at: 0)
        return (answer?.entries ?? []).map { entry in
            Entry(
                address: entry.address,
                mac: entry.mac.flatMap { MACAddress($0) },
                interface: entry.interface.flatMap { text in
                    InterfaceName(String(text.prefix { $0 != " " && $0 != "[" }))
                }
            )
        }
    }
}
