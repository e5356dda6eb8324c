public import TrawlCore

/// What the interfaces of a switch counted since their counters were last cleared.
public struct InterfaceCounters: ListModel, Hashable {
    /// Collections call it `interface-counters`.
    public static let name = "interface-counters"

    /// One interface's counters, 64 bits each; absent where the device does not count.
    ///
    /// - Source: eAPI `show interfaces`, `interfaceCounters`; NX-API `show interface`, the keys of the kind of interface:
    ///   `eth_…` on ports, `vdc_lvl_…` on `mgmt0`, `svi_…` on VLAN interfaces.
    public struct Entry: Codable, Sendable, Hashable {
        /// The name.
        public var name: InterfaceName
        /// Bytes received.
        ///
        /// - Source: eAPI `inOctets`; NX-API `eth_inbytes`.
        public var inOctets: UInt64?
        /// Unicast packets received.
        ///
        /// - Source: eAPI `inUcastPkts`; NX-API `eth_inucast`.
        public var inUnicastPackets: UInt64?
        /// Multicast packets received.
        ///
        /// - Source: eAPI `inMulticastPkts`; NX-API `eth_inmcast`.
        public var inMulticastPackets: UInt64?
        /// Broadcast packets received.
        ///
        /// - Source: eAPI `inBroadcastPkts`; NX-API `eth_inbcast`.
        public var inBroadcastPackets: UInt64?
        /// Packets received and dropped.
        ///
        /// - Source: eAPI `inDiscards`; NX-API `eth_indiscard`.
        public var inDiscards: UInt64?
        /// Packets received with errors.
        ///
        /// - Source: eAPI `totalInErrors`; NX-API `eth_inerr`.
        public var inErrors: UInt64?
        /// Bytes sent.
        ///
        /// - Source: eAPI `outOctets`; NX-API `eth_outbytes`.
        public var outOctets: UInt64?
        /// Unicast packets sent.
        ///
        /// - Source: eAPI `outUcastPkts`; NX-API `eth_outucast`.
        public var outUnicastPackets: UInt64?
        /// Multicast packets sent.
        ///
        /// - Source: eAPI `outMulticastPkts`; NX-API `eth_outmcast`.
        public var outMulticastPackets: UInt64?
        /// Broadcast packets sent.
        ///
        /// - Source: eAPI `outBroadcastPkts`; NX-API `eth_outbcast`.
        public var outBroadcastPackets: UInt64?
        /// Packets dropped instead of sent.
        ///
        /// - Source: eAPI `outDiscards`; NX-API `eth_outdiscard`.
        public var outDiscards: UInt64?
        /// Packets that could not be sent.
        ///
        /// - Source: eAPI `totalOutErrors`; NX-API `eth_outerr`.
        public var outErrors: UInt64?

        private enum CodingKeys: String, CodingKey {
            case name
            case inOctets = "in_octets"
            case inUnicastPackets = "in_unicast_packets"
            case inMulticastPackets = "in_multicast_packets"
            case inBroadcastPackets = "in_broadcast_packets"
            case inDiscards = "in_discards"
            case inErrors = "in_errors"
            case outOctets = "out_octets"
            case outUnicastPackets = "out_unicast_packets"
            case outMulticastPackets = "out_multicast_packets"
            case outBroadcastPackets = "out_broadcast_packets"
            case outDiscards = "out_discards"
            case outErrors = "out_errors"
        }
    }

    /// The interfaces in the device's order.
    public var entries: [Entry]

    /// Makes a list of counters.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on eAPI and NX-API, the same as for ``Interfaces``; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        Interfaces.commands(for: dialect, with: arguments)
    }

    /// Reads the counters.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(Self.eos(&replies))
        case .nxapi: self.init(Self.nxos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
    }
}

extension InterfaceCounters: NAPALMConvertible {
    /// NAPALM calls it `get_interfaces_counters`.
    public static let napalmGetter = "get_interfaces_counters"

    /// A dictionary by name, without sub-interfaces; what is not counted is -1.
    public func napalm() -> any Encodable & Sendable {
        let counted = entries.filter { !$0.name.isSubinterface }
        return NAPALMValue.object(counted, by: \.name.written) { entry in
            [
                "tx_octets": .count(entry.outOctets), "rx_octets": .count(entry.inOctets),
                "tx_unicast_packets": .count(entry.outUnicastPackets),
                "rx_unicast_packets": .count(entry.inUnicastPackets),
                "tx_multicast_packets": .count(entry.outMulticastPackets),
                "rx_multicast_packets": .count(entry.inMulticastPackets),
                "tx_broadcast_packets": .count(entry.outBroadcastPackets),
                "rx_broadcast_packets": .count(entry.inBroadcastPackets),
                "tx_discards": .count(entry.outDiscards), "rx_discards": .count(entry.inDiscards),
                "tx_errors": .count(entry.outErrors), "rx_errors": .count(entry.inErrors),
            ]
        }
    }
}
