extension EOS {
    /// The names of `show interfaces`, without the rest, which is hundreds of times as long.
    public struct InterfaceNames: Decodable, Sendable, Hashable {
        /// The names in natural order, sub-interfaces included.
        public var names: [String]

        /// Reads the keys of `interfaces`.
        public init(from decoder: any Decoder) throws {
            let answer = try decoder.container(keyedBy: AnyKey.self)
            let interfaces = try answer.nestedContainer(keyedBy: AnyKey.self, forKey: AnyKey("interfaces"))
            names = interfaces.allKeys.map(\.stringValue).sorted(by: NaturalOrder.precedes)
        }
    }
}
