import TrawlMetrics

/// Two collection files that mean other metrics by one name, which only matters where both are served at once.
public struct MetricContradiction: Sendable, Hashable, CustomStringConvertible {
    /// The metric's name.
    public let metric: String
    /// The files, the one that comes first in front.
    public let files: [String]
    /// What they say differently: `type`, `unit`, `help`.
    public let keys: [String]

    /// What is wrong, in one line.
    public var description: String {
        let keys = keys.map { "`\($0)`" }.joined(separator: ", ")
        return "`\(metric)` is another metric in \(files[1]) than in \(files[0]): \(keys)"
    }

    /// What helps.
    public var hint: String { "give one of them another name, or both the same words" }

    /// The contradictions of files that are served together, the first of each name.
    public static func all(in files: [CollectionFile]) -> [MetricContradiction] {
        var known: [String: (family: MetricFamily, file: String)] = [:]
        var found: [String: MetricContradiction] = [:]
        for file in files {
            for family in file.metrics.map(\.family) {
                guard let first = known[family.name] else {
                    known[family.name] = (family, file.path)
                    continue
                }
                guard first.file != file.path, first.family != family, found[family.name] == nil else { continue }
                var keys: [String] = []
                if first.family.kind != family.kind { keys.append("type") }
                if first.family.unit != family.unit { keys.append("unit") }
                if first.family.help != family.help { keys.append("help") }
                found[family.name] = MetricContradiction(
                    metric: family.name,
                    files: [first.file, file.path],
                    keys: keys
                )
            }
        }
        return found.values.sorted { $0.metric < $1.metric }
    }
}
