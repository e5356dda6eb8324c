import Trawl
import TrawlMetrics

/// Turns checked `metrics` into definitions, and notes what only the whole tells: names that contradict each other, requests
/// that are not there, fields that a model does not have.
struct MetricReader {
    /// The collection's requests.
    let requests: [Request]
    /// The labels of the inventory that every series carries.
    let labels: [String]
    var log: ProblemLog
    /// By name, what metrics have been said to be, and on which line.
    private var families: [String: (family: MetricFamily, line: Int32?)] = [:]
    /// By the names that OpenMetrics gives them, the metrics' names.
    private var bases: [String: String] = [:]

    init(requests: [Request], labels: [String], log: ProblemLog) {
        self.requests = requests
        self.labels = labels
        self.log = log
    }

    /// The definitions of a tree that was checked against its shape.
    mutating func definitions(of entry: YAMLEntry) -> [MetricDefinition] {
        guard entry.value.text == nil else { return standard(at: entry.value.mark) }
        var definitions: [MetricDefinition] = []
        var hasStandard = false
        for item in entry.value.items {
            if item.text == nil {
                definition(of: item).map { definitions.append($0) }
            } else if item.text == Shape.standardMetrics {
                if hasStandard { log.error(at: item.mark, "`standard` stands here twice") }
                if !hasStandard { definitions += standard(at: item.mark) }
                hasStandard = true
            }
        }
        return definitions
    }

    /// The inventory's labels that every series carries.
    static func labels(_ node: YAMLNode, log: inout ProblemLog) -> [String] {
        var labels: [String] = []
        for item in node.items {
            guard let label = item.text else { continue }
            if labels.contains(label) { log.error(at: item.mark, "the label \(label.quoted) stands here twice") }
            labels.append(label)
        }
        return labels
    }

    /// The limits of `limits.metrics`.
    static func limits(_ node: YAMLNode) -> MetricLimits {
        var limits = MetricLimits()
        func number(_ key: String) -> Int? { node[key]?.text.flatMap { Int($0) } }
        limits.series = number("series") ?? limits.series
        limits.labelLength = number("label_length") ?? limits.labelLength
        limits.labelValues = number("label_values") ?? limits.labelValues
        return limits
    }

    /// The metrics that come with the models of the requests.
    mutating func standard(at mark: YAMLMark) -> [MetricDefinition] {
        let models = requests.compactMap { request in request.model.map { (request.name, $0) } }
        if models.isEmpty {
            log.error(
                at: mark,
                "`standard` metrics are those of models, and no request has one",
                hint: "set `model` on a request, or write the metrics out"
            )
        }
        var definitions = models.flatMap { StandardMetricSet.of($1)?.definitions(from: $0) ?? [] }
        var clashes: [String: String] = [:]
        for index in definitions.indices {
            let family = definitions[index].family
            note(family, at: nil)
            // Facts lose nothing by a label that the inventory tells in its own words.
            if family.kind == .info { definitions[index].labels.removeAll { labels.contains($0.name) } }
            for label in definitions[index].labels where labels.contains(label.name) {
                clashes[label.name] = clashes[label.name] ?? family.name
            }
        }
        for label in labels {
            guard let family = clashes[label] else { continue }
            log.error(
                at: mark,
                "the inventory's label `\(label)` is a label of `\(family)`",
                hint: "leave `\(label)` out of `labels`, or write the metrics out"
            )
        }
        return definitions
    }

    private mutating func definition(of node: YAMLNode) -> MetricDefinition? {
        guard let name = node["name"], let family = family(of: node) else { return nil }
        if let objection = MetricNaming.objection(to: family) {
            log.error(at: name.mark, objection.message, hint: objection.hint)
        }
        note(family, at: name.mark)
        let each = node["each"].flatMap { path($0, mayGoThroughMany: true) }
        if let node = node["each"], let each, each.reading != .value || !each.isFromAnswer {
            log.error(at: node.mark, "`each` leads from the answer to rows", hint: "such as `interfaces.*`")
        }
        let value = value(of: node, family.kind)
        let definition = MetricDefinition(
            family,
            from: node["from"]?.text ?? "",
            each: each,
            where: conditions(of: node),
            labels: labels(of: node, family),
            value: value ?? .one
        )
        if definition.each == nil, definition.value != .count, let entry = node.entry("where") {
            log.error(at: entry.keyMark, "`where` picks rows, and there is only one", hint: "set `each`")
        }
        checkSource(of: definition, node)
        return value == nil ? nil : definition
    }

    private func family(of node: YAMLNode) -> MetricFamily? {
        guard let name = node["name"]?.text, ScalarKind.metricName.check(name) == nil else { return nil }
        return MetricFamily(
            name: name,
            help: node["help"]?.text ?? "",
            kind: node["type"]?.text.flatMap(MetricFamily.Kind.init(rawValue:)) ?? .gauge,
            unit: node["unit"]?.text.flatMap { ScalarKind.metricUnit.check($0) == nil ? $0 : nil }
        )
    }

    /// Metrics of one name are one metric; OpenMetrics takes some names for one.
    private mutating func note(_ family: MetricFamily, at mark: YAMLMark?) {
        let base = MetricNaming.base(of: family)
        if let other = bases[base], other != family.name, let mark {
            log.error(at: mark, "OpenMetrics takes `\(family.name)` and `\(other)` for one metric, `\(base)`")
        }
        bases[base] = bases[base] ?? family.name
        guard let (known, line) = families[family.name] else {
            families[family.name] = (family, mark?.line)
            return
        }
        guard let mark, known != family else { return }
        let place = line.map { "the one on line \($0)" } ?? "the standard one"
        let what = known.kind != family.kind ? "type" : known.unit != family.unit ? "unit" : "help"
        log.error(
            at: mark,
            "`\(family.name)` has another `\(what)` than \(place)",
            hint: "metrics of one name are one metric; its `type`, `unit` and `help` are the same"
        )
    }

