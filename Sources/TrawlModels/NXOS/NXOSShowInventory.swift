extension NXOS {
    /// The answer to `show inventory`.
    public struct ShowInventory: Decodable, Sendable, Hashable {
        /// One part.
        public struct Part: Decodable, Sendable, Hashable {
            /// The place, such as `Chassis` or `Module 1`.
            @LenientString public var name: String?
            /// What it is.
            @LenientString public var description: String?
            /// The order number.
            @LenientString public var productID: String?
            /// The serial number; `N/A` where it has none.
            @LenientString public var serialNumber: String?
            /// The hardware's revision, such as `V01`.
            @LenientString public var vendorID: String?

            private enum CodingKeys: String, CodingKey {
                case name
                case description = "desc"
                case productID = "productid"
                case serialNumber = "serialnum"
                case vendorID = "vendorid"
            }
        }

        /// The parts in the device's order.
        @NXOSTable public var parts: [Part]

        private enum CodingKeys: String, CodingKey {
            case parts = "TABLE_inv"
        }

        /// The part that all others are in.
        public var chassis: Part? { parts.first { $0.name == "Chassis" } }
    }
}

extension HardwareInventory {
    /// The parts of `show inventory` and the modules of `show interface transceiver`.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        let parts = replies.read(NXOS.ShowInventory.self, at: 0)?.parts ?? []
        let ports = replies.readIfStructured(NXOS.ShowInterfaceTransceiver.self, at: 1)?.ports ?? []
        let built = parts.enumerated().compactMap { index, part -> Entry? in
            guard let name = part.name else {
                let place = "ShowInventory: TABLE_inv.ROW_inv[\(index)].name"
                replies.note("\(place): expected the place of a part, found none", during: "show inventory")
                return nil
            }
            return Entry(
                kind: kind(of: name),
                name: name,
                model: told(part.productID),
                serialNumber: told(part.serialNumber),
                revision: told(part.vendorID),
                description: told(part.description)
            )
        }
        let transceivers = ports.filter(\.isFitted).map { port in
            Entry(
                kind: .transceiver,
                name: port.interface.description,
                model: told(port.productID) ?? told(port.partNumber),
                serialNumber: told(port.serialNumber),
                revision: told(port.revision),
                description: told(port.type)
            )
        }
        return built + transceivers
    }

    /// The kind of a part, by the first word of its place.
    private static func kind(of name: String) -> Kind {
        switch name.split(separator: " ").first?.lowercased() {
        case "chassis": .chassis
        case "slot", "module", "supervisor", "linecard", "fabric": .module
        case "power": .powerSupply
        case "fan": .fan
        default: .other
        }
    }
}
