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
        guard let device = generation.devices[name] else { return }
        let known = withState { state in
            Dictionary(uniqueKeysWithValues: device.keys.compactMap { key in state.series[key].map { (key, $0) } })
        }
        let asked = outcomes.filter { $0.status != .skipped }
        let unasked = device.items.indices.filter { !items.contains($0) }
        // What failed, or was not asked, is asked at the next tick, however rarely it is due.
        var again = items.filter { item in
            let outcome = outcomes.first { $0.key == device.keys[item] }
            return outcome?.error.map { $0.isTransient || Self.isTrouble($0) || $0.code == .noTurn } ?? false
        }
        for (outcome, evaluation) in generation.evaluate(asked, besides: known) {
            record(outcome, evaluation, of: device, in: generation)
            // Too many series are all the device's, of what was not asked this time too.
            guard let problem = evaluation.problem, problem.code == .tooManySeries else { continue }
            for place in unasked where device.keys[place].collection == outcome.collection {
                // Once: what it has is known, and it is asked at its own time.
                if imply(problem, of: device.keys[place], on: device, in: generation) { again.append(place) }
            }
        }
        tell(of: name, outcomes, in: generation)
        if let error = asked.first?.error, asked.allSatisfy({ $0.error.map(Self.isTrouble) ?? false }) {
            for place in unasked { imply(error, of: device.keys[place], on: device, in: generation) }
            again = device.timetable.all
        }
        askAgain(name, again, in: generation)
    }

    private func askAgain(_ device: String, _ items: [Int], in generation: Generation) {
        withState { state in
            // A place among the items of another generation says nothing about this one's.
            guard state.generation.hasSame(device, as: generation) else { return }
            state.queue.askAgain(device, items)
        }
    }

    private func record(
        _ outcome: Outcome,
        _ evaluation: Evaluation,
        of device: ScheduledDevice,
        in generation: Generation
    ) {
        var outcome = outcome
        let key = outcome.key
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
            values: held(evaluation.groups, of: key, at: outcome.started, in: generation),
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

    /// The series with moments that do not move while nothing changed.
    private func held(
        _ groups: [SampleGroup],
        of key: MetricStore.Key,
        at date: Date,
        in generation: Generation
    ) -> [SampleGroup] {
        groups.map { group in
            guard MomentMemory.isMoment(group.family) else { return group }
            let name = group.family.name
            return withState { state in
                guard state.generation.wants(key, of: generation) else { return group }
                let rows = state.moments[key, default: [:]][name, default: MomentMemory()]
                    .hold(group.rows, at: date.timeIntervalSince1970)
                return SampleGroup(group.family, rows)
            }
        }
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
        if error.code == .noTurn { return false }
        return switch error.errorClass {
        case .unreachable, .transport, .timeout, .tls, .auth, .stopped: true
        default: false
        }
    }

    /// Ends the values of a request that was not asked, as its device does not answer.
    ///
    /// - Returns: Whether it had any.
    @discardableResult
    private func imply(
        _ error: DeviceError,
        of key: MetricStore.Key,
        on device: ScheduledDevice,
        in generation: Generation
    ) -> Bool {
        let freshness = withState { state -> Freshness? in
            guard state.generation.wants(key, of: generation), state.freshness[key]?.isUp == true else { return nil }
            state.freshness[key]?.deviceFailed(with: error)
            return state.freshness[key]
        }
        guard let freshness else { return false }
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
        return true
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

    /// Logs once that every device was polled since the start.
    func tellFirstCycle(of device: String) {
        let counts = withState { state -> (devices: Int, failing: Int)? in
            guard state.unpolled.remove(device) != nil, state.unpolled.isEmpty, !state.isStopped else { return nil }
            return (state.generation.devices.count, state.failing.count)
        }
        guard let counts else { return }
        let answered = "\(counts.devices - counts.failing) of \(counts.devices) devices answered everything"
        logger.notice("the first cycle is over: \(answered)")
    }

    static func labels(of key: MetricStore.Key) -> [MetricLabel] {
        [MetricLabel("collection", key.collection), MetricLabel("request", key.request)]
    }
}
