extension EOS {
    /// The answer to `show vlan`.
    public struct ShowVLAN: Decodable, Sendable, Hashable {
        /// One VLAN.
        public struct VLAN: Decodable, Sendable, Hashable {
            /// The name.
            public var name: String?
            /// `active` or `suspended`.
            public var status: String?
            /// The interfaces by name.
            public var interfaces: RowsByKey<Interface>?
        }

        /// What is said about an interface of a VLAN.
        public struct Interface: Decodable, Sendable, Hashable {
            /// Whether a private VLAN made it one.
            public var privatePromoted: Bool?
        }

        /// The VLANs by number.
        @RowsByKey public var vlans: [Keyed<VLAN>]
    }
}

extension VLANs {
    /// The VLANs of `show vlan`.
    static func eos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(EOS.ShowVLAN.self, at: 0)
        return (answer?.vlans ?? []).compactMap { vlan in
            guard let id = Int(vlan.key) else {
                replies.note("ShowVLAN: vlans: expected a number, found `\(vlan.key.prefix(60))`", during: "show vlan")
                return nil
            }
            return Entry(
                id: id,
                name: vlan.row.name?.unlessBlank,
                status: vlan.row.status?.unlessBlank,
                interfaces: (vlan.row.interfaces?.wrappedValue ?? []).compactMap { InterfaceName($0.key) }
            )
        }
    }
}
