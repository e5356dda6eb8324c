public import TrawlCore

/// The ARP entries of a switch: which MAC address has which IPv4 address, and behind which interface.
public struct ARP: ListModel, Hashable {
    /// Collections call it `arp`.
    public static let name = "arp"

    /// The VRF.
    ///
    /// Without one EOS tells the entries of every VRF and NX-OS those of its default VRF, as NAPALM asks; `all` means
    /// every VRF on both.
    public static let arguments = [
        ModelArgument("vrf", .word, "The VRF, or `all`; without it all on EOS and the default one on NX-OS.")
    ]

    /// One entry.
    public struct Entry: Codable, Sendable, Hashable {
        /// The VRF.
        ///
        /// - Source: eAPI `show arp vrf all`, the key in `vrfs`; NX-API `show ip arp`, `vrf-name-out`; Junos does not say.
        public var vrf: VRFName?

        /// The IPv4 address.
        ///
        /// - Source: eAPI key `address`; NX-API `ip-addr-out`; Junos `ip-address`.
        public var address: IPAddress

        /// The MAC address; absent where the address is not resolved.
        ///
        /// - Source: eAPI key `hwAddress`; NX-API `mac`; Junos `mac-address`.
        public var mac: MACAddress?

        /// The interface; on EOS the VLAN and the port, as in `Vlan10, Ethernet1`, where both are known.
        ///
        /// - Source: eAPI key `interface`; NX-API `intf-out`, or the port in `phy-intf`; Junos
        ///   `interface-name`.
        public var interface: InterfaceName?

        /// How old the entry is; absent where it does not age.
        ///
        /// - Unit: seconds in JSON, as `age_seconds`.
        /// - Source: eAPI key `age`; NX-API `time-stamp`; Junos does not say.
        @InSeconds public var age: Duration?

        private enum CodingKeys: String, CodingKey {
            case vrf
            case address
            case mac
            case interface
            case age = "age_seconds"
        }
    }

    /// The entries in the device's order.
    public var entries: [Entry]

    /// Makes a table of entries.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on eAPI, NX-API and Junos; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show arp vrf all")]
        case .nxapi: [.cli(arguments["vrf"].map { "show ip arp vrf \($0)" } ?? "show ip arp")]
        case .junos: [.get("/get-arp-table-information?no-resolve=")]
        default: nil
        }
    }

    /// Reads the entries of the VRF that was asked for.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(Self.eos(&replies))
        case .nxapi: self.init(Self.nxos(&replies))
        case .junos: self.init(Self.junos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
        if let vrf = replies.arguments.vrf(), vrf.description != "all" {
            entries.removeAll { $0.vrf != nil && $0.vrf != vrf }
        }
    }
}

extension ARP: NAPALMConvertible {
    /// NAPALM calls it `get_arp_table`.
    public static let napalmGetter = "get_arp_table"

    /// A list in the device's order; an age that is unknown is -1.
    public func napalm() -> any Encodable & Sendable {
        entries.map { entry -> NAPALMValue in
            [
                "interface": .text(entry.interface?.written), "mac": .text(entry.mac?.napalm),
                "ip": .text(entry.address),
                "age": .number(entry.age.map { ($0.inSeconds * 10).rounded() / 10 } ?? -1),
            ]
        }
    }
}
