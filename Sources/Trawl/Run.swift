import FoundationEssentials
import Synchronization
import TrawlCore
import TrawlDialects
import TrawlTransfer

/// How far a run is; devices, not requests, except for the outcomes.
public struct RunProgress: Sendable, Hashable {
    /// Devices of the plan.
    public var devices = 0
    /// Devices that are done.
    public var done = 0
    /// Devices that are asked now, those that wait for another try included.
    public var inFlight = 0
    /// Outcomes so far.
    public var outcomes = 0
    /// Outcomes that failed.
    public var failed = 0
    /// Devices with an outcome that failed.
    public var failedDevices = 0
}

/// One pass of a plan: what its devices share, and the loop that starts them.
final class Run: Sendable {
    let id: String
    let plan: Plan
    let channel = OutcomeChannel(capacity: 256)
    let progress: Mutex<RunProgress>
    let slots: Slots
    /// Which devices start, and which logins may go.
    let admission: Signal<Admission>
    let client: TransferClient
    let keptChannels: KeptChannels?
    /// The sessions of the run's devices, or of the poller's where it keeps connections.
    let sessions: SessionPool
    /// Which of the poller's devices rest.
    let breakers: Signal<Breakers>
    /// What the poller's devices without a dialect turned out to be.
    let recognitions: Recognitions
    /// Logins that were rejected, from poll to poll; `nil` for a run that is one pass.
    let logins: LoginMemory?
    let hosts: HostLimiters
    private let agendas = Mutex(Agendas())
    private let loginBucket: Mutex<TokenBucket>
    private let retryBudget: Mutex<RetryBudget>
    private let callIDs: Atomic<UInt64>
    private let end = Mutex<DeviceError.Code?>(nil)
    private let stopRequests = AsyncStream<Void>.makeStream()
    private let deadline: ContinuousClock.Instant?

    init(
        id: String,
        plan: Plan,
        client: TransferClient,
        keptChannels: KeptChannels?,
        sessions: SessionPool?,
        breakers: Signal<Breakers>,
        recognitions: Recognitions,
        logins: LoginMemory? = nil
    ) {
        self.id = id
        self.plan = plan
        self.client = client
        self.keptChannels = keptChannels
        let sessions = sessions ?? SessionPool()
        self.sessions = sessions
        self.breakers = breakers
        self.recognitions = recognitions
        self.logins = logins
        retryBudget = Mutex(RetryBudget(window: logins == nil ? nil : 1000))
        progress = Mutex(RunProgress(devices: plan.entries.count))
        slots = Slots(plan.concurrency)
        // Who is asked by a session that is open already proves nobody and waits for no proof; nor does who is not
        // logged into at all, having rejected its user before.
        let keys = plan.entries.map { entry in
            let provesNobody = sessions.isOpen(on: entry.device) || plan.rejectedDevices.contains(entry.device.name)
            return provesNobody ? nil : LoginKey(entry.device)
        }
        let lanes = plan.entries.map { client.loop(of: $0.device) }
        admission = Signal(
            Admission(
                keys: keys,
                lanes: lanes,
                mayBeUnasked: plan.entries.map {
                    DialectRegistry.dialect(named: $0.device.dialect)?.mayAnswerAnybody == true
                },
                authFailures: plan.authFailures,
                rejections: plan.rejections
            )
        )
        hosts = HostLimiters(plan.entries, keepsAll: logins != nil)
        // A quarter of a second's logins may come at once: enough for a small fleet, gentle to the AAA server.
        let burst = max(1, Int(max(0, min(plan.logins.perSecond / 4, 1e6))))
        loginBucket = Mutex(TokenBucket(rate: plan.logins, burst: burst))
        // Random, so that an answer to an earlier run can never pass for one of this run's.
        callIDs = Atomic(UInt64.random(in: 1..<1 << 40))
        deadline = plan.runTimeout.map { .now + $0 }
    }

    // MARK: The run

    /// Polls every device; ends when all are done, the run's timeout passes or a stop is asked for.
    func poll() async {
        await withTaskGroup(of: DeviceError.Code?.self) { group in
            group.addTask(executorPreference: client.executor) {
                await self.startDevices()
                return nil
            }
            group.addTask {
                for await _ in self.stopRequests.stream { return .interrupted }
                return .interrupted
            }
            if let deadline {
                group.addTask {
                    // Cancelled means that the run ended first.
                    try? await Task.sleep(until: deadline)
                    return .runDeadline
                }
            }
            let reason = await group.next() ?? nil
            if let reason { end.withLock { $0 = $0 ?? reason } }
            group.cancelAll()
        }
        if end.withLock({ $0 }) == .runDeadline { await reportUnstarted() }
        channel.finish()
        if !keepsSessions { await sessions.endAll() }
    }

