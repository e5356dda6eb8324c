import TrawlCore

/// Tables for people: a row an answer (an entry, where a model is a list), a table a request (and a dialect, where answers are as the device worded them).
///
/// What failed is no row: the summary names it. Column widths are known at the end only, so rows are held until then.
/// Text answers are shown as they are, under the device's name.
struct TableDocument: OutcomeDocument {
    /// How the terminal is.
    struct Style {
        /// Columns of the terminal; `nil` for no limit.
        var width: Int?
        /// Whether headings are bold.
        var color = false
    }

    /// The answers that share their columns.
    private struct Group {
        let collection: String
        let request: String
        let dialect: String
        let isText: Bool
        var layout = TableLayout()
        var rows: [Spill.Ticket] = []
        /// What sorts of cells there are beside the device's name.
        var kinds: Set<String> = []
    }

    private static let longestCell = 200

    private let style: Style
    private let spill: Spill
    private var groups: [Group] = []
    private var positions: [[String]: Int] = [:]

    init(style: Style, memoryLimit: Int) {
        self.style = style
        spill = Spill(limit: memoryLimit)
    }

    func item(for outcome: Outcome) -> [UInt8]? {
        let rows = rows(of: outcome)
        return rows.isEmpty ? nil : FieldList.join(rows)
    }

    private func rows(of outcome: Outcome) -> [[UInt8]] {
        let answer = Answer(of: outcome)
        guard !answer.isMissing else { return [] }
        let dialect = outcome.model == nil ? outcome.device.dialect.rawValue : ""
        let device = TerminalText.escape(outcome.device.name)
        var cells = [outcome.collection, outcome.request, dialect].map(TerminalText.escape)
        if let text = answer.text {
            return [FieldList.encode(cells + ["text", device, TerminalText.escapeLines(text)])]
        }
        cells += ["row", "device", device, ""]
        // Only a model can have both an answer and an error: some of its commands or rows failed.
        let error = outcome.error.map { ["error", Self.cell($0.code.name), ""] } ?? []
        return answer.rows.map { fields in
            let row = fields.flatMap { field in
                [Self.cell(field.name), Self.cell(field.summary), Self.kind(of: field)]
            }
            return FieldList.encode(cells + row + error)
        }
    }

    mutating func add(_ item: [UInt8], to file: OutputFile) throws(OutputError) {
        for row in FieldList.split(item) { try add(row: Array(row)) }
    }

    private mutating func add(row item: [UInt8]) throws(OutputError) {
        let fields = FieldList.decode(item)
        let key = Array(fields.prefix(4))
        guard key.count == 4 else { return }
        let position = positions[key] ?? groups.count
        if position == groups.count {
            positions[key] = position
            groups.append(Group(collection: key[0], request: key[1], dialect: key[2], isText: key[3] == "text"))
        }
        if !groups[position].isText {
            let cells = Self.cells(in: fields)
            for cell in cells { groups[position].layout.note(cell.name, cell.value, isNumber: cell.kind == "number") }
            // The first cell is the device.
            for cell in cells.dropFirst() { groups[position].kinds.insert(cell.kind) }
        }
        groups[position].rows.append(try spill.hold(item))
    }

    mutating func finish(to file: OutputFile) throws(OutputError) {
        for (index, group) in groups.enumerated() {
            if index > 0 { try file.write([0x0A]) }
            if groups.count > 1 { try write(heading(title(of: group)), to: file) }
            if group.isText {
                try writeTexts(of: group, to: file)
            } else {
                try writeRows(of: group, to: file)
            }
        }
        groups = []
    }

    private func writeTexts(of group: Group, to file: OutputFile) throws(OutputError) {
        for (index, ticket) in group.rows.enumerated() {
            let fields = FieldList.decode(try spill.take(ticket))
            guard fields.count == 6 else { continue }
            if index > 0 { try file.write([0x0A]) }
            try write(heading("\(fields[4]):"), to: file)
            try write(fields[5].hasSuffix("\n") ? String(fields[5].dropLast()) : fields[5], to: file)
        }
    }

    private func writeRows(of group: Group, to file: OutputFile) throws(OutputError) {
        let fitted = group.layout.fitted(to: style.width)
        try write(heading(fitted.line { $0.name }), to: file)
        for ticket in group.rows {
            var values: [String: String] = [:]
            for cell in Self.cells(in: FieldList.decode(try spill.take(ticket))) { values[cell.name] = cell.value }
            try write(fitted.line { values[$0.name] ?? "" }, to: file)
        }
        let hidden = fitted.hiddenColumns
        if group.kinds == ["counted"] {
            let note = "… the answers have parts, which are counted here: `--format jsonl` shows them"
            try write(DisplayWidth.cut(note, to: style.width ?? .max), to: file)
        } else if hidden > 0 {
            let columns = hidden == 1 ? "1 more column" : "\(hidden) more columns"
            try write(DisplayWidth.cut("… \(columns): `--format jsonl` shows all", to: style.width ?? .max), to: file)
        }
    }

    /// Only what tells this table from the others.
    private func title(of group: Group) -> String {
        let others = groups.filter { $0.request == group.request && $0.collection == group.collection }
        let manyCollections = groups.contains { $0.collection != group.collection }
        return (manyCollections ? "\(group.collection)/" : "") + group.request
            + (others.count > 1 && !group.dialect.isEmpty ? " (\(group.dialect))" : "")
    }

    private func heading(_ text: String) -> String {
        style.color ? "\u{1B}[1m\(text)\u{1B}[0m" : text
    }

    private func write(_ line: String, to file: OutputFile) throws(OutputError) {
        try file.write(Array("\(line)\n".utf8))
    }

    private static func cell(_ text: String) -> String {
        // Cut before it is escaped too, and by scalars: one character can have a million combining marks.
        DisplayWidth.cut(TerminalText.escape(String(text.unicodeScalars.prefix(longestCell + 1))), to: longestCell)
    }

    private static func kind(of field: AnswerField) -> String {
        field.isNumber ? "number" : field.isCounted ? "counted" : ""
    }

    private static func cells(in fields: [String]) -> [(name: String, value: String, kind: String)] {
        stride(from: 4, to: fields.count - 2, by: 3).map { (fields[$0], fields[$0 + 1], fields[$0 + 2]) }
    }
}
