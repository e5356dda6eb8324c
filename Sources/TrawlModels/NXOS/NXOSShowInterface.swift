import FoundationEssentials

extension NXOS {
    /// The answer to `show interface`, state and counters.
    public struct ShowInterface: Decodable, Sendable, Hashable {
        /// One interface; a port has the `eth_` keys, a VLAN interface the `svi_` ones, `mgmt0` counts in `vdc_lvl_` ones.
        public struct Interface: Decodable, Sendable, Hashable {
            /// The name.
            @Lenient public var name: InterfaceName?
            /// `up` or `down`.
            @LenientString public var state: String?
            /// `up` or `down`, as somebody wants it.
            @LenientString public var adminState: String?
            /// The same of a VLAN interface.
            @LenientString public var sviAdminState: String?
            /// What somebody wrote about it.
            @LenientString public var description: String?
            /// The same of a VLAN interface.
            @LenientString public var sviDescription: String?
            /// The MAC address.
            @Lenient public var mac: MACAddress?
            /// The same of a VLAN interface.
            @Lenient public var sviMAC: MACAddress?
            /// The largest packet in bytes.
            @LenientInt public var mtu: Int64?
            /// The same of a VLAN interface.
            @LenientInt public var sviMTU: Int64?
            /// Kbit/s; 7.1 repeats it.
            @LenientString public var bandwidth: String?
            /// The same of a VLAN interface.
            @LenientString public var sviBandwidth: String?
            /// How long ago it went up or down, or `never`.
            @LenientString public var lastFlapped: String?

            /// The counters of a port.
            public var port = Counters()
            /// The counters of `mgmt0`.
            public var management = Counters()
            /// The counters of a VLAN interface.
            public var vlan = Counters()

            private enum CodingKeys: String, CodingKey {
                case name = "interface"
                case state
                case adminState = "admin_state"
                case sviAdminState = "svi_admin_state"
                case description = "desc"
                case sviDescription = "svi_desc"
                case mac = "eth_hw_addr"
                case sviMAC = "svi_mac"
                case mtu = "eth_mtu"
                case sviMTU = "svi_mtu"
                case bandwidth = "eth_bw"
                case sviBandwidth = "svi_bw"
                case lastFlapped = "eth_link_flapped"
            }

            /// Reads one row.
            public init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                _name = try container.decode(Lenient<InterfaceName>.self, forKey: .name)
                _state = try container.decode(LenientString.self, forKey: .state)
                _adminState = try container.decode(LenientString.self, forKey: .adminState)
                _sviAdminState = try container.decode(LenientString.self, forKey: .sviAdminState)
                _description = try container.decode(LenientString.self, forKey: .description)
                _sviDescription = try container.decode(LenientString.self, forKey: .sviDescription)
                _mac = try container.decode(Lenient<MACAddress>.self, forKey: .mac)
                _sviMAC = try container.decode(Lenient<MACAddress>.self, forKey: .sviMAC)
                _mtu = try container.decode(LenientInt.self, forKey: .mtu)
                _sviMTU = try container.decode(LenientInt.self, forKey: .sviMTU)
                _bandwidth = try container.decode(LenientString.self, forKey: .bandwidth)
                _sviBandwidth = try container.decode(LenientString.self, forKey: .sviBandwidth)
                _lastFlapped = try container.decode(LenientString.self, forKey: .lastFlapped)
                port = try Counters(from: decoder, spelling: .port)
                management = try Counters(from: decoder, spelling: .management)
                vlan = try Counters(from: decoder, spelling: .vlan)
            }

            /// Whether the row says nothing at all, as the last one of some releases does.
            var isBlank: Bool {
                let texts = [
                    state, adminState, sviAdminState, description, sviDescription, bandwidth, sviBandwidth, lastFlapped,
                ]
                return texts.allSatisfy { $0 == nil } && [mac, sviMAC].allSatisfy { $0 == nil }
                    && [mtu, sviMTU].allSatisfy { $0 == nil } && port.isEmpty && management.isEmpty && vlan.isEmpty
            }

            /// Kbit/s, the first of several.
            func kilobits(_ text: String?) -> Int64? {
                text?.split(separator: ",").first.flatMap { Int64($0) }
            }
        }

        /// Counters, exact to 64 bits; which there are depends on the kind of interface.
        public struct Counters: Sendable, Hashable {
            /// Bytes received and sent.
            public var octets: (received: UInt64?, sent: UInt64?) { (values["inbytes"], values["outbytes"]) }

            /// By the words of the keys of ports.
            fileprivate var values: [String: UInt64] = [:]

