import FoundationEssentials
import Logging
import Trawl
import TrawlCore
import TrawlMetrics

/// What becomes of outcomes: freshness is noted, series are put where scrapes find them, and the outputs get all of it.
extension Exporter {
    /// Takes an outcome of a poll on the schedule, unless its device was changed or taken out meanwhile.
    func record(_ outcome: Outcome, in generation: Generation) {
        guard let polled = polled(outcome, in: generation) else { return }
        let key = Self.key(of: outcome)
        let isServed = withState { state in
            guard state.generation.devices[key.device]?.device == generation.devices[key.device]?.device else {
                return false
            }
            return state.generation.place(of: key.collection) != nil
        }
        guard isServed else { return }
        store.update(
            key,
            labels: polled.labels,
            values: polled.values.isEmpty && polled.outcome.status == .failed ? nil : polled.values,
            freshness: polled.freshness,
            expires: .now + generation.interval(of: outcome) * 2
        )
        let outputs = withState { $0.outputs.outputs(of: key.collection) }
        for output in outputs { output.offer(polled) }
    }

    /// What an outcome gave, once its freshness was noted; `nil` where there was nothing to ask.
    private func polled(_ outcome: Outcome, in generation: Generation) -> PolledRequest? {
        guard outcome.status != .skipped, let device = generation.devices[outcome.device.name] else { return nil }
        var outcome = outcome
        let key = Self.key(of: outcome)
        let others = withState { state in
            generation.requests(of: key.collection).reduce(0) { sum, request in
                guard request != key.request else { return sum }
                let other = MetricStore.Key(device: key.device, collection: key.collection, request: request)
                return sum + (state.series[other] ?? 0)
            }
        }
        let evaluation = generation.evaluate(outcome, besides: others)
        outcome.error = outcome.error ?? evaluation.problem
        let date = Date()
        let freshness = withState { state in
            state.series[key] = evaluation.series
            state.freshness[key, default: Freshness()].ended(
                with: outcome.error,
                hasValues: !evaluation.groups.isEmpty,
                dropped: evaluation.dropped,
                timing: outcome.timing,
                at: date
            )
            return state.freshness[key, default: Freshness()]
        }
        return PolledRequest(
            outcome: outcome,
            labels: device.labels(generation.labelNames(of: key.collection)),
            values: evaluation.groups,
            freshness: freshness.groups(Self.labels(of: key)),
            date: date
        )
    }

    /// Counts polls that were due and did not start.
    func note(_ skip: PollQueue.Skip, in generation: Generation) {
        guard let device = generation.devices[skip.device] else { return }
        for item in skip.items {
            let planned = device.items[item]
            let plan = generation.watch.plan
            let key = MetricStore.Key(
                device: skip.device,
                collection: plan.collections[planned.collection].name,
                request: plan.request(of: planned).name
            )
            let freshness = withState { state in
                state.freshness[key, default: Freshness()].skip()
                return state.freshness[key, default: Freshness()]
            }
            store.update(
                key,
                labels: device.labels(generation.labelNames(of: key.collection)),
                freshness: freshness.groups(Self.labels(of: key))
            )
        }
    }

    /// Logs that a device began to fail, fails in another way, or recovered; not each poll that is as the last one.
    func tell(of device: String, _ outcomes: [Outcome]) {
        let failed = outcomes.filter { $0.status == .failed }
        let error = failed.first?.error
        let before = withState { state in
            let before = state.failing[device]
            state.failing[device] = error
            return before
        }
        guard let error else {
            if before != nil, !outcomes.isEmpty { logger.notice("\(device): is well again") }
            return
        }
        guard before?.code != error.code else { return }
        let others = failed.count > 1 ? " (and \(failed.count - 1) more)" : ""
        logger.warning("\(device): \(failed[0].request)\(others): \(error.code): \(error.detail)")
    }

    static func key(of outcome: Outcome) -> MetricStore.Key {
        MetricStore.Key(device: outcome.device.name, collection: outcome.collection, request: outcome.request)
    }

    static func labels(of key: MetricStore.Key) -> [MetricLabel] {
        [MetricLabel("collection", key.collection), MetricLabel("request", key.request)]
    }
}
