import FoundationEssentials
import Trawl
import TrawlCollections
import TrawlCore
import TrawlMetrics

/// What is told over HTTP.
extension Exporter {
    /// What the endpoints ask.
    ///
    /// - Parameter reload: Reads the files again.
    /// - Returns: The source of every page.
    package func endpointSource(reload: @escaping @Sendable () async -> ReloadReport) -> EndpointSource {
        EndpointSource(
            metrics: { format, own in self.metrics(as: format, besides: own) },
            probe: { await self.answer($0) },
            targets: { self.targets },
            status: { self.status },
            isReady: { self.isRunning },
            reload: reload
        )
    }

    /// A probe without a deadline of its own ends after this time; what its devices may take is shorter mostly.
    private static let longestProbe = Duration.seconds(120)

    private func answer(_ request: ProbeRequest) async -> ProbeAnswer {
        let generation = generation
        guard generation.devices[request.target] != nil else {
            let near = Suggestion.nearest(to: request.target, among: Array(generation.devices.keys))
            return .unknown(
                what: "no device is served by the name `\(request.target)`; addresses are none",
                hint: near.map { "did you mean `\($0)`?" }
            )
        }
        let names = generation.configuration.files.map(\.collection.name)
        if let unknown = request.collections.first(where: { !names.contains($0) }) {
            return .unknown(
                what: "no collection `\(unknown)` is served",
                hint: Suggestion.hint(for: unknown, among: names, noun: "served are")
            )
        }
        let deadline = request.deadline ?? .now + Self.longestProbe
        let text = await probe(
            request.target,
            collections: request.collections,
            until: deadline,
            as: request.format
        )
        guard let text else {
            return .unknown(what: "`\(request.target)` is asked nothing of these collections", hint: nil)
        }
        return .metrics(text)
    }

    /// The devices, for Prometheus' discovery.
    private var targets: [ScrapeTarget] {
        let generation = generation
        return generation.watch.plan.entries.map { entry in
            let device = entry.device
            let collections = Set(entry.items.map { generation.watch.plan.collections[$0.collection].name })
            return ScrapeTarget(
                name: device.name,
                facts: [
                    MetricLabel("address", device.address), MetricLabel("dialect", device.dialect.rawValue),
                    MetricLabel("collections", collections.sorted().joined(separator: ",")),
                ],
                labels: device.labels.sorted { $0.key < $1.key }.map { MetricLabel($0.key, $0.value) }
            )
        }
    }

    /// How many of a kind the status page lists.
    private static let listed = 10

    /// How things are, for the status page.
    package var status: StatusReport {
        let now = ContinuousClock.now
        let (generation, queue, failing, durations, outputs, reload, polled) = withState { state in
            (
                state.generation, state.queue, state.failing, state.durations, state.outputs, state.reload,
                Set(state.freshness.filter { $0.value.isUp != nil }.keys.map(\.device))
            )
        }
        let plan = generation.watch.plan
        var report = StatusReport(version: TrawlVersion.number, started: started, date: Date())
        report.collections = generation.configuration.files.enumerated().map { place, file in
            let asked = plan.entries.count { entry in entry.items.contains { $0.collection == place } }
            return StatusReport.Collection(
                name: file.collection.name,
                interval: (file.collection.schedule ?? Schedule()).every,
                devices: asked,
                requests: file.collection.requests.count
            )
        }
        let resting = failing.values.count { $0.isResting || $0.first.code == .loginResting }
        report.devices = StatusReport.Devices(
            total: generation.devices.count,
            up: polled.count { failing[$0] == nil },
            failing: failing.count - resting,
            resting: resting
        )
        var classes: [String: Int] = [:]
        for device in failing.values { classes[device.first.errorClass.rawValue, default: 0] += 1 }
        report.failures = classes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            StatusReport.Failures(errorClass: $0.key, count: $0.value)
        }
        report.failing = failing.sorted { $0.key < $1.key }.prefix(Self.listed * 5).map { name, device in
            StatusReport.Failing(
                device: name,
                collection: Self.collections(of: name, in: generation),
                reason: "\(device.first.errorClass.rawValue) / \(device.first.code)",
                message: device.first.detail
            )
        }
        report.slowest = durations.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.listed).map {
            StatusReport.Poll(device: $0.key, collection: Self.collections(of: $0.key, in: generation), time: $0.value)
        }
        report.next = queue.upcoming(Self.listed).map { device, due in
            StatusReport.Poll(
                device: device,
                collection: Self.collections(of: device, in: generation),
                time: max(.zero, now.duration(to: due))
            )
        }
        report.outputs = outputs.all.map { output in
            func sum(_ name: String) -> Int {
                let rows = output.metrics.filter { $0.family.name == name }.flatMap(\.rows)
                return Int(rows.reduce(0) { $0 + $1.value.double })
            }
            return StatusReport.Output(
                name: output.name,
                queued: sum("trawl_output_queue_samples"),
                dropped: sum("trawl_output_samples_dropped_total"),
                problem: output.problem
            )
        }
        if reload.counts.good + reload.counts.bad > 0 {
            report.reload = StatusReport.Reload(
                date: reload.failure?.date ?? reload.date,
                problem: reload.failure?.reason
            )
        }
        return report
    }

    private static func collections(of device: String, in generation: Generation) -> String {
        guard let items = generation.devices[device]?.items else { return "" }
        let places = Set(items.map(\.collection)).sorted()
        return places.map { generation.watch.plan.collections[$0].name }.joined(separator: ", ")
    }
}
