extension NXOS {
    /// The answer to `show ip arp`, of one VRF or all.
    public struct ShowIPARP: Decodable, Sendable, Hashable {
        /// One VRF.
        public struct VRF: Decodable, Sendable, Hashable {
            /// Its name.
            @Lenient public var name: VRFName?
            /// Its entries.
            @NXOSTable public var entries: [Entry]

            private enum CodingKeys: String, CodingKey {
                case name = "vrf-name-out"
                case entries = "TABLE_adj"
            }
        }

        /// One entry.
        public struct Entry: Decodable, Sendable, Hashable {
            /// The interface.
            @Lenient public var interface: InterfaceName?
            /// The IPv4 address.
            public var address: IPAddress
            /// The MAC address; `INCOMPLETE` while it is asked for.
            @Lenient public var mac: MACAddress?
            /// The age: `00:09:43`, `0.411797`, `PT9M43S`, or `-` for one that does not age.
            @LenientString public var age: String?

            private enum CodingKeys: String, CodingKey {
                case interface = "intf-out"
                case address = "ip-addr-out"
                case mac
                case age = "time-stamp"
            }
        }

        /// The VRFs.
        @NXOSTable public var vrfs: [VRF]

        private enum CodingKeys: String, CodingKey {
            case vrfs = "TABLE_vrf"
        }
    }
}

extension ARP {
    /// The entries of `show ip arp`.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(NXOS.ShowIPARP.self, at: 0)
        return (answer?.vrfs ?? []).flatMap { vrf in
            vrf.entries.map { entry in
                Entry(
                    vrf: vrf.name,
                    address: entry.address,
                    mac: entry.mac,
                    interface: entry.interface,
                    age: entry.age.flatMap { NXOSAge($0)?.duration }
                )
            }
        }
    }
}
