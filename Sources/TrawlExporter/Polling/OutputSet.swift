import Trawl
import TrawlCollections

/// The outputs at work, and which collections each is for.
struct OutputSet: Sendable {
    private struct Entry: Sendable {
        var resolved: ResolvedOutput
        var output: any ExporterOutput
        var collections: Set<String>
    }

    private var entries: [Entry] = []

    /// Makes none.
    init() {}

    /// Makes the outputs of a configuration; those that are as they were before stay the same objects.
    ///
    /// - Parameters:
    ///   - configuration: The configuration.
    ///   - old: The outputs before it.
    ///   - gone: Those that ended for it; one of the same name goes on with its counters.
    /// - Throws: Why one of them cannot be begun.
    init(
        _ configuration: ExporterConfiguration,
        after old: OutputSet = OutputSet(),
        replacing gone: [any ExporterOutput] = []
    ) throws {
        var missing: [ResolvedOutput] = []
        for resolved in configuration.outputs where old.entry(like: resolved) == nil { missing.append(resolved) }
        let made = try ExporterOutputs.make(missing, beside: old.all, after: gone)
        var next = made.makeIterator()
        for resolved in configuration.outputs {
            let collections = configuration.files.filter { file in
                file.outputs.contains { $0.way == resolved.definition.way }
            }
            let names = Set(collections.map(\.collection.name))
            guard let output = old.entry(like: resolved)?.output ?? next.next() else { continue }
            entries.append(Entry(resolved: resolved, output: output, collections: names))
            output.order(collections.map(\.collection.name))
        }
    }

    private func entry(like resolved: ResolvedOutput) -> Entry? {
        entries.first { entry in
            entry.resolved.definition.way == resolved.definition.way && entry.resolved.password == resolved.password
                && entry.resolved.token == resolved.token
        }
    }

    /// Every output.
    var all: [any ExporterOutput] { entries.map(\.output) }

    /// The outputs that a collection names.
    func outputs(of collection: String) -> [any ExporterOutput] {
        entries.filter { $0.collections.contains(collection) }.map(\.output)
    }

    /// The outputs that another set does not have.
    func subtracting(_ other: OutputSet) -> [any ExporterOutput] {
        all.filter { output in !other.all.contains { $0 === output } }
    }

    /// The set without the outputs that a configuration has no more, or has with other settings; and those.
    func keeping(_ configuration: ExporterConfiguration) -> (kept: OutputSet, gone: [any ExporterOutput]) {
        var kept = self
        kept.entries = entries.filter { entry in
            configuration.outputs.contains { self.entry(like: $0)?.output === entry.output }
        }
        return (kept, subtracting(kept))
    }
}
