extension EOS {
    /// The answer to `show ip interface`.
    public struct ShowIPInterface: Decodable, Sendable, Hashable {
        /// One interface.
        public struct Interface: Decodable, Sendable, Hashable {
            /// The VRF.
            @Lenient public var vrf: VRFName?
            /// Its addresses; a list of one in the oldest revision.
            public var interfaceAddress: OneOrMany<Addresses>?
        }

        /// The addresses of an interface.
        public struct Addresses: Decodable, Sendable, Hashable {
            /// The first one; `0.0.0.0` where there is none.
            public var primaryIp: Address?
            /// The others.
            public var secondaryIpsOrderedList: Rows<Address>?
            /// The others, where there is no ordered list.
            public var secondaryIps: RowsByKey<Address>?
        }

        /// One address.
        public struct Address: Decodable, Sendable, Hashable {
            /// The address.
            public var address: IPAddress
            /// The length of the network's prefix.
            public var maskLen: Int

            /// Both; `nil` for `0.0.0.0` and a length that is none.
            var prefix: IPPrefix? { address == IPAddress(v4: 0) ? nil : IPPrefix(address, length: maskLen) }
        }

        /// The interfaces by name.
        @RowsByKey public var interfaces: [Keyed<Interface>]
    }

    /// The answer to `show ipv6 interface`.
    public struct ShowIPv6Interface: Decodable, Sendable, Hashable {
        /// One interface.
        public struct Interface: Decodable, Sendable, Hashable {
            /// The VRF.
            @Lenient public var vrf: VRFName?
            /// The global addresses.
            public var addresses: Rows<Address>?
            /// The link-local one.
            public var linkLocal: Address?
        }

        /// One address.
        public struct Address: Decodable, Sendable, Hashable {
            /// The address.
            @Lenient public var address: IPAddress?
            /// Its network, `2001:db8::/64`.
            @LenientString public var subnet: String?

            /// The address with the length of its network's prefix.
            var prefix: IPPrefix? {
                guard let address, let length = subnet?.split(separator: "/").last.flatMap({ Int($0) }) else {
                    return nil
                }
                return IPPrefix(address, length: length)
            }
        }

        /// The interfaces by name; missing where none has IPv6.
        public var interfaces: RowsByKey<Interface>?
    }
}

extension InterfaceAddresses {
    /// The addresses of `show ip interface` and `show ipv6 interface`, whose replies stand from an index on.
    init(eos replies: inout Replies, at index: Int = 0) {
        self.init([])
        for interface in replies.read(EOS.ShowIPInterface.self, at: index)?.interfaces ?? [] {
            guard let name = InterfaceName(interface.key) else { continue }
            listed.append(Listed(interface: name, version: .v4))
            for addresses in interface.row.interfaceAddress?.values ?? [] {
                let ordered = addresses.secondaryIpsOrderedList?.wrappedValue ?? []
                let others = ordered.isEmpty ? (addresses.secondaryIps?.wrappedValue ?? []).map(\.row) : ordered
                let first = addresses.primaryIp?.prefix
                let all = (first.map { [$0] } ?? []) + others.compactMap(\.prefix)
                entries += all.enumerated().map { index, address in
                    let isSecondary = index > 0 || first == nil
                    return Entry(
                        interface: name,
                        vrf: interface.row.vrf,
                        address: address,
                        secondary: isSecondary ? true : nil
                    )
                }
            }
        }
        for interface in replies.read(EOS.ShowIPv6Interface.self, at: index + 1)?.interfaces?.wrappedValue ?? [] {
            guard let name = InterfaceName(interface.key) else { continue }
            listed.append(Listed(interface: name, version: .v6))
            let row = interface.row
            let all = (row.addresses?.wrappedValue ?? []) + (row.linkLocal.map { [$0] } ?? [])
            entries += all.compactMap(\.prefix).map { Entry(interface: name, vrf: row.vrf, address: $0) }
        }
    }
}