    /// Whether sessions outlive the run.
    var keepsSessions: Bool { keptChannels != nil }

    func requestStop() {
        end.withLock { $0 = $0 ?? .interrupted }
        stopRequests.continuation.yield()
    }

    private func startDevices() async {
        await withDiscardingTaskGroup { group in
            // A place comes first: a device that is to prove a user and waits for a place, while those who have one
            // wait for its verdict, would wait for ever.
            while await slots.acquire() {
                guard case .start(let index)? = await nextStart() else {
                    slots.release()
                    return
                }
                // Who is done with a device goes on with another of the same loop: a task and a wake-up less for each.
                let lane = client.loop(of: plan.entries[index].device)
                group.addTask(executorPreference: client.executor(ofLoop: lane)) {
                    var next: Int? = index
                    while let index = next {
                        // Who says goodbye to its device without its place leaves going on to others.
                        guard await self.poll(index) else { return }
                        next = await self.nextStart(on: lane)
                    }
                    self.slots.release()
                }
            }
        }
    }

    /// Polls one device of the plan.
    ///
    /// - Returns: False where the device's place was given to others meanwhile.
    private func poll(_ index: Int) async -> Bool {
        var entry = plan.entries[index]
        let host = hosts.limiter(of: entry)
        if entry.device.dialect == .auto {
            do throws(DeviceError) {
                entry.device = try await recognized(entry, at: index, host)
            } catch {
                await report(entry, at: index, unrecognized: error)
                return true
            }
        }
        guard
            let calls = calls(
                of: entry,
                at: index,
                host,
                loginRefusal: plan.rejectedDevices.contains(entry.device.name) ? rejectedEarlier(entry.device) : nil
            )
        else { return true }
        begin(index)
        let (session, hasFailed) = await devicePoll(calls) { await self.deliver($0, over: calls.channel) }.poll()
        deviceDone(failed: hasFailed)
        let keepsPlace = await logOut(session, of: calls)
        // Where a session is still to be ended, the pool closes the channel behind it.
        if keptChannels == nil, !sessions.holds(entry.device.name) { calls.channel.close() }
        return keepsPlace
    }

    /// The calls of one device; `nil` for a dialect that nobody speaks, which the plan has checked.
    func calls(
        of entry: Plan.Entry,
        at index: Int,
        _ host: HostLimiter,
        loginRefusal: DeviceError?,
        deadline: ContinuousClock.Instant? = nil
    ) -> DeviceCalls? {
        guard let dialect = DialectRegistry.dialect(of: entry.device) else { return nil }
        return DeviceCalls(
            run: self,
            entry: entry,
            index: index,
            dialect: dialect,
            channel: keptChannels?.channel(to: entry.device, of: client) ?? client.channel(to: entry.device),
            host: host,
            keepsConnections: keptChannels != nil,
            loginRefusal: loginRefusal,
            deadline: deadline
        )
    }

    /// One device's part of the run.
    func devicePoll(_ calls: DeviceCalls, report: @escaping @Sendable (Outcome) async -> Void) -> DevicePoll {
        let agenda = agendas.withLock { $0.agenda(of: calls.entry, in: plan, for: calls.dialect) }
        return DevicePoll(run: self, calls: calls, agenda: agenda, report: report)
    }

    /// Why a device that rejected its user is not logged into again.
    func rejectedEarlier(_ device: Device) -> DeviceError {
        let detail = "the device rejected user \(device.credential?.username ?? "") earlier in the run"
        return DeviceError(.loginRejectedBefore, device: device.name, operation: "login", detail: detail)
    }

    /// Devices that are logged out of without a place in the run: one that does not answer that holds up no other.
    private let goodbyes = Atomic(0)
    private static let mostGoodbyes = 64

    /// Ends the session of a device that is not asked any more.
    ///
    /// - Returns: False where the device's place was given to others for it.
    private func logOut(_ session: DeviceSession?, of calls: DeviceCalls) async -> Bool {
        guard let session, session.needsLogout, !keepsSessions else {
            await calls.end(session)
            return true
        }
        let gives = goodbyes.add(1, ordering: .relaxed).newValue <= Self.mostGoodbyes
        if gives { slots.release() }
        await calls.end(session)
        goodbyes.subtract(1, ordering: .relaxed)
        return !gives
    }