    /// A path that is fine by itself; `nil` for one that is not, which is noted already.
    private mutating func path(_ node: YAMLNode, mayGoThroughMany: Bool) -> MetricPath? {
        guard let text = node.text, !node.isNothing else { return nil }
        let path: MetricPath
        do throws(MetricPathMistake) {
            path = try MetricPath(text)
        } catch {
            return nil
        }
        if path.goesThroughMany, !mayGoThroughMany {
            log.error(at: node.mark, "only `each` goes through many places with `*`")
            return nil
        }
        return path
    }

    private mutating func conditions(of node: YAMLNode) -> [MetricDefinition.Condition] {
        (node["where"]?.entries ?? []).compactMap { entry in
            let values = entry.value.text.map { [$0] } ?? entry.value.items.compactMap(\.text)
            let key = YAMLNode(content: .scalar(entry.key, isPlain: false), mark: entry.keyMark)
            return path(key, mayGoThroughMany: false).map { MetricDefinition.Condition($0, values) }
        }
    }

    private mutating func labels(of node: YAMLNode, _ family: MetricFamily) -> [MetricDefinition.Label] {
        (node["labels"]?.entries ?? []).compactMap { entry in
            if labels.contains(entry.key) {
                log.error(
                    at: entry.keyMark,
                    "`\(entry.key)` is one of the inventory's labels that the collection gives to every series",
                    hint: "choose another name, or leave it out of the collection's `labels`"
                )
            }
            if family.kind == .stateset, entry.key == family.name {
                log.error(at: entry.keyMark, "the label `\(entry.key)` has the states of this metric")
            }
            return path(entry.value, mayGoThroughMany: false).map { MetricDefinition.Label(entry.key, $0) }
        }
    }

    /// What the values are; `nil` where something about them is wrong.
    private mutating func value(of node: YAMLNode, _ kind: MetricFamily.Kind) -> MetricDefinition.Value? {
        let isInfo = kind == .info
        for (key, isFine, reason) in [
            ("value", !isInfo, "an `info` has no value: its labels say it all"),
            ("words", !isInfo && kind != .stateset, "`words` are for a `gauge` or a `counter`"),
            ("default", !isInfo && kind != .stateset, "`default` goes with `words`"),
            ("scale", !isInfo && kind != .stateset, "`scale` is for numbers"),
            ("states", kind == .stateset, "`states` are those of a `stateset`"),
        ] where !isFine {
            if let entry = node.entry(key) { log.error(at: entry.keyMark, reason, hint: "leave `\(key)` out") }
        }
        if isInfo { return .one }
        guard let entry = node.entry("value") else {
            let mark = node["name"]?.mark ?? node.mark
            log.error(at: mark, "the metric needs a `value`", hint: "`count`, or a path such as `uptime_seconds`")
            return nil
        }
        if kind == .stateset { return states(of: node, entry) }
        let isMap = entry.value.text == nil
        let written = isMap ? entry.value.entries : node["words"]?.entries ?? []
        if isMap, let words = node.entry("words") {
            log.error(at: words.keyMark, "`value` says what words stand for already", hint: "leave `words` out")
        }
        if !isMap, node["words"] == nil, let entry = node.entry("default") {
            log.error(at: entry.keyMark, "`default` goes with `words`", hint: "set `words`")
        }
        if entry.value.text == "count" {
            for key in ["words", "default", "scale"] {
                guard let entry = node.entry(key) else { continue }
                log.error(at: entry.keyMark, "`\(key)` does not go with `count`", hint: "leave `\(key)` out")
            }
            return .count
        }
        guard let path = isMap ? MetricPath.row : path(entry.value, mayGoThroughMany: node["each"] == nil) else {
            return nil
        }
        guard isMap || node["words"] != nil else {
            return .number(path, scale: node["scale"]?.text.flatMap { Double($0) }.map { MetricScale($0) })
        }
        if let entry = node.entry("scale") {
            log.error(at: entry.keyMark, "`scale` does not go with words", hint: "leave `scale` out")
        }
        var words: [String: MetricValue] = [:]
        for entry in written { words[entry.key] = Self.number(entry.value) }
        return .words(path, words, otherwise: node["default"].flatMap(Self.number))
    }

    private mutating func states(of node: YAMLNode, _ value: YAMLEntry) -> MetricDefinition.Value? {
        guard value.value.text != nil else {
            log.error(at: value.keyMark, "the `value` of a `stateset` is a path", hint: "such as `state`")
            return nil
        }
        guard let entry = node.entry("states") else {
            let mark = node["type"]?.mark ?? node.mark
            log.error(at: mark, "a `stateset` needs its `states`", hint: "such as `states: [up, down]`")
            return nil
        }
        var states: [String] = []
        for item in entry.value.items {
            guard let state = item.text else { continue }
            if states.contains(state) { log.error(at: item.mark, "the state \(state.quoted) stands here twice") }
            states.append(state)
        }
        return path(value.value, mayGoThroughMany: node["each"] == nil).map { .states($0, states) }
    }

    private static func number(_ node: YAMLNode) -> MetricValue? {
        guard let text = node.text else { return nil }
        return Int64(text).map { .integer($0) } ?? Double(text).map { .real($0) }
    }
}
