import FoundationEssentials
public import Trawl
package import TrawlMetrics

/// A collection file, read and checked: what it asks, and which inventory it names.
public struct CollectionFile: Sendable {
    /// The file's path, as it was given.
    public var path: String
    /// What the file asks, and how hard it presses.
    public var collection: RequestCollection
    /// The inventory file it names, relative to the working directory rather than to the collection; `nil` for none.
    public var inventory: String?
    /// Where `trawl serve` sends what polls of it give.
    public var outputs: [OutputDefinition]
    /// What somebody should look at, although the file can be used.
    public var warnings: [FileProblem]
    /// What is not plainly a read, each with its place; always empty where the file does not say `changes: allowed`.
    ///
    /// These are problems of a run for which changes are not allowed.
    public var changes: [FileProblem]

    /// How series are drawn from the answers.
    ///
    /// Default: as the standard metric sets of the requests' models say.
    package var metrics: [MetricDefinition]
    /// The labels of the inventory that every series carries, as far as a device has them.
    package var labels: [String] = []
    /// How much one device may give.
    package var metricLimits = MetricLimits()

    /// Makes one from a collection that was built in code.
    public init(
        path: String,
        collection: RequestCollection,
        inventory: String? = nil,
        outputs: [OutputDefinition] = [],
        warnings: [FileProblem] = [],
        changes: [FileProblem] = []
    ) {
        self.path = path
        self.collection = collection
        self.inventory = inventory
        self.outputs = outputs
        self.warnings = warnings
        self.changes = changes
        metrics = collection.requests.flatMap { request in
            request.model.flatMap(StandardMetricSet.of)?.definitions(from: request.name) ?? []
        }
    }

    /// Reads a collection file.
    ///
    /// - Throws: Every mistake of the file at once, with its place.
    public init(contentsOf path: String) throws(FileProblems) {
        try self.init(contentsOf: path, vocabulary: .registered)
    }

    /// Reads several collection files.
    ///
    /// - Throws: Every mistake of all of them at once.
    public static func read(_ paths: [String]) throws(FileProblems) -> [CollectionFile] {
        var files: [CollectionFile] = []
        var reports: [FileProblems] = []
        for path in paths {
            do {
                files.append(try CollectionFile(contentsOf: path))
            } catch {
                reports.append(error)
            }
        }
        guard reports.isEmpty else { throw FileProblems(joining: reports) }
        return files
    }

    /// The largest collection file: far beyond any that a person writes.
    static let largest = 1 << 20

    package init(contentsOf path: String, vocabulary: Vocabulary) throws(FileProblems) {
        let source = try SourceFile(reading: path, limit: Self.largest, noun: "the collection")
        try self.init(source, vocabulary: vocabulary)
    }

    init(_ source: SourceFile, vocabulary: Vocabulary) throws(FileProblems) {
        var log = ProblemLog(source: source)
        var file: CollectionFile?
        if let root = YAMLReader.read(source, mostValues: 200_000, log: &log) {
            log.allowsChanges = root["changes"]?.text == ChangePolicy.allowed.rawValue
            let shape = Shape.collection(vocabulary)
            let top = YAMLMark(line: Int(root.mark.line), column: Int(root.mark.column))
            shape.check(root, as: "the collection", keyMark: top, log: &log)
            var reader = CollectionReader(vocabulary: vocabulary, path: source.path, mode: source.mode, log: log)
            file = reader.file(from: root)
            log = reader.log
        }
        let report = log.report(hiding: SecretLines.inCollection)
        guard !log.hasErrors, var file else { throw report }
        file.warnings = report.problems
        file.changes = log.changes(hiding: SecretLines.inCollection).problems
        self = file
    }
}

/// Paths that a file names, seen from that file.
enum RelativePath {
    /// A path next to a file; absolute paths and `~/…` stay what they are.
    static func resolve(_ path: String, besideFile file: String) -> String {
        if path.hasPrefix("/") { return path }
        if path.hasPrefix("~/"), let home = ProcessInfo.processInfo.environment["HOME"] {
            return home + path.dropFirst(1)
        }
        guard let slash = file.lastIndex(of: "/") else { return path }
        return file[...slash] + path
    }

    /// The last part of a path, without `.yaml` or `.yml`.
    static func stem(of path: String) -> String {
        let name = path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
        for suffix in [".yaml", ".yml"] where name.hasSuffix(suffix) { return String(name.dropLast(suffix.count)) }
        return name
    }
}
