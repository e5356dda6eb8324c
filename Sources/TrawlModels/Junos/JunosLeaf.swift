import TrawlCore

extension Junos {
    /// A leaf of Junos' JSON: `[{"data": "text", "attributes": {…}}]`.
    ///
    /// One that stands alone, such as a flag, has no text.
    public struct Leaf: Decodable, Sendable, Hashable {
        /// The text, without blanks around it.
        public var text: String?
        /// The attributes, such as `junos:seconds`.
        public var attributes: [String: String]

        /// Makes a leaf.
        public init(_ text: String?, attributes: [String: String] = [:]) {
            self.text = text
            self.attributes = attributes
        }

        /// Reads a leaf, or the first of several.
        public init(from decoder: any Decoder) throws {
            // A release that leaves the list out means the one element; what is neither fails as the element does.
            if var list = try? decoder.unkeyedContainer() {
                guard !list.isAtEnd else {
                    self.init(nil)
                    return
                }
                try self.init(element: list.superDecoder())
            } else {
                try self.init(element: decoder)
            }
        }

        init(element decoder: any Decoder) throws {
            let element = try decoder.container(keyedBy: AnyKey.self)
            text = try Self.text(AnyKey("data"), in: element)
            attributes = [:]
            guard element.contains(AnyKey("attributes")) else { return }
            let written = try element.nestedContainer(keyedBy: AnyKey.self, forKey: AnyKey("attributes"))
            for key in written.allKeys { attributes[key.stringValue] = try Self.text(key, in: written) }
        }

        /// A text; Junos writes numbers as texts, and what says nothing as `[null]`.
        private static func text(_ key: AnyKey, in element: KeyedDecodingContainer<AnyKey>) throws -> String? {
            guard element.contains(key), try !element.decodeNil(forKey: key) else { return nil }
            if (try? element.nestedUnkeyedContainer(forKey: key)) != nil { return nil }
            let text = try element.decode(LenientString.self, forKey: key).wrappedValue
            return text.flatMap { $0.isEmpty ? nil : $0 }
        }

        /// The text as a whole number.
        public var whole: Int64? { text.flatMap { Int64($0) } }

        /// The seconds that the text stands for, as the device counted them: the attribute `junos:seconds`.
        public var seconds: Double? { attributes["junos:seconds"].flatMap { Double($0) } }
    }

    /// Leaves of one name, such as the interfaces of a VLAN.
    public struct Leaves: Decodable, Sendable, Hashable {
        /// The texts in the device's order.
        public var texts: [String]

        /// Reads every leaf of a list.
        public init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            texts = []
            while !list.isAtEnd {
                if let text = try Leaf(element: list.superDecoder()).text { texts.append(text) }
            }
        }
    }

    /// The rows of one name within elements of another one: `{"outer": [{"inner": [row, …]}]}`.
    ///
    /// Switches of several members wrap their answers once more, one for each member. A row that does not fit costs that
    /// row alone.
    static func rows<Row: Decodable & Sendable>(
        of type: Row.Type,
        named inner: String,
        in outer: String,
        from decoder: any Decoder
    ) throws -> [Row] {
        try elements(named: outer, from: decoder).flatMap { element -> [Row] in
            let members = try element.container(keyedBy: AnyKey.self)
            guard members.contains(AnyKey(inner)) else { return [] }
            return try Rows<Row>(from: members.superDecoder(forKey: AnyKey(inner))).wrappedValue
        }
    }

    /// The elements of a name at the top of an answer, whichever member of the switch they come from.
    ///
    /// There are none where the device says instead that what it was asked about does not run: `BGP is not running`.
    ///
    /// - Throws: Where there is neither.
    static func elements(named name: String, from decoder: any Decoder) throws -> [any Decoder] {
        let top = try decoder.container(keyedBy: AnyKey.self)
        if !top.contains(AnyKey(name)), top.contains(AnyKey("output")),
            let words = try Leaf(from: top.superDecoder(forKey: AnyKey("output"))).text
        {
            if DeviceError.sayNone(words) { return [] }
            throw DecodingError.dataCorruptedError(
                forKey: AnyKey("output"),
                in: top,
                debugDescription: "no `\(name)`, but `\(words.prefix(60))`"
            )
        }
        if !top.contains(AnyKey(name)), top.contains(AnyKey("multi-routing-engine-results")) {
            let results = try list(AnyKey("multi-routing-engine-results"), in: top)
            let items = try results.flatMap { result in
                try list(AnyKey("multi-routing-engine-item"), in: result.container(keyedBy: AnyKey.self))
            }
            return try items.flatMap { item in
                let members = try item.container(keyedBy: AnyKey.self)
                return members.contains(AnyKey(name)) ? try list(AnyKey(name), in: members) : []
            }
        }
        return try list(AnyKey(name), in: top)
    }

    private static func list(_ key: AnyKey, in members: KeyedDecodingContainer<AnyKey>) throws -> [any Decoder] {
        var list = try members.nestedUnkeyedContainer(forKey: key)
        var elements: [any Decoder] = []
        while !list.isAtEnd { elements.append(try list.superDecoder()) }
        return elements
    }
}
