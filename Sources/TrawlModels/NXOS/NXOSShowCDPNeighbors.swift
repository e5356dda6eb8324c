extension NXOS {
    /// The answer to `show cdp neighbors detail`, and to `show cdp neighbors`, which says less.
    public struct ShowCDPNeighbors: Decodable, Sendable, Hashable {
        /// One neighbour.
        public struct Neighbor: Decodable, Sendable, Hashable {
            /// What tells it from all others: a name, with a serial number in brackets where it has one.
            @LenientString public var deviceID: String?
            /// The name.
            @LenientString public var systemName: String?
            /// The port of this switch.
            public var interface: InterfaceName
            /// Its port.
            @Lenient public var port: InterfaceName?
            /// Its hardware.
            @LenientString public var platform: String?
            /// What it is; several joined with commas.
            @LenientString public var capabilities: String?
            /// Its software, of several lines.
            @LenientString public var version: String?
            /// The VLAN of untagged frames.
            @LenientInt public var nativeVLAN: Int64?
            /// Seconds that it counts as there.
            @LenientInt public var holdTime: Int64?
            /// Its IPv4 addresses.
            @LenientString public var v4: String?
            /// Its IPv6 addresses.
            @LenientString public var v6: String?
            /// Where it is managed.
            @LenientString public var v4Management: String?
            /// Where it is managed.
            @LenientString public var v6Management: String?

            private enum CodingKeys: String, CodingKey {
                case deviceID = "device_id"
                case systemName = "sysname"
                case interface = "intf_id"
                case port = "port_id"
                case platform = "platform_id"
                case capabilities = "capability"
                case version
                case nativeVLAN = "nativevlan"
                case holdTime = "ttl"
                case v4 = "v4addr"
                case v6 = "v6addr"
                case v4Management = "v4mgmtaddr"
                case v6Management = "v6mgmtaddr"
            }

            /// Its addresses, each once.
            public var addresses: [IPAddress] {
                var seen: Set<IPAddress> = []
                let texts = [v4, v6, v4Management, v6Management].compactMap { $0 }
                return texts.flatMap { $0.split(separator: ",") }
                    .compactMap { IPAddress(String($0.drop { $0 == " " })) }
                    .filter { seen.insert($0).inserted }
            }
        }

        /// The neighbours of `show cdp neighbors detail`.
        @NXOSTable public var detailed: [Neighbor]
        /// The neighbours of `show cdp neighbors`.
        @NXOSTable public var brief: [Neighbor]

        private enum CodingKeys: String, CodingKey {
            case detailed = "TABLE_cdp_neighbor_detail_info"
            case brief = "TABLE_cdp_neighbor_brief_info"
        }
    }
}

extension CDPNeighbors {
    /// The neighbours of `show cdp neighbors`, with `detail` or without.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(NXOS.ShowCDPNeighbors.self, at: 0)
        return ((answer?.detailed ?? []) + (answer?.brief ?? [])).map { neighbor in
            let addresses = neighbor.addresses
            let capabilities = neighbor.capabilities?.split { $0 == "," || $0 == " " }.map(String.init)
            let name = neighbor.deviceID.flatMap { String($0.prefix { $0 != "(" }).unlessBlank }
            return Entry(
                interface: neighbor.interface,
                neighbor: neighbor.systemName.flatMap { $0.saysNothing ? nil : $0 } ?? name,
                deviceID: neighbor.deviceID,
                neighborPort: neighbor.port,
                platform: neighbor.platform,
                capabilities: capabilities,
                version: neighbor.version?.split(whereSeparator: \.isNewline).first.map(String.init),
                nativeVLAN: neighbor.nativeVLAN.flatMap { Int(exactly: $0) },
                holdTime: neighbor.holdTime.flatMap { Seconds(Double($0))?.duration },
                addresses: addresses.isEmpty ? nil : addresses
            )
        }
    }
}
