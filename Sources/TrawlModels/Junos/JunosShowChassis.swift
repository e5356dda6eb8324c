import TrawlCore

extension Junos {
    /// The answer to `get-chassis-inventory`.
    ///
    /// No recording of one was at hand: the shape is from memory of Juniper's schema.
    public struct ChassisInventory: Decodable, Sendable, Hashable {
        /// A part, with the parts in it.
        public struct Part: Decodable, Sendable, Hashable {
            /// Its place, such as `FPC 0`.
            public var name: String
            /// The hardware's revision.
            public var version: String?
            /// Juniper's number of the part; `BUILTIN` where it is a part of another one.
            public var partNumber: String?
            /// The order number, where the release says it.
            public var modelNumber: String?
            /// The serial number; `BUILTIN` where it is a part of another one.
            public var serialNumber: String?
            /// What it is in words.
            public var description: String?
            /// The parts in it.
            public var parts: [Part]

            private enum CodingKeys: String, CodingKey {
                case name
                case version
                case partNumber = "part-number"
                case modelNumber = "model-number"
                case serialNumber = "serial-number"
                case description
            }

            /// What parts are called, by how many others they are in.
            private static let levels = [
                "chassis-module", "chassis-sub-module", "chassis-sub-sub-module", "chassis-sub-sub-sub-module",
            ]

            /// Reads a part, which has a name.
            public init(from decoder: any Decoder) throws {
                let members = try decoder.container(keyedBy: CodingKeys.self)
                func text(_ key: CodingKeys) throws -> String? {
                    try members.decodeIfPresent(Leaf.self, forKey: key)?.text
                }
                name = try Junos.name(text(.name), at: decoder)
                version = try text(.version)
                partNumber = try text(.partNumber)
                modelNumber = try text(.modelNumber)
                serialNumber = try text(.serialNumber)
                description = try text(.description)
                let own = decoder.codingPath.lazy.compactMap { Self.levels.firstIndex(of: $0.stringValue) }.last
                let inner = own.map { $0 + 1 } ?? 0
                // Levels end, so that no answer nests without one.
                guard inner < Self.levels.count else {
                    parts = []
                    return
                }
                let others = try decoder.container(keyedBy: AnyKey.self)
                parts =
                    try others.decodeIfPresent(Rows<Part>.self, forKey: AnyKey(Self.levels[inner]))?.wrappedValue ?? []
            }
        }

        /// The chassis, one a member of the switch.
        public var chassis: [Part]

        /// Reads every member's parts.
        public init(from decoder: any Decoder) throws {
            chassis = try Junos.rows(of: Part.self, named: "chassis", in: "chassis-inventory", from: decoder)
        }
    }
}

extension HardwareInventory {
    /// The parts of `get-chassis-inventory`; what is built into another part, and has no number of its own, is none.
    static func junos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(Junos.ChassisInventory.self, at: 0)
        return (answer?.chassis ?? []).flatMap { chassis in
            let whole = Entry(
                kind: .chassis,
                name: chassis.name,
                model: own(chassis.modelNumber) ?? chassis.description ?? own(chassis.partNumber),
                serialNumber: own(chassis.serialNumber),
                revision: told(chassis.version),
                description: chassis.description
            )
            return [whole] + chassis.parts.flatMap { entries(of: $0, in: nil) }
        }
    }

    private static func entries(of part: Junos.ChassisInventory.Part, in place: String?) -> [Entry] {
        let name = place.map { "\($0) \(part.name)" } ?? part.name
        let entry = Entry(
            kind: kind(ofJunos: part.name),
            name: name,
            model: own(part.modelNumber) ?? own(part.partNumber),
            serialNumber: own(part.serialNumber),
            revision: told(part.version),
            description: part.description
        )
        let isOwn = entry.model != nil || entry.serialNumber != nil
        return (isOwn ? [entry] : []) + part.parts.flatMap { entries(of: $0, in: name) }
    }

    /// A number that is the part's own.
    private static func own(_ text: String?) -> String? {
        told(text).flatMap { $0.uppercased() == "BUILTIN" ? nil : $0 }
    }

    /// The kind of a part, by the first word of its place.
    private static func kind(ofJunos name: String) -> Kind {
        switch name.split(separator: " ").first?.lowercased() {
        case "fpc", "pic", "mic", "routing", "cb", "sib", "sfb", "scb", "tfeb", "afeb": .module
        case "power", "psm", "pem", "psu": .powerSupply
        case "fan": .fan
        case "xcvr": .transceiver
        default: .other
        }
    }
}
