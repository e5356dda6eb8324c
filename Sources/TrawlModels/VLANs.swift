public import TrawlCore

/// The VLANs of a switch, and the interfaces in them.
public struct VLANs: ListModel, Hashable {
    /// Collections call it `vlans`.
    public static let name = "vlans"

    /// One VLAN.
    public struct Entry: Codable, Sendable, Hashable {
        /// The number.
        ///
        /// - Source: eAPI `show vlan`, the key in `vlans`; NX-API `show vlan brief`, `vlanshowbr-vlanid`; Junos
        ///   `get-vlan-information`, `l2ng-l2rtb-vlan-tag`: a VLAN without a number is left out.
        public var id: Int

        /// The name.
        ///
        /// - Source: eAPI `name`; NX-API `vlanshowbr-vlanname`; Junos `l2ng-l2rtb-vlan-name`.
        public var name: String?

        /// `active` or `suspend`.
        ///
        /// - Source: eAPI `status`; NX-API `vlanshowbr-vlanstate`; Junos `l2ng-l2rtb-instance-state`.
        public var status: String?

        /// The interfaces in it.
        ///
        /// - Source: eAPI, the keys of `interfaces`; NX-API `vlanshowplist-ifidx`, ranges written out; Junos
        ///   `l2ng-l2rtb-vlan-member-interface`.
        public var interfaces: [InterfaceName]
    }

    /// The VLANs in the device's order.
    public var entries: [Entry]

    /// Where they come from: NAPALM writes a VLAN without interfaces in two ways.
    var dialect: DialectName?

    /// Makes a list of VLANs.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on eAPI, NX-API and Junos; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show vlan")]
        case .nxapi: [.cli("show vlan brief")]
        case .junos: [.get("/get-vlan-information?detail=")]
        default: nil
        }
    }

    /// Reads the VLANs.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(Self.eos(&replies))
        case .nxapi: self.init(Self.nxos(&replies))
        case .junos: self.init(Self.junos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
        dialect = replies.device.dialect
    }
}

extension VLANs: NAPALMConvertible {
    /// NAPALM calls it `get_vlans`.
    public static let napalmGetter = "get_vlans"

    /// A dictionary by number; on NX-OS a VLAN without interfaces has one whose name is empty.
    public func napalm() -> any Encodable & Sendable {
        NAPALMValue.object(entries, by: \.id.description) { entry in
            var names = entry.interfaces.map { name in
                dialect == .nxapi ? name.description.replacing("Port-Channel", with: "Port-channel") : name.written
            }
            if dialect == .nxapi, names.isEmpty { names = [""] }
            return ["name": .text(entry.name), "interfaces": .list(names.map { .text($0) })]
        }
    }
}
