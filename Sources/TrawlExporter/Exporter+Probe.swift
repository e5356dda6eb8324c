import FoundationEssentials
import Synchronization
import Trawl
import TrawlCore
package import TrawlMetrics

/// Polls that somebody asks for over HTTP, besides the schedule.
extension Exporter {
    /// Polls one device now, and gives its series.
    ///
    /// Whoever asks the same of a device while it is asked gets the same answer. A device that is being polled on the
    /// schedule is asked after that.
    ///
    /// - Parameters:
    ///   - name: The device's name in the inventory.
    ///   - collections: What to ask, by the collections' names; everything that is served by default.
    ///   - deadline: When there is an answer, whatever is known by then: what is not known is told to be down.
    ///   - format: How the series are written.
    /// - Returns: The text; `nil` for a device that is asked nothing of it.
    package func probe(
        _ name: String,
        collections: [String] = [],
        until deadline: ContinuousClock.Instant,
        as format: ExpositionFormat
    ) async -> [[UInt8]]? {
        let begin = ContinuousClock.now
        let generation = generation
        guard let device = generation.devices[name] else { return nil }
        let plan = generation.watch.plan
        let items = device.items.filter {
            collections.isEmpty || collections.contains(plan.collections[$0.collection].name)
        }
        guard !items.isEmpty else { return nil }
        let outcomes = await outcomes(of: items, on: device, in: generation, until: deadline)
        let evaluated = generation.evaluate(outcomes.filter { $0.status != .skipped })
        let store = MetricStore(collections: plan.collections.map(\.name))
        let now = ContinuousClock.now
        var isFine = true
        for (item, key) in zip(device.items, device.keys) where items.contains(item) {
            if outcomes.contains(where: { $0.key == key && $0.status == .skipped }) { continue }
            let (outcome, evaluation) = evaluated.first { $0.outcome.key == key } ?? (nil, Evaluation())
            let code = DeviceError.Code.pollDeadline
            let unknown = DeviceError(code, device: name, operation: key.request, detail: code.summary)
            let error = outcome.map { $0.error ?? evaluation.problem } ?? unknown
            var freshness = Freshness()
            freshness.ended(
                with: error,
                hasValues: !evaluation.groups.isEmpty,
                dropped: evaluation.dropped,
                timing: outcome?.timing,
                at: Date()
            )
            if error != nil { isFine = false }
            store.update(
                key,
                labels: device.labels(generation.labelNames(of: key.collection)),
                values: error != nil && evaluation.groups.isEmpty ? nil : evaluation.groups,
                freshness: freshness.groups(Self.labels(of: key)),
                expires: now + .seconds(60)
            )
        }
        let own = [
            SampleGroup(Self.probeSuccess, [SampleRow([], .integer(isFine ? 1 : 0))]),
            SampleGroup(Self.probeDuration, [SampleRow([], .real(begin.duration(to: .now).seconds))]),
        ]
        return store.write(as: format, own: own)
    }

    private static let probeSuccess = MetricFamily(
        name: "probe_success",
        help: "Whether everything that was asked of the device was answered whole."
    )
    private static let probeDuration = MetricFamily(
        name: "probe_duration_seconds",
        help: "How long the answer took.",
        unit: "seconds"
    )

    /// The outcomes of a poll that is shared by all who want the same; those that are known where the deadline comes
    /// first.
    ///
    /// The poll itself has the schedule's time, whoever asked for it, and what it finds is exposed as any poll's: a scraper
    /// in a hurry says nothing about a device, and one that comes again and again keeps no values from being fresh.
    private func outcomes(
        of items: [Plan.Item],
        on device: ScheduledDevice,
        in generation: Generation,
        until deadline: ContinuousClock.Instant
    ) async -> [Outcome] {
        let key = ProbeTable.Key(device: device.device.name, items: items, generation: generation.number)
        let (probe, isNew) = probes.withLock { $0.probe(key) }
        let (ends, continuation) = AsyncStream<Void>.makeStream()
        probe.join(continuation)
        if isNew {
            // In a task of the exporter's: one who goes away takes nothing from the others.
            start(on: key.device) {
                let outcomes = await generation.watch.poll(key.device, items, within: device.timeout) {
                    probe.add($0)
                }
                self.probes.withLock { $0.ended(key) }
                probe.end()
                guard !self.isStopped else { return }
                let places = device.items.indices.filter { items.contains(device.items[$0]) }
                self.record(outcomes, of: key.device, places, in: generation)
            }
        }
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in ends {} }
            group.addTask {
                // Cancelled means that the answer came first.
                try? await Task.sleep(until: deadline)
            }
            await group.next()
            group.cancelAll()
            return probe.outcomes
        }
    }
}

/// Who waits for which probe, and what it found so far.
struct ProbeTable: Sendable {
    /// What is asked of which device.
    struct Key: Sendable, Hashable {
        var device: String
        var items: [Plan.Item]
        var generation: Int
    }

    /// One probe under way, from its first asker to its end.
    final class Probe: Sendable {
        private let state = Mutex<(outcomes: [Outcome], ends: [AsyncStream<Void>.Continuation], isOver: Bool)>(
            ([], [], false)
        )

        var outcomes: [Outcome] { state.withLock { $0.outcomes } }

        func add(_ outcome: Outcome) { state.withLock { $0.outcomes.append(outcome) } }

        /// Ends `continuation` with the probe.
        func join(_ continuation: AsyncStream<Void>.Continuation) {
            let isOver = state.withLock { state in
                if !state.isOver { state.ends.append(continuation) }
                return state.isOver
            }
            if isOver { continuation.finish() }
        }

        func end() {
            let ends = state.withLock { state in
                state.isOver = true
                defer { state.ends = [] }
                return state.ends
            }
            for continuation in ends { continuation.finish() }
        }
    }

    private var probes: [Key: Probe] = [:]

    /// The probe under way that asks the same, or a new one that the caller starts.
    mutating func probe(_ key: Key) -> (probe: Probe, isNew: Bool) {
        if let probe = probes[key] { return (probe, false) }
        let probe = Probe()
        probes[key] = probe
        return (probe, true)
    }

    /// A probe ended: who asks from now on gets another.
    mutating func ended(_ key: Key) {
        probes[key] = nil
    }
}
