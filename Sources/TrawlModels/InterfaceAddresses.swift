public import TrawlCore

/// The IP addresses of a switch's interfaces.
public struct InterfaceAddresses: ListModel, Hashable {
    /// Collections call it `interface-addresses`.
    public static let name = "interface-addresses"

    /// The VRF, or `all`.
    public static let arguments = [
        ModelArgument("vrf", .word, "The VRF, or `all`; without it all on EOS and the default one on NX-OS.")
    ]

    /// One address.
    public struct Entry: Codable, Sendable, Hashable {
        /// The interface.
        ///
        /// - Source: eAPI `show ip interface` and `show ipv6 interface`, the key in `interfaces`; NX-API the same
        ///   commands, `intf-name`.
        public var interface: InterfaceName

        /// The VRF.
        ///
        /// - Source: eAPI `vrf`; NX-API `vrf-name-out`.
        public var vrf: VRFName?

        /// The address with the length of its network's prefix.
        ///
        /// - Source: eAPI `primaryIp`, `secondaryIpsOrderedList`, `addresses` and `linkLocal`; NX-API `prefix` with
        ///   `masklen`, `TABLE_secondary_address`, and `addr`.
        public var address: IPPrefix

        /// Whether it is a further IPv4 address beside the first.
        public var secondary: Bool?

        /// Whether it is another interface's, whose address an unnumbered one uses.
        public var unnumbered: Bool?
    }

    /// The addresses, IPv4 first, in the device's order.
    public var entries: [Entry]

    /// The interfaces that EOS lists, address or not, with the versions: NAPALM has an empty dictionary for them.
    var listed: [Listed] = []

    /// An interface with a version.
    struct Listed: Sendable, Hashable {
        var interface: InterfaceName
        var version: IPAddress.Version
    }

    /// Makes a list of addresses.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// Two commands on eAPI and NX-API; no other dialect has them.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show ip interface"), .cli("show ipv6 interface")]
        case .nxapi:
            ["ip", "ipv6"].map { .cli("show \($0) interface" + (arguments["vrf"].map { " vrf \($0)" } ?? "")) }
        default: nil
        }
    }

    /// A switch without IPv6, or without any address of a version, refuses the command: it has none.
    public static func isAbsence(_ error: DeviceError, on dialect: DialectName) -> Bool {
        error.operation.contains("ipv6") && error.saysFeatureIsOff(on: dialect)
    }

    /// Reads the addresses.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(eos: &replies)
        case .nxapi: self.init(Self.nxos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
        if let vrf = replies.arguments.vrf(), vrf.description != "all" {
            entries.removeAll { $0.vrf != nil && $0.vrf != vrf }
        }
    }
}

extension InterfaceAddresses: NAPALMConvertible {
    /// NAPALM calls it `get_interfaces_ip`.
    public static let napalmGetter = "get_interfaces_ip"

    /// A dictionary by interface and by version.
    public func napalm() -> any Encodable & Sendable {
        var order: [String] = []
        var versions: [String: [IPAddress.Version: [Entry]]] = [:]
        func note(_ interface: InterfaceName, _ version: IPAddress.Version, _ entry: Entry?) {
            let name = interface.written
            if versions[name] == nil { order.append(name) }
            versions[name, default: [:]][version, default: []] += entry.map { [$0] } ?? []
        }
        for listed in listed { note(listed.interface, listed.version, nil) }
        for entry in entries { note(entry.interface, entry.address.address.version, entry) }
        return NAPALMValue.object(order, by: \.self) { name in
            let found: [IPAddress.Version] = [.v4, .v6].filter { versions[name]?[$0] != nil }
            return NAPALMValue.object(found, by: { $0 == .v4 ? "ipv4" : "ipv6" }) { version in
                NAPALMValue.object(versions[name]?[version] ?? [], by: \.address.address.description) { entry in
                    ["prefix_length": .whole(Int64(entry.address.length))]
                }
            }
        }
    }
}
