import FoundationEssentials

extension EOS {
    /// The answer to `show interfaces`, state and counters.
    public struct ShowInterfaces: Decodable, Sendable, Hashable {
        /// One interface.
        public struct Interface: Decodable, Sendable, Hashable {
            /// `up`, `down`, `lowerLayerDown` and others.
            public var lineProtocolStatus: String?
            /// `connected`, `notconnect`, `disabled`, `errdisabled` and others.
            public var interfaceStatus: String?
            /// What somebody wrote about it; empty where nobody did.
            public var description: String?
            /// The MAC address; missing on loopbacks.
            @Lenient public var physicalAddress: MACAddress?
            /// The largest packet in bytes.
            public var mtu: Int64?
            /// Bits a second; 0 where it is unknown.
            public var bandwidth: UInt64?
            /// Seconds since 1970; missing where it never changed.
            public var lastStatusChangeTimestamp: Double?
            /// `ethernet`, `portChannel`, `subinterface` and others.
            public var hardware: String?
            /// The members of a port channel.
            public var memberInterfaces: RowsByKey<Member>?
            /// What was counted; missing where nothing is.
            public var interfaceCounters: Counters?
        }

        /// One member of a port channel.
        public struct Member: Decodable, Sendable, Hashable {
            /// Bits a second.
            public var bandwidth: UInt64?
        }

        /// Counters, exact to 64 bits.
        public struct Counters: Decodable, Sendable, Hashable {
            /// Bytes received.
            public var inOctets: UInt64?
            /// Unicast packets received.
            public var inUcastPkts: UInt64?
            /// Multicast packets received.
            public var inMulticastPkts: UInt64?
            /// Broadcast packets received.
            public var inBroadcastPkts: UInt64?
            /// Packets received and dropped.
            public var inDiscards: UInt64?
            /// Packets received with errors.
            public var totalInErrors: UInt64?
            /// Bytes sent.
            public var outOctets: UInt64?
            /// Unicast packets sent.
            public var outUcastPkts: UInt64?
            /// Multicast packets sent.
            public var outMulticastPkts: UInt64?
            /// Broadcast packets sent.
            public var outBroadcastPkts: UInt64?
            /// Packets dropped instead of sent.
            public var outDiscards: UInt64?
            /// Packets that could not be sent.
            public var totalOutErrors: UInt64?
            /// How often the link went up or down.
            public var linkStatusChanges: UInt64?
        }

        /// The interfaces by name.
        @RowsByKey public var interfaces: [Keyed<Interface>]
    }
}

extension Interfaces {
    /// The interfaces of `show interfaces`.
    static func eos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(EOS.ShowInterfaces.self, at: 0)
        return (answer?.interfaces ?? []).compactMap { interface in
            let row = interface.row
            return InterfaceName(interface.key).map { name in
                Entry(
                    name: name,
                    enabled: row.interfaceStatus.map { $0 != "disabled" },
                    up: row.lineProtocolStatus.map { $0 == "up" },
                    description: row.description?.unlessBlank,
                    mac: row.physicalAddress,
                    mtu: row.mtu,
                    speed: row.bandwidth.map(Bandwidth.init(bitsPerSecond:)),
                    lastChange: row.lastStatusChangeTimestamp.map(Date.init(timeIntervalSince1970:))
                )
            }
        }
    }
}

extension InterfaceCounters {
    /// The counters of `show interfaces`.
    static func eos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(EOS.ShowInterfaces.self, at: 0)
        return (answer?.interfaces ?? []).compactMap { interface in
            let counters = interface.row.interfaceCounters
            return InterfaceName(interface.key).map { name in
                Entry(
                    name: name,
                    inOctets: counters?.inOctets,
                    inUnicastPackets: counters?.inUcastPkts,
                    inMulticastPackets: counters?.inMulticastPkts,
                    inBroadcastPackets: counters?.inBroadcastPkts,
                    inDiscards: counters?.inDiscards,
                    inErrors: counters?.totalInErrors,
                    outOctets: counters?.outOctets,
                    outUnicastPackets: counters?.outUcastPkts,
                    outMulticastPackets: counters?.outMulticastPkts,
                    outBroadcastPackets: counters?.outBroadcastPkts,
                    outDiscards: counters?.outDiscards,
                    outErrors: counters?.totalOutErrors
                )
            }
        }
    }
}
