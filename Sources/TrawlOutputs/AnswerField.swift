import TrawlCore
import TrawlJSON

/// One top-level field of an answer, as tables and CSV show it.
struct AnswerField {
    let name: String
    let value: JSONSlice

    var isNumber: Bool { value.kind == .number }

    /// The value in one cell of a table; what has parts is counted.
    var summary: String {
        switch value.kind {
        case .array: value.count == 1 ? "1 item" : "\(value.count) items"
        case .object: value.count == 1 ? "1 field" : "\(value.count) fields"
        case .null: "-"
        default: scalar
        }
    }

    /// The value whole; what has parts as JSON.
    var whole: String {
        switch value.kind {
        case .array, .object:
            var bytes: [UInt8] = []
            value.write(to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        case .null: return ""
        default: return scalar
        }
    }

    private var scalar: String {
        switch value.kind {
        case .string: value.string ?? ""
        case .number: value.numberText ?? ""
        case .bool: value.bool == true ? "true" : "false"
        default: ""
        }
    }

    /// The fields of an answer; of a repeated key the first, and an answer that is no object is one field.
    static func fields(of answer: Answer) -> [AnswerField] {
        guard let slice = answer.slice else { return [] }
        guard slice.kind == .object else { return [AnswerField(name: "data", value: slice)] }
        var seen: Set<String> = []
        return slice.members.compactMap {
            seen.insert($0.key).inserted ? AnswerField(name: $0.key, value: $0.value) : nil
        }
    }
}
