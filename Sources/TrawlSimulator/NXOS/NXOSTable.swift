/// NX-OS's way of wording rows: `TABLE_x` around `ROW_x`, an object for one row and an array for several.
enum NXOSTable {
    /// The member for rows; none where there are none, as NX-OS leaves empty tables out.
    static func member(_ name: String, _ rows: [JSONValue]) -> [(key: String, value: JSONValue)] {
        switch rows.count {
        case 0: []
        case 1: [(key: "TABLE_\(name)", value: .object([(key: "ROW_\(name)", value: rows[0])]))]
        default: [(key: "TABLE_\(name)", value: .object([(key: "ROW_\(name)", value: .array(rows))]))]
        }
    }

    /// An object with only such a member.
    static func object(_ name: String, _ rows: [JSONValue]) -> JSONValue { .object(member(name, rows)) }

    /// The value with every `ROW_x` an array, as `cli_array` and `| json native` word it.
    static func withArrays(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            return .object(
                members.map { key, value in
                    let inner = withArrays(value)
                    guard key.hasPrefix("ROW_"), inner.elements == nil else { return (key, inner) }
                    return (key, .array([inner]))
                }
            )
        case .array(let elements): return .array(elements.map(withArrays))
        default: return value
        }
    }

    /// Text padded on the right, as many NX-OS values are.
    static func padded(_ text: String, _ width: Int) -> JSONValue {
        .string(text + String(repeating: " ", count: max(0, width - text.count)))
    }

    /// A number as text, which most of them are.
    static func text(_ number: some BinaryInteger) -> JSONValue { .string(String(number)) }
}