    /// Counts a device that is asked now.
    func begin(_ index: Int) {
        let isNew = started.withLock { $0.insert(index).inserted }
        if isNew { progress.withLock { $0.inFlight += 1 } }
    }

    /// The next device to start, once those that come before it and are spared were reported; `nil` at the end, or when
    /// the run was cancelled.
    private func nextStart() async -> Admission.Step? {
        while !Task.isCancelled {
            let step = await admission.answer { admission in
                let step = admission.step()
                return step == .wait ? nil : step
            }
            guard case .spare(let index)? = step else { return step }
            await spare(index)
        }
        return nil
    }

    /// The next device of a loop that can start now, without a wait for a verdict.
    private func nextStart(on lane: Int) async -> Int? {
        while !Task.isCancelled {
            switch admission.ask({ $0.step(on: lane) }) {
            case .start(let index): return index
            case .spare(let index): await spare(index)
            case .wait, .done: return nil
            }
        }
        return nil
    }

    private func spare(_ index: Int) async {
        started.withLock { _ = $0.insert(index) }
        let entry = plan.entries[index]
        let error = DeviceError(
            .credentialStopped,
            device: entry.device.name,
            operation: "login",
            detail: stoppedDetail(of: entry.device)
        )
        await report(entry, error)
    }

    func stoppedDetail(of device: Device) -> String {
        "user \(device.credential?.username ?? "") was rejected \(plan.authFailures) times in a row"
            + (logins?.rest(of: device).map { "; it is tried again in \($0)" } ?? "")
    }

    private let started = Mutex<Set<Int>>([])

    private func reportUnstarted() async {
        let started = started.withLock { $0 }
        for (index, entry) in plan.entries.enumerated() where !started.contains(index) {
            let detail = "the run's timeout passed before the device was asked"
            await report(
                entry,
                DeviceError(.runDeadline, device: entry.device.name, operation: "waiting", detail: detail)
            )
        }
    }

    /// Reports a device that is not asked at all.
    func report(_ entry: Plan.Entry, _ error: DeviceError) async {
        for outcome in outcomes(of: entry, failing: error) { await deliver(outcome) }
        progress.withLock { progress in
            progress.done += 1
            progress.failedDevices += 1
        }
    }

    /// The outcomes of a device that is not asked at all.
    func outcomes(of entry: Plan.Entry, failing error: DeviceError) -> [Outcome] {
        let date = Date()
        return entry.items.map { item in
            Outcome(
                run: id,
                collection: plan.collections[item.collection].name,
                request: plan.request(of: item).name,
                device: entry.device,
                started: date,
                error: error
            )
        }
    }

    // MARK: What devices share

    func deliver(_ outcome: Outcome, over device: DeviceChannel? = nil) async {
        progress.withLock { progress in
            progress.outcomes += 1
            if outcome.status == .failed { progress.failed += 1 }
        }
        if let device {
            await channel.send(outcome) { device.afterwards($0) }
        } else {
            await channel.send(outcome)
        }
    }

    func deviceDone(failed: Bool) {
        progress.withLock { progress in
            progress.inFlight -= 1
            progress.done += 1
            if failed { progress.failedDevices += 1 }
        }
    }

    func nextCallID() -> UInt64 {
        callIDs.add(1, ordering: .relaxed).newValue
    }

    /// How long to wait before a login that the run-wide rate allows; `nil` where that is beyond `limit`.
    func takeLogin(within limit: Duration?) -> Duration? {
        loginBucket.withLock { $0.take(at: .now, within: limit) }
    }

    func noteFirstAttempt() {
        retryBudget.withLock { $0.noteFirstAttempt() }
    }

    func takeRetry() -> Bool {
        retryBudget.withLock { $0.takeRetry() }
    }

    /// What is left of the run; `nil` for no end.
    var timeLeft: Duration? {
        deadline.map { ContinuousClock.now.duration(to: $0) }
    }

    /// Why tasks of this run are being cancelled, as the error of one device.
    func endError(of device: Device) -> DeviceError {
        let code = end.withLock { $0 } ?? .interrupted
        return DeviceError(code, device: device.name, operation: "", detail: code.summary)
    }
}
