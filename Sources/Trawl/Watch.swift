import Synchronization
public import TrawlCore
import TrawlTransfer

/// A plan whose devices are polled one by one, whenever somebody says so, for as long as that goes on.
///
/// Connections, sessions, limits, breakers and what is known of logins outlive each poll. What decides when a device is
/// due is the caller's.
public final class Watch: Sendable {
    /// The plan.
    public let plan: Plan
    private let run: Run
    private let places: [String: Int]
    private let retired = Mutex<Set<String>>([])

    fileprivate init(plan: Plan, run: Run) {
        self.plan = plan
        self.run = run
        places = Dictionary(
            plan.entries.enumerated().map { ($0.element.device.name, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Polls some devices no more, as they are another watch's, or nobody's: a poll that waits for its turn ends at once.
    ///
    /// Their sessions and connections are ``Poller/retire(_:)``'s.
    public func retire(_ names: some Sequence<String>) {
        retired.withLock { $0.formUnion(names) }
    }

    /// Polls one device; the caller sees to it that no two polls of a device go on at once.
    ///
    /// - Parameters:
    ///   - name: The device's name in the plan.
    ///   - items: What to ask, some of the entry's items; all of them by default.
    ///   - limit: How long the poll may take, the wait for a place among the devices in flight included; `nil` for as long
    ///     as the limits of its requests allow.
    ///   - each: Is told of each outcome as soon as it is complete; called one after the other.
    /// - Returns: An outcome for each item; none for a device that the plan does not have.
    ///   Those of a retired device that was not asked any more are `interrupted`.
    public func poll(
        _ name: String,
        _ items: [Plan.Item]? = nil,
        within limit: Duration?,
        each: @escaping @Sendable (Outcome) -> Void = { _ in }
    ) async -> [Outcome] {
        guard let index = places[name] else { return [] }
        var entry = plan.entries[index]
        if let items { entry.items = items }
        let asked = entry
        let deadline = limit.map { ContinuousClock.now + $0 }
        let outcomes = OutcomeList()
        let lane = run.client.executor(ofLoop: run.client.loop(of: entry.device))
        await withTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: lane) {
                let isRetired = { @Sendable in self.retired.withLock { $0.contains(name) } }
                await self.run.watch(asked, at: index, until: deadline, isRetired: isRetired) { outcome in
                    outcomes.add(outcome)
                    each(outcome)
                }
            }
            if let deadline {
                group.addTask {
                    // Cancelled means that the poll ended first.
                    try? await Task.sleep(until: deadline)
                }
            }
            await group.next()
            group.cancelAll()
        }
        return outcomes.all
    }
}

extension Plan {
    /// How long the connections to its devices idle: a device is polled as often as its most frequent request says.
    var pollInterval: Duration {
        let intervals = collections.map { collection in
            collection.requests.map(collection.interval).min() ?? .seconds(60)
        }
        return intervals.max() ?? .seconds(60)
    }

    /// The connections that its devices may hold at once, all together.
    var keptConnections: Int { max(1, entries.reduce(0) { $0 + max(1, $1.limits.concurrency) }) }
}

/// The outcomes of one poll.
private final class OutcomeList: Sendable {
    private let outcomes = Mutex<[Outcome]>([])

    var all: [Outcome] { outcomes.withLock { $0 } }

    func add(_ outcome: Outcome) {
        outcomes.withLock { $0.append(outcome) }
    }
}

extension Run {
    /// Polls one device of a watch.
    fileprivate func watch(
        _ entry: Plan.Entry,
        at index: Int,
        until deadline: ContinuousClock.Instant?,
        isRetired: @Sendable () -> Bool,
        report: @escaping @Sendable (Outcome) async -> Void
    ) async {
        var entry = entry
        let name = entry.device.name
        let busy = "\(plan.concurrency) devices were in flight all the time (`limits.concurrency`)"
        var refusal = DeviceError(.noTurn, device: name, operation: "", detail: busy)
        if await slots.acquire() {
            defer { slots.release() }
            let code = DeviceError.Code.pollDeadline
            refusal = DeviceError(code, device: name, operation: "", detail: code.summary)
            wanted: do throws(DeviceError) {
                if isRetired() { break wanted }
                let host = hosts.limiter(of: entry)
                if entry.device.dialect == .auto { entry.device = try await recognized(entry, at: index, host) }
                if let key = LoginKey(entry.device), logins?.takeTrial(of: key) == true {
                    admission.change { $0.logins.relent(key) }
                }
                let calls = calls(
                    of: entry,
                    at: index,
                    host,
                    loginRefusal: logins?.refusal(of: entry.device),
                    deadline: deadline
                )
                if isRetired() {
                    // What it has was made after the device's were let go of.
                    _ = sessions.take(entry.device)
                    keptChannels?.take(entry.device)?.close()
                } else if let calls {
                    _ = await devicePoll(calls, report: report).poll()
                    return
                }
            } catch {
                if let key = LoginKey(entry.device) {
                    admission.change { $0.logins.released(key, device: index, hangs: error.code == .requestTimeout) }
                }
                if error.code != .interrupted {
                    for outcome in outcomes(of: entry, failing: error) { await report(outcome) }
                    return
                }
            }
        }
        if deadline.map({ .now < $0 }) ?? true { refusal = endError(of: entry.device) }
        for outcome in outcomes(of: entry, failing: refusal) { await report(outcome) }
    }
}

extension Poller {
    /// Makes a watch of a plan; of a poller that keeps connections.
    ///
    /// What is known of devices and logins carries over from one watch to the next: a user that was stopped stays so
    /// until its password changed.
    ///
    /// - Parameters:
    ///   - plan: What is asked of which devices.
    ///   - id: The id in outcomes; a new one by default.
    /// - Returns: The watch, which polls nothing by itself.
    /// - Throws: ``PlanError`` where the plan was changed to send what it may not.
    public func watch(_ plan: Plan, id: String = RunID.make()) throws(PlanError) -> Watch {
        var plan = fitted(plan)
        try plan.check()
        let devices = plan.entries.map(\.device)
        // One that is not resting may be tried once more, and not as often as one that was never rejected.
        let most = max(0, plan.authFailures - 1)
        plan.rejections.merge(logins.rejections(among: devices).mapValues { min($0, most) }, uniquingKeysWith: max)
        for key in logins.resting(among: devices) { plan.rejections[key] = plan.authFailures }
        let run = Run(
            id: id,
            plan: plan,
            client: client,
            keptChannels: keptChannels,
            sessions: keptSessions,
            breakers: breakers,
            recognitions: recognitions,
            logins: logins
        )
        return Watch(plan: plan, run: run)
    }

    /// Lets go of devices that are not asked any more, or not as they were: logs out, and closes their connections.
    ///
    /// What cannot be told to them in time is left to them.
    public func retire(_ devices: [Device]) async {
        await end(takeOut(devices))
    }

    /// What devices that are let go of had: to be ended by ``end(_:)``.
    package struct Leaving: Sendable {
        fileprivate var parts: [(session: DeviceSession?, channel: DeviceChannel?)] = []
    }

    /// Takes out what devices have, at once: who asks a device of one of their names from now on begins anew.
    package func takeOut(_ devices: [Device]) -> Leaving {
        breakers.change { breakers in
            for device in devices { breakers.forget(device) }
        }
        for device in devices { recognitions.forget(device) }
        return Leaving(parts: devices.map { (keptSessions?.take($0), keptChannels?.take($0)) })
    }

    /// Logs out of sessions that were taken out, and closes their connections.
    package func end(_ leaving: Leaving) async {
        await withDiscardingTaskGroup { group in
            let slots = Slots(64)
            for (session, channel) in leaving.parts {
                guard let session else {
                    channel?.close()
                    continue
                }
                // Cancelled means that nobody waits for the end any more.
                guard await slots.acquire() else { return session.closeChannel() }
                group.addTask {
                    _ = await session.end(within: SessionPool.logoutTime)
                    channel?.close()
                    slots.release()
                }
            }
        }
    }

    /// How the logins of watches went so far.
    public var loginReport: LoginReport { logins.report }

    /// Devices that can be asked without a login now.
    public var openSessions: Int { keptSessions?.openCount ?? 0 }
}
