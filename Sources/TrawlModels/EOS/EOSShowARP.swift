extension EOS {
    /// The answer to `show arp vrf all`.
    public struct ShowARP: Decodable, Sendable, Hashable {
        /// One VRF.
        public struct VRF: Decodable, Sendable, Hashable {
            /// Its entries.
            public var ipV4Neighbors: Rows<Neighbor>?
        }

        /// One entry.
        public struct Neighbor: Decodable, Sendable, Hashable {
            /// The MAC address.
            @Lenient public var hwAddress: MACAddress?
            /// The IPv4 address.
            public var address: IPAddress
            /// The interface, or the VLAN and the port behind it.
            @Lenient public var interface: InterfaceName?
            /// Seconds since it was learned; missing on static entries.
            public var age: Double?
        }

        /// The VRFs by name.
        @RowsByKey public var vrfs: [Keyed<VRF>]
    }
}

extension ARP {
    /// The entries of `show arp vrf all`.
    static func eos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(EOS.ShowARP.self, at: 0)
        return (answer?.vrfs ?? []).flatMap { vrf in
            (vrf.row.ipV4Neighbors?.wrappedValue ?? []).map { neighbor in
                Entry(
                    vrf: VRFName(vrf.key),
                    address: neighbor.address,
                    mac: neighbor.hwAddress,
                    interface: neighbor.interface,
                    age: neighbor.age.flatMap { Seconds($0)?.duration }
                )
            }
        }
    }
}
