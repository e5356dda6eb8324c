import TrawlJSON
package import TrawlMetrics

/// A device as Prometheus' HTTP service discovery is told of it.
package struct ScrapeTarget: Sendable, Hashable {
    /// The device's name.
    package var name: String
    /// What is told of it, such as `address` and `dialect`; each becomes `__meta_trawl_…`.
    package var facts: [MetricLabel]
    /// The inventory's labels; each becomes `__meta_trawl_label_…`.
    package var labels: [MetricLabel]

    /// Makes a target.
    package init(name: String, facts: [MetricLabel] = [], labels: [MetricLabel] = []) {
        self.name = name
        self.facts = facts
        self.labels = labels
    }

    /// The list as `http_sd_configs` reads it.
    static func list(_ targets: [ScrapeTarget]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginArray()
        for target in targets {
            writer.beginObject()
            writer.key("targets")
            writer.beginArray()
            writer.string(target.name)
            writer.endArray()
            writer.key("labels")
            writer.beginObject()
            for fact in target.facts { write(fact, after: "__meta_trawl_", to: &writer) }
            for label in target.labels { write(label, after: "__meta_trawl_label_", to: &writer) }
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private static func write(_ label: MetricLabel, after prefix: String, to writer: inout JSONWriter) {
        writer.key(prefix + label.name)
        writer.string(label.value)
    }
}
