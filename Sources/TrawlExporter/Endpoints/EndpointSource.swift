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
