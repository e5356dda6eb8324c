public import TrawlCore

/// Everything that the neighbours of a switch say about themselves by LLDP.
public struct LLDPNeighborsDetail: ListModel, Hashable {
    /// Collections call it `lldp-neighbors-detail`.
    public static let name = "lldp-neighbors-detail"

    /// One port alone.
    public static let arguments = [ModelArgument("interface", .interface, "One port alone; all without it.")]

    /// One neighbour.
    public struct Entry: Codable, Sendable, Hashable {
        /// The port of this switch.
        ///
        /// - Source: eAPI `show lldp neighbors detail`, the key in `lldpNeighbors`; NX-API the same command,
        ///   `l_port_id`.
        public var interface: InterfaceName

        /// The neighbour's name.
        ///
        /// - Source: eAPI `systemName`; NX-API `sys_name`.
        public var neighbor: String?

        /// The neighbour's port.
        ///
        /// - Source: eAPI `interfaceId`; NX-API `port_id`.
        public var neighborPort: InterfaceName?

        /// What the neighbour says about that port.
        ///
        /// - Source: eAPI `interfaceDescription`; NX-API `port_desc`.
        public var neighborPortDescription: String?

        /// What tells the neighbour from all others, most often a MAC address.
        ///
        /// - Source: eAPI `chassisId`; NX-API `chassis_id`.
        public var chassisID: ChassisID?

        /// What the neighbour is.
        ///
        /// - Source: eAPI `systemDescription`; NX-API `sys_desc`, of a text answer the first line.
        public var systemDescription: String?

        /// What the neighbour can do: `bridge`, `router`, `station`, `telephone`, `wlan-access-point`, `repeater`,
        /// `docsis-cable-device`, `other`.
        ///
        /// - Source: eAPI, the keys of `systemCapabilities`; NX-API `system_capability`.
        public var capabilities: [String]?

        /// What the neighbour does.
        ///
        /// - Source: eAPI, the keys of `systemCapabilities` that are true; NX-API `enabled_capability`.
        public var enabledCapabilities: [String]?

        /// Where the neighbour is managed.
        ///
        /// - Source: eAPI `managementAddresses`; NX-API `mgmt_addr` and `mgmt_addr_ipv6`.
        public var managementAddresses: [IPAddress]?

        private enum CodingKeys: String, CodingKey {
            case interface
            case neighbor
            case neighborPort = "neighbor_port"
            case neighborPortDescription = "neighbor_port_description"
            case chassisID = "chassis_id"
            case systemDescription = "system_description"
            case capabilities
            case enabledCapabilities = "enabled_capabilities"
            case managementAddresses = "management_addresses"
        }
    }

    /// The neighbours in the device's order.
    public var entries: [Entry]

    /// Where they come from: NAPALM names the port of this switch on EOS alone.
    var dialect: DialectName?

    /// Makes a list of neighbours.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on eAPI and NX-API; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi, .nxapi: [.cli("show lldp neighbors detail")]
        default: nil
        }
    }

    /// Where LLDP does not run there are no neighbours.
    public static func isAbsence(_ error: DeviceError, on dialect: DialectName) -> Bool {
        error.saysFeatureIsOff(on: dialect)
    }

    /// Reads the neighbours.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(Self.eos(&replies))
        case .nxapi: self.init(Self.nxos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
        dialect = replies.device.dialect
        if let port = replies.arguments["interface"].flatMap({ InterfaceName($0) }) {
            entries.removeAll { $0.interface != port }
        }
    }
}

extension LLDPNeighborsDetail: NAPALMConvertible {
    /// NAPALM calls it `get_lldp_neighbors_detail`.
    public static let napalmGetter = "get_lldp_neighbors_detail"

    /// A list for each port.
    public func napalm() -> any Encodable & Sendable {
        NAPALMValue.lists(entries, by: \.interface.napalm) { entry in
            let chassis = dialect == .eapi ? entry.chassisID?.mac?.napalm : nil
            return [
                "parent_interface": .text(dialect == .eapi ? entry.interface.napalm : ""),
                "remote_port": .text(entry.neighborPort?.written),
                "remote_port_description": .text(entry.neighborPortDescription),
                "remote_system_name": .text(entry.neighbor),
                "remote_system_description": .text(entry.systemDescription),
                "remote_chassis_id": .text(chassis ?? entry.chassisID?.written),
                "remote_system_capab": .list((entry.capabilities ?? []).map { .text($0) }),
                "remote_system_enable_capab": .list((entry.enabledCapabilities ?? []).map { .text($0) }),
            ]
        }
    }
}