            /// The counter by the end of its key, as ports spell it: `inucast`, `outerr`.
            public subscript(name: String) -> UInt64? { values[name] }

            /// Whether nothing is counted.
            public var isEmpty: Bool { values.isEmpty }
        }

        /// The interfaces; a release or two give an interface several rows.
        @NXOSTable public var rows: [Interface]

        private enum CodingKeys: String, CodingKey {
            case rows = "TABLE_interface"
        }
    }
}

extension NXOS.ShowInterface.Counters {
    /// How a kind of interface spells its counters.
    fileprivate enum Spelling {
        case port
        case management
        case vlan

        /// The keys by the words of ports.
        var keys: [String: String] {
            let words = [
                "inbytes", "inucast", "inmcast", "inbcast", "indiscard", "inerr", "outbytes", "outucast", "outmcast",
                "outbcast", "outdiscard", "outerr",
            ]
            return switch self {
            case .port: Dictionary(uniqueKeysWithValues: words.map { ($0, "eth_" + $0) })
            case .management:
                [
                    "inbytes": "vdc_lvl_in_bytes", "inucast": "vdc_lvl_in_ucast", "inmcast": "vdc_lvl_in_mcast",
                    "inbcast": "vdc_lvl_in_bcast", "outbytes": "vdc_lvl_out_bytes", "outucast": "vdc_lvl_out_ucast",
                    "outmcast": "vdc_lvl_out_mcast", "outbcast": "vdc_lvl_out_bcast",
                ]
            case .vlan:
                [
                    "inbytes": "svi_ucast_bytes_in", "inucast": "svi_ucast_pkts_in", "outbytes": "svi_ucast_bytes_out",
                    "outucast": "svi_ucast_pkts_out",
                ]
            }
        }
    }

    private static let spellings: [Spelling: [String: String]] = [
        .port: Spelling.port.keys, .management: Spelling.management.keys, .vlan: Spelling.vlan.keys,
    ]

    fileprivate init(from decoder: any Decoder, spelling: Spelling) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        for (word, key) in Self.spellings[spelling] ?? [:] {
            let number = try container.decode(LenientUInt64.self, forKey: AnyKey(key)).wrappedValue
            if let number { values[word] = number }
        }
    }
}

extension Interfaces {
    /// The interfaces of `show interface`.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        let now = replies.time
        return NXOS.namedInterfaces(&replies).map { name, row in
            let admin = row.adminState ?? row.sviAdminState ?? row.state
            let kilobits = row.kilobits(row.bandwidth) ?? row.kilobits(row.sviBandwidth)
            return Entry(
                name: name,
                enabled: admin.map { $0 == "up" },
                up: row.state == nil && row.sviAdminState == nil
                    ? nil : row.state == "up" || row.sviAdminState == "up",
                description: row.description ?? row.sviDescription,
                mac: row.mac ?? row.sviMAC,
                mtu: row.mtu ?? row.sviMTU,
                speed: kilobits.flatMap(Bandwidth.init(kilobitsPerSecond:)),
                lastChange: row.lastFlapped.flatMap { NXOSAge($0) }.map {
                    now.addingTimeInterval(-$0.duration.inSeconds)
                }
            )
        }
    }
}

extension InterfaceCounters {
    /// The counters of `show interface`.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        NXOS.namedInterfaces(&replies).map { name, row in
            let counters = [row.port, row.management, row.vlan].first { !$0.isEmpty }
            return Entry(
                name: name,
                inOctets: counters?["inbytes"],
                inUnicastPackets: counters?["inucast"],
                inMulticastPackets: counters?["inmcast"],
                inBroadcastPackets: counters?["inbcast"],
                inDiscards: counters?["indiscard"],
                inErrors: counters?["inerr"],
                outOctets: counters?["outbytes"],
                outUnicastPackets: counters?["outucast"],
                outMulticastPackets: counters?["outmcast"],
                outBroadcastPackets: counters?["outbcast"],
                outDiscards: counters?["outdiscard"],
                outErrors: counters?["outerr"]
            )
        }
    }
}

extension NXOS {
    /// The interfaces of `show interface` with their names; a row that has none and says something else is noted.
    fileprivate static func namedInterfaces(
        _ replies: inout Replies
    ) -> [(name: InterfaceName, row: ShowInterface.Interface)] {
        let rows = replies.read(ShowInterface.self, at: 0)?.rows ?? []
        return rows.enumerated().compactMap { index, row in
            if let name = row.name { return (name, row) }
            if !row.isBlank {
                let finding = "ShowInterface: row \(index) of TABLE_interface: no key `interface`"
                replies.note(finding, during: "show interface")
            }
            return nil
        }
    }
}
