import TrawlCore
import TrawlJSON

/// One field of an answer or of an entry of its list, as tables and CSV show it.
struct AnswerField {
    let name: String
    let value: JSONSlice
    /// Whether a short list is shown and not counted, as in a model, whose lists hold what their field's name says.
    var showsLists = false

    var isNumber: Bool { value.kind == .number }

    /// Whether a cell tells only how much there is.
    var isCounted: Bool { value.kind == .object || (value.kind == .array && !isShortList) }

    private var isShortList: Bool {
        showsLists && (1...Self.mostShown).contains(value.count) && value.elements.allSatisfy(\.isPlain)
    }

    /// More values than this are counted, not shown.
    private static let mostShown = 4

    /// The value in one cell of a table; what has parts is counted, but for a short list of plain values.
    var summary: String {
        switch value.kind {
        case .array where isShortList:
            value.elements.map { AnswerField(name: name, value: $0).scalar }.joined(separator: ", ")
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
    static func fields(of slice: JSONSlice, showsLists: Bool = false) -> [AnswerField] {
        guard slice.kind == .object else { return [AnswerField(name: "data", value: slice, showsLists: showsLists)] }
        var seen: Set<String> = []
        return slice.members.compactMap {
            seen.insert($0.key).inserted ? AnswerField(name: $0.key, value: $0.value, showsLists: showsLists) : nil
        }
    }
}

extension JSONSlice {
    /// Whether it is one text, number or truth value.
    fileprivate var isPlain: Bool { kind == .string || kind == .number || kind == .bool }
}
