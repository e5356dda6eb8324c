/// What a type asked a decoder for, while it was read from samples.
final class FieldRecord {
    /// The key of a dictionary's members, whatever they are called.
    static let anyKey = "*"

    private enum Shape {
        case unknown
        case value
        case list
        case object
    }

    private var shape = Shape.unknown
    private var keys: [String] = []
    private var members: [String: FieldRecord] = [:]
    private var element: FieldRecord?

    /// How many records are around it.
    let level: Int

    /// Makes one of which nothing is known yet.
    init(level: Int = 0) {
        self.level = level
    }

    /// A text, a number or a truth was asked for.
    func becomeValue() {
        if shape == .unknown { shape = .value }
    }

    /// A list was asked for.
    func becomeList() -> FieldRecord {
        shape = .list
        let record = element ?? FieldRecord(level: level + 1)
        element = record
        return record
    }

    /// An object was asked for.
    func becomeObject() { shape = .object }

    /// A member of the object was asked for.
    func member(_ key: String) -> FieldRecord {
        if let known = members[key] { return known }
        let record = FieldRecord(level: level + 1)
        keys.append(key)
        members[key] = record
        return record
    }

    /// What was asked for.
    var fields: ModelFields {
        switch shape {
        case .unknown: .unknown
        case .value: .value
        case .list: .list(element?.fields ?? .unknown)
        case .object: .object(keys.map { ModelFields.Field(key: $0, value: members[$0]?.fields ?? .unknown) })
        }
    }
}
