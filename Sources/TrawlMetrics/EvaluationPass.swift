import TrawlCore
import TrawlJSON

/// One answer on its way to series.
struct EvaluationPass {
    private let plan: RequestMetrics
    private let limits: MetricLimits
    /// The series so far.
    private(set) var series = 0
    private var rows: [[SampleRow]]
    /// Rows that could not be used.
    private(set) var dropped = 0

    init(plan: RequestMetrics, limits: MetricLimits) {
        self.plan = plan
        self.limits = limits
        rows = Array(repeating: [], count: plan.families.count)
    }

    /// The series of an answer.
    mutating func evaluate(_ answer: JSONSlice, isModel: Bool) throws(LimitBreach) -> Evaluation {
        for table in plan.tables { try read(table, of: answer, isModel: isModel) }
        for family in plan.shared { removeDuplicates(of: family) }
        for (family, rows) in zip(plan.families, rows) { try checkValues(of: family, rows) }
        let groups = zip(plan.families, rows).filter { !$1.isEmpty }.map { SampleGroup($0, $1) }
        return Evaluation(groups: groups, dropped: dropped)
    }

    private mutating func read(
        _ table: RequestMetrics.Table,
        of answer: JSONSlice,
        isModel: Bool
    ) throws(LimitBreach) {
        var place = RowPlace(of: answer)
        var tally = RowTally(table)
        guard let each = table.each else {
            try read(place, of: table, &tally)
            return
        }
        var steps = each.steps[...]
        // A model that is a list is written as the list of its entries.
        if isModel, answer.kind == .array, steps.first == .key("entries") { steps = steps.dropFirst() }
        let isFound = try place.forEachRow(at: steps) { row throws(LimitBreach) in
            try read(row, of: table, &tally)
        }
        for (index, column) in table.columns.enumerated() where column.value == .count {
            // None of them is a number, too, where there are no labels that would tell of what.
            if isFound, table.labels[column.labels].isEmpty { tally.count(label: 0, column: index, by: 0, labels: []) }
            for (labels, count) in tally.counts(of: index) {
                try append(SampleRow(labels, .integer(Int64(count))), to: column.family)
            }
        }
    }

    /// What a column draws from a row.
    private enum Draw {
        case nothing
        case row
        case value(MetricValue)
        case states([String], held: Int?)
    }

    private mutating func read(
        _ row: RowPlace,
        of table: RequestMetrics.Table,
        _ tally: inout RowTally
    ) throws(LimitBreach) {
        tally.beginRow()
        for (index, column) in table.columns.enumerated() where column.conditions.allSatisfy({ holds($0, at: row) }) {
            let draw = draw(column.value, from: row)
            if case .nothing = draw { continue }
            if tally.labels[column.labels] == nil {
                tally.set(try labels(table.labels[column.labels], at: row), at: column.labels)
            }
            guard let (labels, id) = tally.labels[column.labels] else { continue }
            if case .row = draw {
                tally.count(label: id, column: index, by: 1, labels: labels)
                continue
            }
            guard tally.isFirst(label: id, column: index) else {
                dropped += 1
                continue
            }
            switch draw {
            case .nothing, .row: break
            case .value(let value): try append(SampleRow(labels, value), to: column.family)
            case .states(let states, let held):
                let name = plan.families[column.family].name
                for (place, state) in states.enumerated() {
                    let value = MetricValue.integer(place == held ? 1 : 0)
                    try append(SampleRow(labels + [MetricLabel(name, state)], value), to: column.family)
                }
            }
        }
    }

    private mutating func draw(_ value: MetricDefinition.Value, from row: RowPlace) -> Draw {
        switch value {
        case .count: return .row
        case .one: return .value(.integer(1))
        case .number(let path, let scale):
            guard let value = number(at: path, row) else { return .nothing }
            return .value(scale.map { $0.applied(to: value) } ?? value)
        case .words(let path, let words, let otherwise):
            guard let word = row.finding(at: path).text, !word.isEmpty else { return .nothing }
            if let value = words[word] ?? words[word.lowercased()] ?? otherwise { return .value(value) }
            dropped += 1
            return .nothing
        case .states(let path, let states):
            guard let word = row.finding(at: path).text, !word.isEmpty else { return .nothing }
            let held = states.firstIndex(of: word) ?? states.firstIndex { $0.lowercased() == word.lowercased() }
            return .states(states, held: held)
        }
    }

    private mutating func append(_ row: SampleRow, to family: Int) throws(LimitBreach) {
        series += 1
        guard series <= limits.series else {
            let name = plan.families[family].name
            let detail =
                "more than \(limits.series) series (`limits.metrics.series`), of which `\(name)` is the first too many"
            throw LimitBreach(code: .tooManySeries, detail: detail)
        }
        rows[family].append(row)
    }

    private mutating func number(at path: MetricPath, _ row: RowPlace) -> MetricValue? {
        let reading: NumberReading
        switch row.finding(at: path) {
        case .missing: return nil
        case .integer(let number): return .integer(Int64(number))
        case .text(let text): reading = NumberReading(text)
        case .value(let value): reading = NumberReading(value)
        }
        switch reading {
        case .number(let value): return value
        case .absent: return nil
        case .unreadable:
            dropped += 1
            return nil
        }
    }

    private func holds(_ condition: MetricDefinition.Condition, at row: RowPlace) -> Bool {
        row.finding(at: condition.path).text.map { condition.values.contains($0) } ?? false
    }

    /// The labels of a row; one without a value is left out, which Prometheus takes for the same as an empty one.
    private func labels(
        _ labels: [MetricDefinition.Label],
        at row: RowPlace
    ) throws(LimitBreach) -> [MetricLabel] {
        var made: [MetricLabel] = []
        made.reserveCapacity(labels.count)
        for label in labels {
            guard var value = row.finding(at: label.path).text, !value.isEmpty else { continue }
            if value.utf8.count > limits.labelLength {
                guard label.isCut else {
                    let limit = "\(limits.labelLength) bytes (`limits.metrics.label_length`)"
                    let detail = "the label `\(label.name)` has \(value.utf8.count) bytes, more than \(limit)"
                    throw LimitBreach(code: .labelTooLong, detail: detail)
                }
                value = value.cut(toBytes: limits.labelLength)
            }
            made.append(MetricLabel(label.name, value))
        }
        return made
    }

    /// Several metrics of one name may give rows with the same labels; the first stays.
    private mutating func removeDuplicates(of family: Int) {
        var seen: Set<[MetricLabel]> = []
        let count = rows[family].count
        rows[family].removeAll { !seen.insert($0.labels).inserted }
        dropped += count - rows[family].count
        series -= count - rows[family].count
    }

    private func checkValues(of family: MetricFamily, _ rows: [SampleRow]) throws(LimitBreach) {
        guard rows.count > limits.labelValues else { return }
        var values: [String: Set<String>] = [:]
        for label in rows.lazy.flatMap(\.labels) {
            values[label.name, default: []].insert(label.value)
            guard values[label.name, default: []].count > limits.labelValues else { continue }
            let limit = "\(limits.labelValues) values (`limits.metrics.label_values`)"
            let detail = "the label `\(label.name)` of `\(family.name)` has more than \(limit)"
            throw LimitBreach(code: .tooManyLabelValues, detail: detail)
        }
    }
}
