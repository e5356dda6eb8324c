/// One metric of a standard set, before it is told where its rows are.
struct StandardMetric: Sendable {
    private let family: MetricFamily
    private let value: MetricDefinition.Value
    private var conditions: [MetricDefinition.Condition] = []
    /// Labels beside those of the set.
    private var more: [MetricDefinition.Label] = []
    /// Labels in place of those of the set.
    private var labels: [MetricDefinition.Label]?
    /// Rows in place of those of the set.
    private var each: MetricPath?

    private init(_ name: String, _ help: String, _ kind: MetricFamily.Kind, _ value: MetricDefinition.Value) {
        family = MetricFamily(name: name, help: help, kind: kind, unit: Self.unit(of: name, kind))
        self.value = value
    }

    /// The units in the ends of names.
    private static let units = [
        "bytes_per_second", "seconds", "bytes", "celsius", "watts", "volts", "amperes", "ratio", "dbm", "entries",
        "packets",
    ]

    private static func unit(of name: String, _ kind: MetricFamily.Kind) -> String? {
        guard kind == .gauge || kind == .counter else { return nil }
        let base = name.hasSuffix("_total") ? String(name.dropLast(6)) : name
        return units.first { base.hasSuffix("_\($0)") }
    }

    /// A number that goes up and down; a truth is 1 or 0.
    static func gauge(_ name: String, _ help: String, _ path: MetricPath, scale: Double? = nil) -> StandardMetric {
        StandardMetric(name, help, .gauge, .number(path, scale: scale.map { MetricScale($0) }))
    }

    /// A number that only grows.
    static func counter(_ name: String, _ help: String, _ path: MetricPath) -> StandardMetric {
        StandardMetric(name, help, .counter, .number(path))
    }

    /// The number of rows with the same labels; nobody has more of them than these.
    static func count(
        _ name: String,
        _ help: String,
        by labels: KeyValuePairs<String, MetricPath> = [:],
        each: MetricPath? = nil
    ) -> StandardMetric {
        var metric = StandardMetric(name, help, .gauge, .count)
        metric.labels = labels.map { MetricDefinition.Label($0, $1) }
        metric.each = each
        return metric
    }

    /// Facts in labels, beside those of the set.
    static func info(
        _ name: String,
        _ help: String,
        _ labels: KeyValuePairs<String, MetricPath>
    ) -> StandardMetric {
        var metric = StandardMetric(name, help, .info, .one)
        metric.more = labels.map { MetricDefinition.Label($0, $1) }
        return metric
    }

    /// A word as 1 or 0.
    static func words(
        _ name: String,
        _ help: String,
        _ path: MetricPath,
        _ words: [String: Int64],
        otherwise: Int64? = nil
    ) -> StandardMetric {
        let values = words.mapValues { MetricValue.integer($0) }
        return StandardMetric(name, help, .gauge, .words(path, values, otherwise: otherwise.map { .integer($0) }))
    }

    /// A series a state.
    static func states(_ name: String, _ help: String, _ path: MetricPath, _ states: [String]) -> StandardMetric {
        StandardMetric(name, help, .stateset, .states(path, states))
    }

    /// The same of other rows.
    func each(_ each: MetricPath, by labels: KeyValuePairs<String, MetricPath>) -> StandardMetric {
        var metric = self
        metric.each = each
        metric.labels = labels.map { MetricDefinition.Label($0, $1) }
        return metric
    }

    /// The same of rows that have this value.
    func only(_ path: MetricPath, _ value: String, by labels: KeyValuePairs<String, MetricPath>) -> StandardMetric {
        var metric = self
        metric.conditions.append(MetricDefinition.Condition(path, [value]))
        metric.labels = labels.map { MetricDefinition.Label($0, $1) }
        return metric
    }

    /// The definition, with rows and labels of its set where it has none of its own.
    func definition(each: MetricPath?, labels: KeyValuePairs<String, MetricPath>) -> MetricDefinition {
        MetricDefinition(
            family,
            from: "",
            each: self.each ?? each,
            where: conditions,
            labels: (self.labels ?? labels.map { MetricDefinition.Label($0, $1) }) + more,
            value: value
        )
    }
}
