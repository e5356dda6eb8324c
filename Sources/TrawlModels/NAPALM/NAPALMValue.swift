/// What a NAPALM getter returns, in its order; NAPALM knows no absence, so neither does this.
enum NAPALMValue: Encodable, Sendable, Hashable {
    case text(String)
    case whole(Int64)
    case counter(UInt64)
    case number(Double)
    case truth(Bool)
    case list([NAPALMValue])
    case object([Member])

    /// A key with its value.
    struct Member: Sendable, Hashable {
        var key: String
        var value: NAPALMValue
    }

    /// A text; `""` where there is none.
    static func text(_ value: (some CustomStringConvertible)?) -> NAPALMValue { .text(value?.description ?? "") }

    /// A counter; -1 where there is none.
    static func count(_ value: UInt64?) -> NAPALMValue { value.map { .counter($0) } ?? -1 }

    /// Entries under keys that are data; entries of one key in a list, in the order the keys came first.
    static func lists<Entry>(
        _ entries: [Entry],
        by key: (Entry) -> String,
        _ value: (Entry) -> NAPALMValue
    ) -> NAPALMValue {
        var order: [String] = []
        var lists: [String: [NAPALMValue]] = [:]
        for entry in entries {
            let key = key(entry)
            if lists[key] == nil { order.append(key) }
            lists[key, default: []].append(value(entry))
        }
        return .object(order.map { Member(key: $0, value: .list(lists[$0] ?? [])) })
    }

    /// Entries under keys that are data; of one key the last entry.
    static func object<Entry>(
        _ entries: [Entry],
        by key: (Entry) -> String,
        _ value: (Entry) -> NAPALMValue
    ) -> NAPALMValue {
        var members: [Member] = []
        var places: [String: Int] = [:]
        for entry in entries {
            let member = Member(key: key(entry), value: value(entry))
            if let place = places[member.key] {
                members[place] = member
            } else {
                places[member.key] = members.count
                members.append(member)
            }
        }
        return .object(members)
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .list(let values):
            var container = encoder.unkeyedContainer()
            for value in values { try container.encode(value) }
        case .object(let members):
            var container = encoder.container(keyedBy: AnyKey.self)
            for member in members { try container.encode(member.value, forKey: AnyKey(member.key)) }
        case .text(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        case .whole(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        case .counter(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        case .number(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        case .truth(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        }
    }
}

extension NAPALMValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int64) { self = .whole(value) }
    init(floatLiteral value: Double) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .truth(value) }
    init(arrayLiteral elements: NAPALMValue...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, NAPALMValue)...) {
        self = .object(elements.map { Member(key: $0.0, value: $0.1) })
    }
}

/// The getters' clock and writing.
extension Duration {
    /// The span in seconds, with its fraction.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

extension MACAddress {
    /// `00:1C:73:0A:BC:0F`, as NAPALM writes addresses.
    var napalm: String { description.uppercased() }
}
