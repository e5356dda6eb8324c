import Trawl
import TrawlMetrics

/// What a metric is drawn from: a request of the file, and the fields of its model.
extension MetricReader {
    mutating func checkSource(of definition: MetricDefinition, _ node: YAMLNode) {
        guard let from = node["from"], let name = from.text, ScalarKind.requestName.check(name) == nil else { return }
        guard let request = requests.first(where: { $0.name == name }) else {
            let hint = Suggestion.hint(for: name, among: requests.map(\.name), noun: "requests")
            log.error(at: from.mark, "there is no request \(name.quoted)", hint: hint)
            return
        }
        checkKeys(of: definition, request.model.map(ModelFields.init(of:)) ?? .unknown, node)
        // What a device words itself can have any field.
        guard let model = request.model else { return }
        let fields = ModelFields(of: model)
        let rows: [ModelFields]
        do throws(ModelFields.Mistake) {
            rows = try fields.rows(at: definition.each ?? (definition.value == .count ? .row : nil))
        } catch {
            note(error, of: model, at: (node["each"] ?? node["value"] ?? from).mark)
            return
        }
        for (path, mark) in paths(of: definition, node) {
            do throws(ModelFields.Mistake) {
                try ModelFields.check(path, from: rows)
            } catch {
                note(error, of: model, at: mark)
            }
        }
    }

    /// A key is there where `*` goes through an object; a path that reads none would find nothing, ever.
    private mutating func checkKeys(of definition: MetricDefinition, _ fields: ModelFields, _ node: YAMLNode) {
        guard !fields.hasKeys(at: definition.each) else { return }
        let isList = definition.each?.goesThroughMany == true
        for (path, mark) in paths(of: definition, node) where path.reading == .key {
            log.error(
                at: mark,
                "`$key` is the key that `*` in `each` stands for, and \(isList ? "a list has none" : "there is no `*`")",
                hint: isList ? "`$index` is the place in a list" : "such as `each: interfaces.*`"
            )
        }
    }

    private func paths(of definition: MetricDefinition, _ node: YAMLNode) -> [(MetricPath, YAMLMark)] {
        let labels = definition.labels.compactMap { label in
            node["labels"]?[label.name].map { (label.path, $0.mark) }
        }
        let conditions = definition.conditions.compactMap { condition in
            node["where"]?.entry(condition.path.text).map { (condition.path, $0.keyMark) }
        }
        let value = definition.value.path.flatMap { path in node["value"].map { (path, $0.mark) } }
        return labels + conditions + (value.map { [$0] } ?? [])
    }

    private mutating func note(_ mistake: ModelFields.Mistake, of model: any NormalizedModel.Type, at mark: YAMLMark) {
        guard let key = mistake.key, !mistake.known.isEmpty else {
            let hint = "docs/models.md says what the model has"
            log.error(at: mark, "the path leads nowhere in model `\(model.name)`", hint: hint)
            return
        }
        let near = Suggestion.nearest(to: key, among: mistake.known).map { "did you mean `\($0)`?" }
        let all = "its fields: " + mistake.known.map { "`\($0)`" }.joined(separator: ", ")
        log.error(at: mark, "model `\(model.name)` has no \(key.quoted) here", hint: near ?? all)
    }
}

extension MetricPath {
    /// Whether it begins at the whole answer, as a way to rows does.
    var isFromAnswer: Bool { origin == .root || origin == .row(climbing: 0) }
}
