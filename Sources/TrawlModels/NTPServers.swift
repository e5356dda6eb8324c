public import TrawlCore

/// The NTP servers that a switch is configured to ask.
public struct NTPServers: ListModel, Hashable {
    /// Collections call it `ntp-servers`.
    public static let name = "ntp-servers"

    /// One server, or one peer.
    public struct Entry: Codable, Sendable, Hashable {
        /// The address or the name.
        ///
        /// - Source: eAPI, the lines `ntp server` and `ntp peer` of `show running-config | section ntp`; NX-API
        ///   `show ntp peers`, `PeerIPAddress`.
        public var address: HostAddress

        /// The VRF in which it is asked.
        ///
        /// - Source: eAPI, the word behind `vrf`, `default` without one; NX-API does not say.
        public var vrf: VRFName?

        /// Whether it is preferred to others.
        ///
        /// - Source: eAPI, the word `prefer`; NX-API does not say.
        public var prefer: Bool?

        /// Whether it is asked several times at the start.
        ///
        /// - Source: eAPI, the word `iburst`; NX-API does not say.
        public var iburst: Bool?

        /// The protocol's version, where one is configured.
        ///
        /// - Source: eAPI, the word behind `version`; NX-API does not say.
        public var version: Int?

        /// The number of the key that it proves itself with, which is not the key.
        ///
        /// - Source: eAPI, the word behind `key`; NX-API does not say.
        public var keyID: Int64?

        /// The interface whose address it is asked from, where one is configured for this server.
        ///
        /// - Source: eAPI, the word behind `local-interface`; NX-API does not say.
        public var sourceInterface: InterfaceName?

        /// The address of that interface, of the version of ``address`` where it has one.
        ///
        /// - Source: eAPI `show ip interface` and `show ipv6 interface`; NX-API does not say.
        public var sourceAddress: IPAddress?

        private enum CodingKeys: String, CodingKey {
            case address
            case vrf
            case prefer
            case iburst
            case version
            case keyID = "key_id"
            case sourceInterface = "source_interface"
            case sourceAddress = "source_address"
        }
    }

    /// The servers in the device's order.
    public var entries: [Entry]

    /// Where they come from: NAPALM has details of EOS alone.
    var dialect: DialectName?

    /// Makes a list of servers.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on eAPI and NX-API; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show running-config | section ntp", format: .text)]
        case .nxapi: [.cli("show ntp peers")]
        default: nil
        }
    }

    /// On eAPI the addresses of interfaces, where a server is asked from one of them.
    public static func followUps(to replies: Replies) -> [Command] {
        guard replies.device.dialect == .eapi, replies.all.count == 1, let text = replies.text(at: 0) else { return [] }
        let usesInterface = EOS.NTPSection(text).servers.contains { $0.localInterface != nil }
        return usesInterface ? InterfaceAddresses.commands(for: .eapi) ?? [] : []
    }

    /// A switch without IPv6 has no such addresses.
    public static func isAbsence(_ error: DeviceError, on dialect: DialectName) -> Bool {
        error.operation.contains("ipv6") && error.saysNone || error.operation.contains("ntp") && error.saysNone
    }

    /// Reads the servers.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(Self.eos(&replies, \.servers))
        case .nxapi: self.init(Self.nxos(&replies, as: "Server"))
        default: throw Self.noSpelling(on: replies.device)
        }
        dialect = replies.device.dialect
    }
}

extension NTPServers: NAPALMConvertible {
    /// NAPALM calls it `get_ntp_servers`.
    public static let napalmGetter = "get_ntp_servers"

    /// A dictionary by address, with details on EOS and empty on NX-OS.
    public func napalm() -> any Encodable & Sendable {
        NAPALMValue.object(entries, by: \.address.description) { entry in
            guard dialect == .eapi else { return [:] }
            return [
                "port": 123, "version": .whole(Int64(entry.version ?? 4)), "association_type": "SERVER",
                "iburst": .truth(entry.iburst ?? false), "prefer": .truth(entry.prefer ?? false),
                "network_instance": .text(entry.vrf), "source_address": .text(entry.sourceAddress),
                "key_id": .whole(entry.keyID ?? -1), "address": .text(entry.address),
            ]
        }
    }
}
