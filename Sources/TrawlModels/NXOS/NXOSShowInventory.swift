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

            private enum CodingKeys: String, CodingKey {
                case name
                case description = "desc"
                case productID = "productid"
                case serialNumber = "serialnum"
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
