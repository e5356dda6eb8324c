package import TrawlMetrics

/// What the endpoints ask of the exporter.
package struct EndpointSource: Sendable {
    /// Everything that is known, from memory; no device is asked.
    ///
    /// The second value is what the endpoints count themselves, to be written among Trawl's own metrics.
    package var metrics: @Sendable (ExpositionFormat, [SampleGroup]) async -> [[UInt8]]
    /// Polls a device now, unless a poll of it is under way, whose answer is shared; cancelled where the client goes away.
    package var probe: @Sendable (ProbeRequest) async -> ProbeAnswer
    /// The devices.
    package var targets: @Sendable () async -> [ScrapeTarget]
    /// How things are.
    package var status: @Sendable () async -> StatusReport
    /// Whether polling has begun.
    package var isReady: @Sendable () -> Bool
    /// Reads the files anew.
    package var reload: @Sendable () async -> ReloadReport

    /// Makes a source.
    package init(
        metrics: @escaping @Sendable (ExpositionFormat, [SampleGroup]) async -> [[UInt8]],
        probe: @escaping @Sendable (ProbeRequest) async -> ProbeAnswer,
        targets: @escaping @Sendable () async -> [ScrapeTarget],
        status: @escaping @Sendable () async -> StatusReport,
        isReady: @escaping @Sendable () -> Bool,
        reload: @escaping @Sendable () async -> ReloadReport
    ) {
        self.metrics = metrics
        self.probe = probe
        self.targets = targets
        self.status = status
        self.isReady = isReady
        self.reload = reload
    }
}

/// What came of reading the files anew.
package enum ReloadReport: Sendable, Hashable {
    /// They were taken; what changed, in one line.
    case taken(String)
    /// They were not, and the configuration before them goes on; why, as `trawl check` says it.
    case refused(String)
}
