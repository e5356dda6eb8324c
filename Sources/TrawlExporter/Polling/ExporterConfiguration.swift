package import Trawl
package import TrawlCollections

/// What `serve` is configured to do: collections over devices whose passwords are read.
package struct ExporterConfiguration: Sendable {
    /// The collection files, in the order of the command line.
    package var files: [CollectionFile]
    /// What they ask of which devices; its collections are those of the files.
    package var plan: Plan
    /// The outputs that the files name, with their secrets.
    package var outputs: [ResolvedOutput]

    /// Makes a configuration.
    package init(files: [CollectionFile], plan: Plan, outputs: [ResolvedOutput] = []) {
        self.files = files
        self.plan = plan
        self.outputs = outputs
    }
}

extension ExporterConfiguration {
    /// Whether another configuration's collections ask the same, and draw the same series from it.
    func asksTheSame(as other: ExporterConfiguration) -> Bool {
        guard files.count == other.files.count else { return false }
        return zip(files, other.files).allSatisfy { mine, others in
            let (these, those) = (mine.collection.requests, others.collection.requests)
            return mine.collection.name == others.collection.name && mine.metrics == others.metrics
                && mine.labels == others.labels && mine.metricLimits == others.metricLimits
                && these.map(\.name) == those.map(\.name) && these.map(\.commands) == those.map(\.commands)
                && these.map { $0.model?.name } == those.map { $0.model?.name }
                && these.map(\.arguments.values) == those.map(\.arguments.values)
        }
    }
}
