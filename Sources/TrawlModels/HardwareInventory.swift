public import TrawlCore

/// The parts of a switch that have a type and a serial number: chassis, modules, power supplies, fans, optics.
///
/// The type is not called after its collection: `Inventory` is the list of devices.
public struct HardwareInventory: ListModel, Hashable {
    /// Collections call it `inventory`.
    public static let name = "inventory"

    /// What a part is.
    public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        /// The chassis.
        case chassis
        /// A supervisor, a line card or a fabric module.
        case module
        /// A power supply.
        case powerSupply = "power-supply"
        /// A fan, or a tray of them.
        case fan
        /// An optical module or a cable with an identity.
        case transceiver
        /// A disk.
        case storage
        /// Something else.
        case other
    }

    /// One part.
    public struct Entry: Codable, Sendable, Hashable {
        /// What it is.
        public var kind: Kind

        /// Where it is: of a transceiver the interface, else the place in the device's words.
        ///
        /// - Source: eAPI `show inventory`, the key in `cardSlots`, `powerSupplySlots`, `fanTraySlots`, `xcvrSlots` and
        ///   `storageDevices`; NX-API `show inventory`, `name`, and `show interface transceiver`, `interface`; Junos
        ///   `get-chassis-inventory`, `name` behind those of the parts that it is in (`FPC 0 PIC 0 Xcvr 3`): which
        ///   interface a transceiver belongs to is not said.
        public var name: String

        /// The order number, as its maker writes it.
        ///
        /// - Source: eAPI `modelName`, or `name`; NX-API `productid`, of transceivers `cisco_product_id`, else `partnum`;
        ///   Junos `model-number`, else `part-number`, of the chassis `description`.
        public var model: String?

        /// The serial number.
        ///
        /// - Source: eAPI `serialNum`; NX-API `serialnum`; Junos `serial-number`.
        public var serialNumber: String?

        /// The hardware's revision.
        ///
        /// - Source: eAPI `hardwareRev`; NX-API `vendorid`, of transceivers `rev`; Junos `version`.
        public var revision: String?

        /// What it is in words.
        ///
        /// - Source: eAPI `description` of the chassis, `mfgName` of transceivers; NX-API `desc`, of transceivers `type`;
        ///   Junos `description`.
        public var description: String?

        private enum CodingKeys: String, CodingKey {
            case kind
            case name
            case model
            case serialNumber = "serial_number"
            case revision
            case description
        }
    }

    /// The parts: the chassis first, then as the device lists them.
    public var entries: [Entry]

    /// Makes a list of parts.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on eAPI and Junos and two on NX-API, where optics are no part of the inventory; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show inventory")]
        case .nxapi: [.cli("show inventory"), .cli("show interface transceiver")]
        case .junos: [.get("/get-chassis-inventory")]
        default: nil
        }
    }

    /// Reads the parts.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(Self.eos(&replies))
        case .nxapi: self.init(Self.nxos(&replies))
        case .junos: self.init(Self.junos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
    }
}
