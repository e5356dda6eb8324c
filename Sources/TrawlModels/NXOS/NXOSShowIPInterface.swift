extension NXOS {
    /// The answer to `show ip interface`, of one VRF or all.
    public struct ShowIPInterface: Decodable, Sendable, Hashable {
        /// One VRF; interfaces follow their VRFs in the same order, one row each.
        public struct VRF: Decodable, Sendable, Hashable {
            /// Its name.
            @Lenient public var name: VRFName?

            private enum CodingKeys: String, CodingKey {
                case name = "vrf-name-out"
            }
        }

        /// One interface.
        public struct Interface: Decodable, Sendable, Hashable {
            /// The name.
            public var name: InterfaceName
            /// The address.
            @Lenient public var address: IPAddress?
            /// The length of its network's prefix.
            @LenientInt public var length: Int64?
            /// The interface whose address it uses.
            @Lenient public var unnumberedParent: InterfaceName?
            /// Further addresses.
            @NXOSTable public var secondary: [Secondary]

            private enum CodingKeys: String, CodingKey {
                case name = "intf-name"
                case address = "prefix"
                case length = "masklen"
                case unnumberedParent = "unnum-intf"
                case secondary = "TABLE_secondary_address"
            }
        }

        /// A further address.
        public struct Secondary: Decodable, Sendable, Hashable {
            /// The address.
            @Lenient public var address: IPAddress?
            /// The length of its network's prefix.
            @LenientInt public var length: Int64?

            private enum CodingKeys: String, CodingKey {
                case address = "prefix1"
                case length = "masklen1"
            }
        }

        /// The VRFs.
        @NXOSTable public var vrfs: [VRF]
        /// The interfaces.
        @NXOSTable public var interfaces: [Interface]

        private enum CodingKeys: String, CodingKey {
            case vrfs = "TABLE_vrf"
            case interfaces = "TABLE_intf"
        }
    }

    /// The answer to `show ipv6 interface`, of one VRF or all.
    public struct ShowIPv6Interface: Decodable, Sendable, Hashable {
        /// One interface.
        public struct Interface: Decodable, Sendable, Hashable {
            /// The name.
            public var name: InterfaceName
            /// The addresses, with the length of the prefix or alone, joined with commas.
            @LenientString public var addresses: String?
            /// The addresses, in releases that give each a row.
            @NXOSTable public var rows: [Address]

            private enum CodingKeys: String, CodingKey {
                case name = "intf-name"
                case addresses = "addr"
                case rows = "TABLE_addr"
            }

            /// The addresses, each once, in the device's order.
            public var all: [String] {
                var seen: Set<String> = []
                let written = [addresses].compactMap { $0 } + rows.compactMap(\.addresses)
                return written.flatMap { $0.split(separator: ",").map(String.init) }.filter { seen.insert($0).inserted }
            }
        }

        /// One row of addresses.
        public struct Address: Decodable, Sendable, Hashable {
            /// The address, with the length of the prefix or alone; joined with commas where they are several.
            @LenientString public var addresses: String?

            private enum CodingKeys: String, CodingKey {
                case addresses = "addr"
            }
        }

        /// The VRFs.
        @NXOSTable public var vrfs: [ShowIPInterface.VRF]
        /// The interfaces.
        @NXOSTable public var interfaces: [Interface]

        private enum CodingKeys: String, CodingKey {
            case vrfs = "TABLE_vrf"
            case interfaces = "TABLE_intf"
        }
    }
}

extension InterfaceAddresses {
    /// The addresses of `show ip interface` and `show ipv6 interface`.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        let v4 = replies.read(NXOS.ShowIPInterface.self, at: 0)
        let v6 = replies.read(NXOS.ShowIPv6Interface.self, at: 1)
        return (v4.map { fourth($0, &replies) } ?? []) + (v6.map { sixth($0, &replies) } ?? [])
    }

    /// The VRF of each of some interfaces: as many VRFs as interfaces, or one for them all.
    private static func vrfs(_ vrfs: [NXOS.ShowIPInterface.VRF], count: Int) -> [VRFName?] {
        if vrfs.count == count { return vrfs.map(\.name) }
        let names = Set(vrfs.map(\.name))
        return Array(repeating: names.count == 1 ? names.first ?? nil : nil, count: count)
    }

    private static func fourth(_ answer: NXOS.ShowIPInterface, _ replies: inout Replies) -> [Entry] {
        var own: [InterfaceName: [(prefix: IPPrefix, isSecondary: Bool)]] = [:]
        for interface in answer.interfaces where own[interface.name] == nil {
            own[interface.name] = prefixes(of: interface, &replies)
        }
        let vrfs = vrfs(answer.vrfs, count: answer.interfaces.count)
        return zip(answer.interfaces, vrfs).flatMap { interface, vrf in
            let parent = interface.unnumberedParent.flatMap { own[$0] }
            let addresses = own[interface.name] ?? []
            return (addresses.isEmpty ? parent ?? [] : addresses).map { address in
                Entry(
                    interface: interface.name,
                    vrf: vrf,
                    address: address.prefix,
                    secondary: address.isSecondary ? true : nil,
                    unnumbered: interface.unnumberedParent == nil ? nil : true
                )
            }
        }
    }

    /// An interface's own addresses; one whose length is none is noted and left out.
    private static func prefixes(
        of interface: NXOS.ShowIPInterface.Interface,
        _ replies: inout Replies
    ) -> [(prefix: IPPrefix, isSecondary: Bool)] {
        let all = [(interface.address, interface.length)] + interface.secondary.map { ($0.address, $0.length) }
        return all.enumerated().compactMap { index, pair in
            guard let address = pair.0, address != IPAddress(v4: 0) else { return nil }
            if let length = pair.1, let prefix = IPPrefix(address, length: Int(clamping: length)) {
                return (prefix, index > 0)
            }
            let found = pair.1.map { "`\($0)`" } ?? "nothing"
            let key = index > 0 ? "masklen1" : "masklen"
            replies.note(
                "ShowIPInterface: \(key) of \(address) on \(interface.name): expected a prefix length, found \(found)",
                during: "show ip interface"
            )
            return nil
        }
    }

    private static func sixth(_ answer: NXOS.ShowIPv6Interface, _ replies: inout Replies) -> [Entry] {
        let vrfs = vrfs(answer.vrfs, count: answer.interfaces.count)
        var entries: [Entry] = []
        for (interface, vrf) in zip(answer.interfaces, vrfs) {
            for text in interface.all where !text.saysNothing {
                // An address alone has all its bits.
                guard let address = ModelArgument.prefix(text) else {
                    replies.note(
                        "ShowIPv6Interface: addr of \(interface.name): expected an IP address, found `\(text.prefix(60))`",
                        during: "show ipv6 interface"
                    )
                    continue
                }
                entries.append(Entry(interface: interface.name, vrf: vrf, address: address))
            }
        }
        return entries
    }
}
