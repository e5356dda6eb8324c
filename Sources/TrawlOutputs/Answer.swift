import TrawlCore
import TrawlJSON

/// What an outcome has to show: its model, or the replies as the device worded them.
struct Answer {
    private enum Content {
        case missing
        case text(String)
        case json(JSONSlice)
        /// A model, or several replies, as JSON text already.
        case written([UInt8])
    }

    private let content: Content

    /// Whether this is a model, whose array is a list of entries.
    private let isModel: Bool

    /// What went wrong on the way from model to JSON.
    let warnings: [String]

    init(of outcome: Outcome) {
        isModel = outcome.model != nil
        if let model = outcome.model {
            var writer = JSONWriter()
            do {
                try writer.encode(model)
                content = .written(writer.bytes)
                warnings = []
            } catch {
                content = .missing
                warnings = ["the model could not be written as JSON: \(Self.explanation(of: error))"]
            }
            return
        }
        warnings = []
        guard outcome.replies.count > 1 else {
            switch outcome.replies.first?.body {
            case nil: content = .missing
            case .text(let text): content = .text(text)
            case .json(let slice): content = .json(slice)
            }
            return
        }
        var writer = JSONWriter()
        writer.beginArray()
        for reply in outcome.replies {
            switch reply.body {
            case .text(let text): writer.string(text)
            case .json(let slice): writer.slice(slice)
            }
        }
        writer.endArray()
        content = .written(writer.bytes)
    }

    var isMissing: Bool {
        if case .missing = content { true } else { false }
    }

    var isText: Bool { text != nil }

    /// The answer where it is text.
    var text: String? {
        guard case .text(let text) = content else { return nil }
        return text
    }

    /// The answer where it is structured.
    var slice: JSONSlice? {
        switch content {
        case .missing, .text: nil
        case .json(let slice): slice
        // What JSONWriter wrote is JSON; were it not, there would be nothing to show.
        case .written(let bytes): try? JSONSlice(parsing: bytes)
        }
    }

    /// The fields of each row: of a model that is a list a row an entry, of everything else one row.
    ///
    /// A list that a device sends is one answer: only a model's list is known to hold entries of one kind.
    var rows: [[AnswerField]] {
        guard let slice else { return [] }
        guard isModel, slice.kind == .array else { return [AnswerField.fields(of: slice, showsLists: isModel)] }
        return slice.elements.map { AnswerField.fields(of: $0, showsLists: true) }
    }

    func write(to writer: inout JSONWriter) {
        switch content {
        case .missing: writer.null()
        case .text(let text): writer.string(text)
        case .json(let slice): writer.slice(slice)
        case .written(let bytes): writer.raw(String(decoding: bytes, as: UTF8.self))
        }
    }

    private static func explanation(of error: any Error) -> String {
        guard case EncodingError.invalidValue(_, let context) = error else { return "\(error)" }
        return context.debugDescription
    }
}
