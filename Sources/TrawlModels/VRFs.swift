public import TrawlCore

/// The VRFs of a switch, and the interfaces in them.
public struct VRFs: ListModel, Hashable {
    /// Collections call it `vrfs`.
    public static let name = "vrfs"

    /// One VRF alone.
    public static let arguments = [ModelArgument("name", .word, "One VRF alone; all without it.")]

    /// One VRF.
    public struct Entry: Codable, Sendable, Hashable {
        /// The name.
        ///
        /// - Source: eAPI `show vrf`, the key in `vrfs`; NX-API `show vrf detail`, `vrf_name`.
        public var name: VRFName

        /// The route distinguisher, in the device's writing.
        ///
        /// - Source: eAPI `routeDistinguisher`; NX-API `rd`.
        public var routeDistinguisher: String?

        /// `up` or `down`.
        ///
        /// - Source: eAPI `vrfState`; NX-API `vrf_state`.
        public var state: String?

        /// The interfaces in it.
        ///
        /// - Source: eAPI `interfaces`; NX-API `show vrf interface`, `if_name`.
        public var interfaces: [InterfaceName]

        private enum CodingKeys: String, CodingKey {
            case name
            case routeDistinguisher = "route_distinguisher"
            case state
            case interfaces
        }
    }

    /// The VRFs in the device's order.
    public var entries: [Entry]

    /// Makes a list of VRFs.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on eAPI and two on NX-API; no other dialect has them.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show vrf")]
        case .nxapi: [.cli("show vrf detail"), .cli("show vrf interface")]
        default: nil
        }
    }

    /// Reads the VRFs.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(Self.eos(&replies))
        case .nxapi: self.init(Self.nxos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
        if let name = replies.arguments.vrf("name") { entries.removeAll { $0.name != name } }
    }
}

extension VRFs: NAPALMConvertible {
    /// NAPALM calls it `get_network_instances`.
    public static let napalmGetter = "get_network_instances"

    /// A dictionary by name.
    public func napalm() -> any Encodable & Sendable {
        NAPALMValue.object(entries, by: \.name.description) { entry in
            [
                "name": .text(entry.name), "type": entry.name == .default ? "DEFAULT_INSTANCE" : "L3VRF",
                "state": ["route_distinguisher": .text(entry.routeDistinguisher)],
                "interfaces": ["interface": NAPALMValue.object(entry.interfaces, by: \.written) { _ in [:] }],
            ]
        }
    }
}
