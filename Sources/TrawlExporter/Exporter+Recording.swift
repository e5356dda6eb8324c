import FoundationEssentials
import Logging
import Trawl
import TrawlCore
import TrawlMetrics

/// What becomes of outcomes: freshness is noted, series are put where scrapes find them, and the outputs get all of it.
extension Exporter {
    /// Takes all outcomes of one poll, and what they say about the device.
    ///
    /// What a reload took out meanwhile, or made another device's, is dropped.
    func record(_ outcomes: [Outcome], of name: String, _ items: [Int], in generation: Generation) {
        for outcome in outcomes { record(outcome, in: generation) }
        tell(of: name, outcomes, in: generation)
        guard let device = generation.devices[name] else { return }
        // What failed is asked again at the next tick, however rarely it is due.
        let again = items.filter { item in
            let key = device.keys[item]
            let outcome = outcomes.first { Self.key(of: $0) == key }
            return outcome?.error.map { $0.isTransient || Self.isTrouble($0) } ?? false
        }
        let asked = outcomes.filter { $0.status != .skipped }
        guard let error = asked.first?.error, asked.allSatisfy({ $0.error.map(Self.isTrouble) ?? false }) else {
            askAgain(name, again, in: generation)
            return
        }
        askAgain(name, device.timetable.all, in: generation)
        for place in device.items.indices where !items.contains(place) {
            imply(error, of: device.keys[place], on: device, in: generation)
        }
    }

    private func askAgain(_ device: String, _ items: [Int], in generation: Generation) {
        withState { state in
            // A place among the items of another generation says nothing about this one's.
            guard state.generation.hasSame(device, as: generation) else { return }
            state.queue.askAgain(device, items)
        }
    }

    private func record(_ outcome: Outcome, in generation: Generation) {
        guard outcome.status != .skipped, let device = generation.devices[outcome.device.name] else { return }
        var outcome = outcome
        let key = Self.key(of: outcome)
        let others = withState { state in
            device.keys.reduce(0) { sum, other in
                guard other.collection == key.collection, other.request != key.request else { return sum }
                return sum + (state.series[other] ?? 0)
            }
        }
        let evaluation = generation.evaluate(outcome, besides: others)
        outcome.error = outcome.error ?? evaluation.problem
        let date = Date()
        let freshness = withState { state -> Freshness? in
            guard state.generation.wants(key, of: generation) else { return nil }
            state.series[key] = evaluation.series
            state.freshness[key, default: Freshness()].ended(
                with: outcome.error,
                hasValues: !evaluation.groups.isEmpty,
                dropped: evaluation.dropped,
                timing: outcome.timing,
                at: date
            )
            return state.freshness[key]
        }
        guard let freshness else { return }
        let polled = PolledRequest(
            outcome: outcome,
            labels: device.labels(generation.labelNames(of: key.collection)),
            values: evaluation.groups,
            freshness: freshness.groups(Self.labels(of: key)),
            date: date
        )
        publish(
            polled,
            of: key,
            values: polled.values.isEmpty && outcome.status == .failed ? nil : polled.values,
            until: .now + generation.interval(of: outcome) * 2,
            in: generation
        )
    }

    /// Puts what is known of a request where scrapes find it, and hands it to the outputs.
    private func publish(
        _ polled: PolledRequest,
        of key: MetricStore.Key,
        values: [SampleGroup]?,
        until end: ContinuousClock.Instant,
        in generation: Generation
    ) {
        store.update(key, labels: polled.labels, values: values, freshness: polled.freshness, expires: end)
        // Under the lock that a reload takes: the end of a series that it took out is offered after this.
        let isWanted = withState { state in
            guard state.generation.wants(key, of: generation) else { return false }
            for output in state.outputs.outputs(of: key.collection) { output.offer(polled) }
            return true
        }
        if !isWanted { store.remove(key) }
    }

    /// Whether an error speaks of the whole device.
    private static func isTrouble(_ error: DeviceError) -> Bool {
        switch error.errorClass {
        case .unreachable, .transport, .timeout, .tls, .auth, .stopped: true
        default: false
        }
    }

    /// Ends the values of a request that was not asked, as its device does not answer.
    private func imply(
        _ error: DeviceError,
        of key: MetricStore.Key,
        on device: ScheduledDevice,
        in generation: Generation
    ) {
        let freshness = withState { state -> Freshness? in
            guard state.generation.wants(key, of: generation), state.freshness[key]?.isUp == true else { return nil }
            state.freshness[key]?.deviceFailed(with: error)
            return state.freshness[key]
        }
        guard let freshness else { return }
        let date = Date()
        let outcome = Outcome(
            run: "",
            collection: key.collection,
            request: key.request,
            device: device.device,
            started: date,
            error: error
        )
        let polled = PolledRequest(
            outcome: outcome,
            labels: device.labels(generation.labelNames(of: key.collection)),
            values: [],
            freshness: freshness.groups(Self.labels(of: key)),
            date: date,
            isImplied: true
        )
        publish(polled, of: key, values: nil, until: .now, in: generation)
    }

    /// Counts polls that were due and did not start.
    func note(_ skip: PollQueue.Skip, in generation: Generation) {
        guard let device = generation.devices[skip.device] else { return }
        for (item, count) in skip.ticks {
            let key = device.keys[item]
            let freshness = withState { state -> Freshness? in
                guard state.generation.wants(key, of: generation) else { return nil }
                state.freshness[key, default: Freshness()].skip(count)
                return state.freshness[key]
            }
            guard let freshness else { continue }
            store.update(
                key,
                labels: device.labels(generation.labelNames(of: key.collection)),
                freshness: freshness.groups(Self.labels(of: key))
            )
            if !withState({ $0.generation.wants(key, of: generation) }) { store.remove(key) }
        }
    }

    /// Logs that a device began to fail, fails in another way, or recovered; not each poll that is as the last one.
    private func tell(of name: String, _ outcomes: [Outcome], in generation: Generation) {
        let isResting = outcomes.first { $0.status == .failed }?.error?.code == .deviceResting
        let (before, after) = withState { state -> (FailingDevice?, FailingDevice?) in
            let before = state.failing[name]
            guard let device = state.generation.devices[name], state.generation.hasSame(name, as: generation) else {
                return (before, before)
            }
            // What was not asked this time failed, or did not, when it last was.
            let failures = device.keys.compactMap { key in
                state.freshness[key]?.error.map { (request: key.request, error: $0) }
            }
            let after = FailingDevice(failures, isResting: isResting)
            state.failing[name] = after
            return (before, after)
        }
        if let news = after?.news(since: before) {
            logger.warning("\(name): \(news)")
        } else if after == nil, before != nil {
            logger.notice("\(name): is well again")
        }
    }

    static func key(of outcome: Outcome) -> MetricStore.Key {
        MetricStore.Key(device: outcome.device.name, collection: outcome.collection, request: outcome.request)
    }

    static func labels(of key: MetricStore.Key) -> [MetricLabel] {
        [MetricLabel("collection", key.collection), MetricLabel("request", key.request)]
    }
}
