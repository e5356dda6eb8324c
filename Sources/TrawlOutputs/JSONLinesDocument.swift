import TrawlCore
import TrawlJSON

/// One record a line: what the next program in a pipe reads.
struct JSONLinesDocument: OutcomeDocument {
    var isTerminal = false

    func item(for outcome: Outcome) -> [UInt8]? {
        let record = OutcomeRecord.json(outcome)
        return (isTerminal ? TerminalText.escapeJSON(record) : record) + [0x0A]
    }

    func add(_ item: [UInt8], to file: OutputFile) throws(OutputError) {
        try file.write(item)
    }

    func finish(to file: OutputFile) throws(OutputError) {}
}

/// The same records as one JSON array.
struct JSONArrayDocument: OutcomeDocument {
    var isTerminal = false
    private var isEmpty = true

    init(isTerminal: Bool = false) {
        self.isTerminal = isTerminal
    }

    func item(for outcome: Outcome) -> [UInt8]? {
        let record = OutcomeRecord.json(outcome)
        return isTerminal ? TerminalText.escapeJSON(record) : record
    }

    mutating func add(_ item: [UInt8], to file: OutputFile) throws(OutputError) {
        try file.write(Array((isEmpty ? "[\n" : ",\n").utf8))
        try file.write(item)
        isEmpty = false
    }

    func finish(to file: OutputFile) throws(OutputError) {
        try file.write(Array((isEmpty ? "[]\n" : "\n]\n").utf8))
    }
}

/// What the devices said and nothing around it; each answer ends its line.
struct RawDocument: OutcomeDocument {
    var isTerminal = false

    func item(for outcome: Outcome) -> [UInt8]? {
        let answers = outcome.replies.map { reply in
            var bytes = RawAnswer(reply).bytes
            if isTerminal { bytes = Array(TerminalText.escapeLines(String(decoding: bytes, as: UTF8.self)).utf8) }
            return bytes.last == 0x0A ? bytes : bytes + [0x0A]
        }
        return answers.isEmpty ? nil : Array(answers.joined())
    }

    func add(_ item: [UInt8], to file: OutputFile) throws(OutputError) {
        try file.write(item)
    }

    func finish(to file: OutputFile) throws(OutputError) {}
}

/// A reply as the device sent it, and the kind of file it is.
struct RawAnswer {
    let bytes: [UInt8]
    let fileExtension: String

    init(_ reply: Reply) {
        switch reply.body {
        case .json(let slice):
            bytes = slice.bytes
            fileExtension = "json"
        case .text(let text):
            bytes = Array(text.utf8)
            fileExtension = "txt"
        }
    }
}
