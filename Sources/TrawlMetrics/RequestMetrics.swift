/// The metrics of one request, laid out so that its answer is gone through once for all metrics of the same rows, and the
/// labels that several of them share are made once a row.
struct RequestMetrics: Sendable {
    /// One metric among those of the same rows.
    struct Column: Sendable {
        /// Its place among the families.
        let family: Int
        /// Its place among the label lists of the rows.
        let labels: Int
        let conditions: [MetricDefinition.Condition]
        let value: MetricDefinition.Value
    }

    /// Metrics of the same rows.
    struct Table: Sendable {
        /// Where the rows are; `nil` where the whole answer is one.
        let each: MetricPath?
        var labels: [[MetricDefinition.Label]] = []
        var columns: [Column] = []
    }

    /// The families in the order of their first definition.
    private(set) var families: [MetricFamily] = []
    private(set) var tables: [Table] = []
    /// The families that several definitions give rows of.
    private(set) var shared: Set<Int> = []

    init(_ definitions: [MetricDefinition]) {
        for definition in definitions { add(definition) }
    }

    private mutating func add(_ definition: MetricDefinition) {
        let family: Int
        if let known = families.firstIndex(where: { $0.name == definition.family.name }) {
            family = known
            shared.insert(known)
        } else {
            family = families.count
            families.append(definition.family)
        }
        // Counting is about the parts of an answer, where nobody says of what else.
        var each = definition.each
        if each == nil, definition.value == .count { each = .row }
        let table = tables.firstIndex { $0.each?.steps == each?.steps && ($0.each == nil) == (each == nil) }
        let place = table ?? tables.count
        if table == nil { tables.append(Table(each: each)) }
        let known = tables[place].labels.firstIndex(of: definition.labels)
        if known == nil { tables[place].labels.append(definition.labels) }
        let column = Column(
            family: family,
            labels: known ?? tables[place].labels.count - 1,
            conditions: definition.conditions,
            value: definition.value
        )
        tables[place].columns.append(column)
    }
}
