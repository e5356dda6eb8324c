import Trawl
import TrawlMetrics

/// Turns a checked tree into a collection, and notes what only the whole tells: names that come twice, a model beside a
/// command it cannot read.
struct CollectionReader {
    let vocabulary: Vocabulary
    let path: String
    /// The permission bits of the file; `nil` for a text that comes from no file.
    let mode: UInt32?
    var log: ProblemLog

    /// The collection of a tree that was checked against its shape; wrong values are left out, they are noted already.
    mutating func file(from root: YAMLNode) -> CollectionFile {
        let name = root["name"]?.text ?? RelativePath.stem(of: path)
        if root["name"] == nil, !ScalarKind.isName(name) {
            log.error(at: .file, "\(name.quoted), the file's name, cannot name a collection", hint: "set `name`")
        }
        let collection = RequestCollection(
            name: name,
            description: root["description"]?.text,
            devices: root["devices"].map(Self.filter) ?? DeviceFilter(),
            limits: root["limits"].map(LimitsReader.limits) ?? Limits(),
            changes: root["changes"]?.text.flatMap(ChangePolicy.init(rawValue:)) ?? .refused,
            requests: requests(root["requests"]?.items ?? []),
            schedule: ScheduleReader.schedule(root, log: &log)
        )
        var file = CollectionFile(
            path: path,
            collection: collection,
            inventory: root["inventory"]?.text.map { RelativePath.resolve($0, besideFile: path) },
            outputs: OutputReader(path: path, mode: mode).outputs(root["outputs"]?.items ?? [], log: &log)
        )
        file.labels = root["labels"].map { MetricReader.labels($0, log: &log) } ?? []
        file.metricLimits = root["limits"]?["metrics"].map(MetricReader.limits) ?? MetricLimits()
        var reader = MetricReader(requests: collection.requests, labels: file.labels, log: log)
        if let metrics = root.entry("metrics") {
            file.metrics = reader.definitions(of: metrics)
        } else if collection.requests.contains(where: { $0.model != nil }) {
            file.metrics = reader.standard(at: root.entry("labels")?.value.mark ?? root.mark)
        }
        log = reader.log
        return file
    }

    /// A filter by name and labels.
    static func filter(_ node: YAMLNode) -> DeviceFilter {
        var filter = DeviceFilter()
        for entry in node.entries {
            let values = entry.value.text.map { [$0] } ?? entry.value.items.compactMap(\.text)
            if entry.key == "name" {
                filter.names = values
            } else {
                filter.labels[entry.key] = values
            }
        }
        return filter
    }

    private mutating func requests(_ nodes: [YAMLNode]) -> [Request] {
        var lines: [String: Int32] = [:]
        return nodes.map { node in
            let name = node["name"]
            if let name, let text = name.text {
                if let line = lines[text] {
                    log.error(at: name.mark, "duplicate request \(text.quoted); it is on line \(line) already")
                }
                lines[text] = lines[text] ?? name.mark.line
            }
            var request = Request(
                name: name?.text ?? "",
                model: node["model"]?.text.flatMap(vocabulary.model(named:)),
                timeout: node["timeout"]?.text.flatMap(Duration.init(written:)),
                every: node["every"]?.text.flatMap(Duration.init(written:))
            )
            if let arguments = node.entry("arguments") {
                request.arguments = self.arguments(arguments, of: request.model, isNamed: node["model"] != nil)
            }
            checkRequired(request, at: node.entry("model")?.keyMark)
            for dialect in vocabulary.dialects {
                guard let entry = node.entry(dialect.rawValue) else { continue }
                request.commands[dialect] = CommandReader.command(entry.value, of: dialect)
                if let model = request.model { check(entry, of: dialect, beside: model) }
            }
            return request
        }
    }

    /// The arguments of a request, against what its model takes.
    private mutating func arguments(
        _ entry: YAMLEntry,
        of model: (any NormalizedModel.Type)?,
        isNamed: Bool
    ) -> ModelArguments {
        guard let model else {
            // A model of an unknown name is told already.
            if !isNamed {
                log.error(at: entry.keyMark, "`arguments` are a model's", hint: "set `model`, or leave `arguments` out")
            }
            return ModelArguments()
        }
        let known = model.arguments
        guard !known.isEmpty else {
            log.error(
                at: entry.keyMark,
                "model `\(model.name)` takes no arguments",
                hint: "leave `arguments` out"
            )
            return ModelArguments()
        }
        var arguments = ModelArguments()
        for entry in entry.value.entries where ScalarKind.argumentName.check(entry.key) == nil {
            guard let argument = known.first(where: { $0.name == entry.key }) else {
                let names = known.map(\.name)
                let hint = Suggestion.hint(for: entry.key, among: names, noun: "it takes")
                log.error(
                    at: entry.keyMark,
                    "unknown argument \(entry.key.quoted) of model `\(model.name)`",
                    hint: hint
                )
                // It stands for the one that was meant, which is not missing, too.
                if let meant = Suggestion.nearest(to: entry.key, among: names) { arguments.values[meant] = "" }
                continue
            }
            guard let value = entry.value.text else { continue }
            arguments.values[argument.name] = value
            // A reserved `${` is told already.
            if !argument.takes(value), !value.contains("${") {
                log.error(at: entry.value.mark, "`\(argument.name)` takes \(argument.noun), not \(value.quoted)")
            }
        }
        return arguments
    }

    private mutating func checkRequired(_ request: Request, at mark: YAMLMark?) {
        guard let model = request.model, let mark else { return }
        for argument in model.arguments where argument.isRequired && request.arguments[argument.name] == nil {
            log.error(
                at: mark,
                "model `\(model.name)` needs the argument `\(argument.name)`",
                hint: "set `arguments: { \(argument.name): … }`, \(argument.noun)"
            )
        }
    }

    /// A model that reads several commands at once cannot read somebody else's one.
    private mutating func check(
        _ entry: YAMLEntry,
        of dialect: DialectName,
        beside model: any NormalizedModel.Type
    ) {
        switch model.commands(for: dialect)?.count {
        case 1:
            return
        case nil:
            log.error(
                at: entry.keyMark,
                "model `\(model.name)` cannot be read from `\(dialect)`",
                hint: "leave `\(dialect)` out, or give it a request without a model"
            )
        default:
            log.error(
                at: entry.keyMark,
                "model `\(model.name)` asks its own commands on `\(dialect)`",
                hint: "leave `\(dialect)` out"
            )
        }
    }
}
