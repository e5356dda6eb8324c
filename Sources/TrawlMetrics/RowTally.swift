/// Which label sets a table's columns have had: a row's labels are hashed once, however many metrics share them.
struct RowTally {
    /// The labels of the current row, a place for each of the table's label lists, with the number of the set.
    private(set) var labels: [(labels: [MetricLabel], id: Int)?]
    private var ids: [[[MetricLabel]: Int]]
    /// By column and label set, whether it was there.
    private var seen: [[Bool]]
    /// By column and label set, how many rows there were.
    private var counted: [[(labels: [MetricLabel], count: Int)]]

    init(_ table: RequestMetrics.Table) {
        labels = Array(repeating: nil, count: table.labels.count)
        ids = Array(repeating: [:], count: table.labels.count)
        seen = Array(repeating: [], count: table.columns.count)
        counted = Array(repeating: [], count: table.columns.count)
    }

    /// Forgets the labels of the row before.
    mutating func beginRow() {
        for index in labels.indices { labels[index] = nil }
    }

    /// Says what a label list of the current row is.
    mutating func set(_ set: [MetricLabel], at list: Int) {
        let id: Int
        if set.isEmpty {
            id = 0
        } else if let known = ids[list][set] {
            id = known
        } else {
            id = ids[list].count + 1
            ids[list][set] = id
        }
        labels[list] = (set, id)
    }

    /// Whether a column sees a label set for the first time.
    mutating func isFirst(label id: Int, column: Int) -> Bool {
        while seen[column].count <= id { seen[column].append(false) }
        guard !seen[column][id] else { return false }
        seen[column][id] = true
        return true
    }

    /// Counts rows of a label set.
    mutating func count(label id: Int, column: Int, by more: Int, labels: [MetricLabel]) {
        while counted[column].count <= id { counted[column].append(([], 0)) }
        _ = isFirst(label: id, column: column)
        counted[column][id] = (labels, counted[column][id].count + more)
    }

    /// The label sets of a column with their rows, in the order of their first ones.
    func counts(of column: Int) -> [(labels: [MetricLabel], count: Int)] {
        zip(seen[column], counted[column]).filter(\.0).map(\.1)
    }
}
