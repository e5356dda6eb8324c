import TrawlCore

/// Comma-separated values as RFC 4180 has them: a row an outcome, failed ones too, and a row an entry where a model is
/// a list.
///
/// Columns are what all outcomes of the run have in common and then every top-level field of any answer, so rows are
/// held until the end.
struct CSVDocument: OutcomeDocument {
    /// The columns that every row has.
    static let fixed = [
        "device", "request", "status", "collection", "address", "dialect", "started", "attempts", "total_ms",
        "error_class", "error_code", "error_message",
    ]

    /// A device that answers with very many keys must not make every row of every other device as wide.
    static let maximumColumns = 1000

    private let spill: Spill
    private var columns: [String] = []
    private var positions: [String: Int] = [:]
    private var rows: [Spill.Ticket] = []
    private var hasOmitted = false

    init(memoryLimit: Int) {
        spill = Spill(limit: memoryLimit)
    }

    func item(for outcome: Outcome) -> [UInt8]? { FieldList.join(rows(of: outcome)) }

    private func rows(of outcome: Outcome) -> [[UInt8]] {
        let error = outcome.error
        let timing = outcome.attempts > 0 ? outcome.timing : nil
        let cells = [
            outcome.device.name, outcome.request, outcome.status.rawValue, outcome.collection, outcome.device.address,
            outcome.device.dialect.rawValue, UTCTimestamp(outcome.started).extended, String(outcome.attempts),
            timing.map { OutcomeRecord.milliseconds($0.total) } ?? "",
            error?.errorClass.rawValue ?? "", error?.code.name ?? "", error.map(OutcomeRecord.message) ?? "",
        ].map(Self.neutral)
        let answer = Answer(of: outcome)
        if let text = answer.text { return [FieldList.encode(cells + ["text", Self.neutral(text)])] }
        let rows = answer.rows
        // A list without entries is an outcome all the same.
        return (rows.isEmpty ? [[]] : rows).map { fields in
            let row = fields.flatMap { field in
                let name = Self.fixed.contains(field.name) ? "data.\(field.name)" : field.name
                // A number begins with `-` and is no formula.
                return [Self.neutral(name), field.isNumber ? field.whole : Self.neutral(field.whole)]
            }
            return FieldList.encode(cells + row)
        }
    }

    mutating func add(_ item: [UInt8], to file: OutputFile) throws(OutputError) {
        for row in FieldList.split(item) { try add(row: Array(row)) }
    }

    private mutating func add(row item: [UInt8]) throws(OutputError) {
        let cells = FieldList.decode(item)
        for index in stride(from: Self.fixed.count, to: cells.count, by: 2) where positions[cells[index]] == nil {
            guard columns.count < Self.maximumColumns else {
                hasOmitted = true
                break
            }
            positions[cells[index]] = columns.count
            columns.append(cells[index])
        }
        rows.append(try spill.hold(item))
    }

    mutating func finish(to file: OutputFile) throws(OutputError) {
        let omitted = hasOmitted ? ["omitted_fields"] : []
        try file.write(Self.line(Self.fixed + columns + omitted))
        for ticket in rows {
            let cells = FieldList.decode(try spill.take(ticket))
            var values = [String](repeating: "", count: columns.count)
            var missing = 0
            for index in stride(from: Self.fixed.count, to: cells.count - 1, by: 2) {
                if let position = positions[cells[index]] {
                    values[position] = cells[index + 1]
                } else {
                    missing += 1
                }
            }
            let counted = hasOmitted ? [String(missing)] : []
            try file.write(Self.line(Array(cells.prefix(Self.fixed.count)) + values + counted))
        }
        rows = []
    }

    /// Makes a text safe for spreadsheets: no controls, and no formula that runs when the file is opened.
    ///
    /// https://owasp.org/www-community/attacks/CSV_Injection
    static func neutral(_ text: String) -> String {
        let startsFormula =
            switch text.unicodeScalars.first {
            case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
            default: false
            }
        return (startsFormula ? "'" : "") + TerminalText.escapeLines(text)
    }

    private static func line(_ cells: [String]) -> [UInt8] {
        Array((cells.map(quoted).joined(separator: ",") + "\r\n").utf8)
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return cell }
        return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
