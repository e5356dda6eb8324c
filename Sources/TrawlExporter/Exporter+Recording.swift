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

    /// Takes all outcomes of one poll, and what they say about the device.
    func record(_ outcomes: [Outcome], of name: String, _ items: [Int], in generation: Generation) {
        for outcome in outcomes { record(outcome, in: generation) }
        tell(of: name, outcomes)
        guard let device = generation.devices[name] else { return }
        // What failed is asked again at the next tick, however rarely it is due.
        let again = items.filter { item in
            let (collection, request) = generation.names(of: device.items[item])
            let outcome = outcomes.first { $0.collection == collection && $0.request == request }
            return outcome?.error.map { $0.isTransient || Self.isTrouble($0) } ?? false
        }
        let asked = outcomes.filter { $0.status != .skipped }
        guard let error = asked.first?.error, asked.allSatisfy({ $0.error.map(Self.isTrouble) ?? false }) else {
            if !again.isEmpty { withState { $0.queue.askAgain(name, again) } }
            return
        }
        withState { $0.queue.askAgain(name, device.timetable.all) }
        for (place, item) in device.items.enumerated() where !items.contains(place) {
            imply(error, of: item, on: device, in: generation)
        }
    }

    /// Whether an error speaks of the whole device.
    private static func isTrouble(_ error: DeviceError) -> Bool {
        switch error.errorClass {
        case .unreachable, .transport, .timeout, .tls, .auth, .stopped: true
        default: false
        }
    }

    /// Ends the values of a request that was not asked, as its device does not answer.
    private func imply(_ error: DeviceError, of item: Plan.Item, on device: ScheduledDevice, in generation: Generation)
    {
        let (collection, request) = generation.names(of: item)
        let key = MetricStore.Key(device: device.device.name, collection: collection, request: request)
        let freshness = withState { state -> Freshness? in
            guard state.generation === generation, state.freshness[key]?.isUp == true else { return nil }
            state.freshness[key]?.deviceFailed(with: error)
            return state.freshness[key]
        }
        guard let freshness else { return }
        let labels = device.labels(generation.labelNames(of: collection))
        let groups = freshness.groups(Self.labels(of: key))
        store.update(key, labels: labels, values: nil, freshness: groups, expires: .now)
        let date = Date()
        let outcome = Outcome(
            run: "",
            collection: collection,
            request: request,
            device: device.device,
            started: date,
            error: error
        )
        let polled = PolledRequest(
            outcome: outcome,
            labels: labels,
            values: [],
            freshness: groups,
            date: date,
            isImplied: true
        )
        for output in withState({ $0.outputs.outputs(of: collection) }) { output.offer(polled) }
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
    private func tell(of device: String, _ outcomes: [Outcome]) {
        let failed = outcomes.filter { $0.status == .failed }
        let isResting = failed.first?.error?.code == .deviceResting
        let (before, error) = withState { state -> (DeviceError?, DeviceError?) in
            let before = state.failing[device]
            // A device that rests fails as it did before.
            let error = isResting ? before ?? failed.first?.error : failed.first?.error
            state.failing[device] = error
            if isResting { state.resting.insert(device) } else { state.resting.remove(device) }
            return (before, error)
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
