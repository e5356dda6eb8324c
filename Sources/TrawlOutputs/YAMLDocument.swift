import TrawlCore
import TrawlJSON

/// The records as one YAML list, in block style.
struct YAMLDocument: OutcomeDocument {
    private var isEmpty = true

    func item(for outcome: Outcome) -> [UInt8]? {
        // The record is JSON that we wrote; were it none, there would be nothing to show.
        guard let record = try? JSONSlice(parsing: OutcomeRecord.json(outcome), maximumDepth: 128) else { return nil }
        var text = ""
        YAMLText.appendListItem(record, to: &text)
        return Array(text.utf8)
    }

    mutating func add(_ item: [UInt8], to file: OutputFile) throws(OutputError) {
        isEmpty = false
        try file.write(item)
    }

    func finish(to file: OutputFile) throws(OutputError) {
        if isEmpty { try file.write(Array("[]\n".utf8)) }
    }
}
