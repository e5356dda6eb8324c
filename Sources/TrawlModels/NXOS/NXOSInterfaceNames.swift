extension NXOS {
    /// The names of `show interface`, without the rest, which is hundreds of times as long.
    public struct InterfaceNames: Decodable, Sendable, Hashable {
        /// One row; some releases give an interface several.
        struct Row: Decodable, Sendable, Hashable {
            @LenientString var interface: String?
        }

        @NXOSTable var rows: [Row]

        private enum CodingKeys: String, CodingKey {
            case rows = "TABLE_interface"
        }

        /// The names in the device's order, each once.
        public var names: [String] {
            var seen: Set<String> = []
            return rows.compactMap(\.interface).filter { seen.insert($0).inserted }
        }
    }
}
