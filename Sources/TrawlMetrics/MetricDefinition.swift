/// How the series of one metric are drawn from the answers to one request.
package struct MetricDefinition: Sendable, Hashable {
    /// A label, and where its value stands.
    package struct Label: Sendable, Hashable {
        /// The label's name.
        package var name: String
        /// Where its value stands, seen from a row.
        package var path: MetricPath
        /// Whether a value that is too long is cut: text that somebody wrote, which tells no series apart.
        package var isCut: Bool

        /// Makes a label.
        package init(_ name: String, _ path: MetricPath, isCut: Bool = false) {
            self.name = name
            self.path = path
            self.isCut = isCut
        }
    }

    /// A condition on rows.
    package struct Condition: Sendable, Hashable {
        /// Where it looks.
        package var path: MetricPath
        /// What may stand there.
        package var values: [String]

        /// Makes a condition.
        package init(_ path: MetricPath, _ values: [String]) {
            self.path = path
            self.values = values
        }
    }

    /// Where a series' value comes from.
    package enum Value: Sendable, Hashable {
        /// The number of rows with the same labels.
        case count
        /// Always 1: the labels say it all.
        case one
        /// A number, times a factor.
        case number(MetricPath, scale: MetricScale? = nil)
        /// A word that stands for a number; another word is the default, and without one no series.
        case words(MetricPath, [String: MetricValue], otherwise: MetricValue? = nil)
        /// One of some states: a series for each, named in a label of the metric's own name as OpenMetrics asks.
        case states(MetricPath, [String])

        /// Where the value stands; `nil` where it stands nowhere.
        package var path: MetricPath? {
            switch self {
            case .count, .one: nil
            case .number(let path, _), .words(let path, _, _), .states(let path, _): path
            }
        }
    }

    /// The metric.
    package var family: MetricFamily
    /// The request whose answers it is drawn from.
    package var request: String
    /// Where the rows are; `nil` where the whole answer is one.
    package var each: MetricPath?
    /// Which rows count; all of the conditions hold.
    package var conditions: [Condition]
    /// What tells the rows apart.
    package var labels: [Label]
    /// What their values are.
    package var value: Value

    /// Makes a definition; the way to many values goes into `each` where that is not given.
    package init(
        _ family: MetricFamily,
        from request: String,
        each: MetricPath? = nil,
        where conditions: [Condition] = [],
        labels: [Label] = [],
        value: Value
    ) {
        self.family = family
        self.request = request
        self.each = each
        self.conditions = conditions
        self.labels = labels
        self.value = value
        guard each == nil, let (many, one) = value.path?.split else { return }
        self.each = many
        switch value {
        case .number(_, let scale): self.value = .number(one, scale: scale)
        case .words(_, let words, let otherwise): self.value = .words(one, words, otherwise: otherwise)
        case .states(_, let states): self.value = .states(one, states)
        case .count, .one: break
        }
    }
}
