public import TrawlCore

/// Who is at the other end of each port of a switch, by LLDP.
public struct LLDPNeighbors: ListModel, Hashable {
    /// Collections call it `lldp-neighbors`.
    public static let name = "lldp-neighbors"

    /// One neighbour.
    public struct Entry: Codable, Sendable, Hashable {
        /// The port of this switch.
        ///
        /// - Source: eAPI `show lldp neighbors`, `port`; NX-API `show lldp neighbors detail`, `l_port_id`; Junos
        ///   `get-lldp-neighbors-information`, `lldp-local-port-id`.
        public var interface: InterfaceName

        /// The neighbour's name; its chassis id where it has none.
        ///
        /// - Source: eAPI `neighborDevice`; NX-API `sys_name`, or `chassis_id`; Junos
        ///   `lldp-remote-system-name`, or `lldp-remote-chassis-id`.
        public var neighbor: String?

        /// The neighbour's port.
        ///
        /// - Source: eAPI `neighborPort`; NX-API `port_id`; Junos `lldp-remote-port-id`.
        public var neighborPort: InterfaceName?

        private enum CodingKeys: String, CodingKey {
            case interface
            case neighbor
            case neighborPort = "neighbor_port"
        }
    }

    /// The neighbours in the device's order.
    public var entries: [Entry]

    /// Makes a list of neighbours.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on eAPI, NX-API and Junos; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show lldp neighbors")]
        case .nxapi: [.cli("show lldp neighbors detail")]
        case .junos: [.get("/get-lldp-neighbors-information")]
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
        case .nxapi:
            let detail = LLDPNeighborsDetail.nxos(&replies)
            self.init(
                detail.map { entry in
                    Entry(
                        interface: entry.interface,
                        neighbor: entry.neighbor ?? entry.chassisID?.written,
                        neighborPort: entry.neighborPort
                    )
                }
            )
        case .junos: self.init(Self.junos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
    }
}

extension LLDPNeighbors: NAPALMConvertible {
    /// NAPALM calls it `get_lldp_neighbors`.
    public static let napalmGetter = "get_lldp_neighbors"

    /// A list for each port.
    public func napalm() -> any Encodable & Sendable {
        NAPALMValue.lists(entries, by: \.interface.napalm) { entry in
            ["hostname": .text(entry.neighbor), "port": .text(entry.neighborPort?.written)]
        }
    }
}

extension InterfaceName {
    /// As NAPALM writes the ports of neighbours: in full, `mgmt0` as `Management0`.
    var napalm: String {
        description.hasPrefix("mgmt") ? "Management" + description.dropFirst("mgmt".count) : description
    }
}
