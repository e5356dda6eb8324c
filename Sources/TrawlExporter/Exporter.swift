package import Foundation
import Logging
import Synchronization
package import Trawl
import TrawlCollections
import TrawlCore
package import TrawlMetrics

/// Polls on a schedule, remembers what came for whoever scrapes, and hands it to the outputs.
///
/// Scraping never touches a device: it reads ``metrics(as:)``. One task starts polls, each in a task of its own; an
/// output takes what it is given at once and sends it in its own time, so that none holds up another.
package final class Exporter: Sendable {
    let poller: Poller
    let store: MetricStore
    let logger = Logger(label: "trawl.serve")
    private let alarm = Alarm()
    private let state: Mutex<State>
    private let lag = Mutex(StartLag())
    let probes = Mutex(ProbeTable())
    /// When it began.
    package let started = Date()

    /// A poll beside the schedule.
    struct Extra: Sendable {
        var device: String
        var body: @Sendable () async -> Void
    }

    struct State: Sendable {
        var generation: Generation
        var queue = PollQueue()
        var freshness: [MetricStore.Key: Freshness] = [:]
        /// When what a request tells last changed, by the metrics' names.
        var moments: [MetricStore.Key: [String: MomentMemory]] = [:]
        /// How many series each request of a device has.
        var series: [MetricStore.Key: Int] = [:]
        /// Polls beside the schedule that are to start once their device is free.
        var waiting: [Extra] = []
        var outputs = OutputSet()
        /// Outputs whose tasks are to start.
        var newOutputs: [any ExporterOutput] = []
        /// How long each device's last poll took.
        var durations: [String: Duration] = [:]
        /// The devices of which a request failed when it was last asked.
        var failing: [String: FailingDevice] = [:]
        /// The devices that were not polled yet since the start.
        var unpolled: Set<String> = []
        var reload = ReloadState()
        var isRunning = false
        var isStopped = false
    }

    /// Makes an exporter of a first configuration.
    ///
    /// - Parameters:
    ///   - configuration: What to serve.
    ///   - poller: A poller that keeps connections.
    /// - Throws: ``PlanError`` where the plan may not be sent; why an output cannot be begun.
    package init(_ configuration: ExporterConfiguration, poller: Poller) throws {
        self.poller = poller
        store = MetricStore(collections: configuration.files.map(\.collection.name))
        let generation = Generation(configuration, number: 1, watch: try poller.watch(configuration.plan))
        state = Mutex(State(generation: generation))
        let outputs = try OutputSet(configuration)
        state.withLock { state in
            state.outputs = outputs
            state.newOutputs = outputs.all
        }
    }

    /// The configuration that is served now.
    var generation: Generation { state.withLock { $0.generation } }

    // MARK: The schedule

    /// Polls on the schedule until ``stop()``; then everything that is under way is ended, and the outputs are finished.
    package func run() async {
        state.withLock { state in
            state.isRunning = true
            state.unpolled = Set(state.generation.devices.keys)
            state.queue.schedule(
                state.generation.devices.mapValues(\.timetable),
                at: .now,
                wall: Date().timeIntervalSince1970
            )
        }
        await withDiscardingTaskGroup { group in
            while !isStopped {
                let work = takeWork()
                for job in work.jobs { group.addTask { await self.poll(job, in: work.generation) } }
                for (extra, isClaimed) in work.extras {
                    group.addTask {
                        let start = ContinuousClock.now
                        await extra.body()
                        guard isClaimed else { return }
                        self.ended(extra.device, in: work.generation, took: start.duration(to: .now))
                    }
                }
                for output in work.outputs { group.addTask { await output.run() } }
                await alarm.sleep(until: work.next)
            }
            group.cancelAll()
        }
        await finishOutputs()
    }

    /// Polls every device once, as soon as the limits allow, and finishes the outputs.
    ///
    /// - Returns: How many requests failed.
    package func runOnce() async -> Int {
        let generation = generation
        let outputs = state.withLock { state in
            defer { state.newOutputs = [] }
            return state.newOutputs
        }
        let failures = await withTaskGroup(of: Int?.self) { group in
            for output in outputs {
                group.addTask {
                    await output.run()
                    return nil
                }
            }
            group.addTask { await self.pollAll(generation) }
            group.addTask {
                while !self.isStopped { await self.alarm.sleep(until: .now + .seconds(3600)) }
                return 0
            }
            defer { group.cancelAll() }
            for await failures in group { if let failures { return failures } }
            return 0
        }
        await finishOutputs()
        return failures
    }

    /// Polls every device, and says how many requests failed.
    ///
    /// Nothing is due again, so that a poll may take as long as its limits allow; none begins before there is a place for it.
    private func pollAll(_ generation: Generation) async -> Int {
        await withTaskGroup(of: Void.self) { group in
            for (number, entry) in generation.watch.plan.entries.enumerated() {
                if number >= generation.watch.plan.concurrency { await group.next() }
                guard !isStopped, let device = generation.devices[entry.device.name] else { break }
                group.addTask {
                    let name = device.device.name
                    let outcomes = await generation.watch.poll(name, device.items, within: nil)
                    self.record(outcomes, of: name, device.timetable.all, in: generation)
                    // It is not asked again: its connection is room for another's.
                    await self.poller.retire([device.device])
                }
            }
        }
        // What an answer gave may have been refused, too.
        return withState { $0.freshness.values.count { $0.isUp == false } }
    }

    /// Ends ``run()``.
    package func stop() {
        state.withLock { $0.isStopped = true }
        alarm.ring()
    }

    /// Whether a device was not asked at its last poll, as its user was rejected too often elsewhere.
    package var sparesDevices: Bool {
        withState { $0.freshness.values.contains { $0.error?.code == .credentialStopped } }
    }

    /// Whether polls go on.
    var isRunning: Bool { state.withLock { $0.isRunning && !$0.isStopped } }

    var isStopped: Bool { Task.isCancelled || state.withLock { $0.isStopped } }

    /// What is to be started now.
    private struct Work: Sendable {
        var generation: Generation
        var jobs: [PollQueue.Job]
        /// Polls beside the schedule, and whether their device was claimed for them.
        var extras: [(extra: Extra, isClaimed: Bool)]
        var outputs: [any ExporterOutput]
        /// When there is something again.
        var next: ContinuousClock.Instant
    }

    private func takeWork() -> Work {
        let (work, skips) = state.withLock { state in
            let (jobs, skips) = state.queue.take(at: .now)
            var extras: [(extra: Extra, isClaimed: Bool)] = []
            state.waiting.removeAll { extra in
                let isClaimed = state.queue.claim(extra.device)
                // One whose device is gone has only to tell those who wait for it.
                guard isClaimed || state.generation.devices[extra.device] == nil else { return false }
                extras.append((extra, isClaimed))
                return true
            }
            defer { state.newOutputs = [] }
            let next = state.queue.next ?? .now + .seconds(3600)
            let work = Work(
                generation: state.generation,
                jobs: jobs,
                extras: extras,
                outputs: state.newOutputs,
                next: next
            )
            return (work, skips)
        }
        for skip in skips { note(skip, in: work.generation) }
        return work
    }

    private func poll(_ job: PollQueue.Job, in generation: Generation) async {
        let start = ContinuousClock.now
        lag.withLock { $0.add(job.due.duration(to: start)) }
        defer { ended(job.device, in: generation, took: start.duration(to: .now)) }
        guard let device = generation.devices[job.device] else { return }
        let items = job.items.map { device.items[$0] }
        let outcomes = await generation.watch.poll(job.device, items, within: device.timeout)
        logger.debug("\(job.device): \(Self.text(of: outcomes)) in \(start.duration(to: .now).seconds) s")
        // What a stop cut off says nothing about the device.
        guard !isStopped else { return }
        record(outcomes, of: job.device, job.items, in: generation)
    }

    /// How the requests of a poll ended, for the log.
    private static func text(of outcomes: [Outcome]) -> String {
        outcomes.map { "\($0.request) \($0.error?.code.name ?? "ok")" }.joined(separator: ", ")
    }

    func ended(_ device: String, in generation: Generation, took duration: Duration) {
        let isGone = state.withLock { state in
            state.queue.ended(device)
            state.durations[device] = duration
            let isGone = state.generation.devices[device] == nil
            if isGone {
                state.durations[device] = nil
                state.failing[device] = nil
            }
            return isGone
        }
        if isGone { store.remove(device: device) }
        tellFirstCycle(of: device)
        // A probe may wait for the device.
        ring()
    }

    /// Everything that is known now, as scrapes get it.
    ///
    /// - Parameters:
    ///   - format: How it is written.
    ///   - others: What others tell about themselves, to stand among Trawl's own metrics.
    /// - Returns: The text, in pieces.
    package func metrics(as format: ExpositionFormat, besides others: [SampleGroup] = []) -> [[UInt8]] {
        store.write(as: format, own: ownMetrics + others)
    }

    // MARK: What others do with the state

    func withState<Result>(_ body: (inout State) -> Result) -> Result {
        state.withLock { body(&$0) }
    }

    /// Starts a poll beside the schedule, as soon as its device is not polled.
    func start(on device: String, _ body: @escaping @Sendable () async -> Void) {
        state.withLock { $0.waiting.append(Extra(device: device, body: body)) }
        ring()
    }

    func ring() {
        alarm.ring()
    }

    var startLag: StartLag { lag.withLock { $0 } }

    private func finishOutputs() async {
        await finish(state.withLock { $0.outputs.all })
    }

    /// Ends outputs, each with what it has still to send as far as that goes.
    func finish(_ outputs: [any ExporterOutput]) async {
        await withDiscardingTaskGroup { group in
            for output in outputs { group.addTask { await output.finish(within: Self.farewell) } }
        }
    }

    /// How long outputs may take to send what is queued where the program ends: it is to be gone after five seconds.
    static let farewell = Duration.seconds(2)
}
