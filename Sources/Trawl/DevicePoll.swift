import FoundationEssentials
import TrawlCore
import TrawlDialects
import TrawlTransfer

/// One device's part of a run: commands packed into calls, calls tried, replies gathered into outcomes.
struct DevicePoll: Sendable {
    let run: Run
    let entry: Plan.Entry
    /// The device's place in the plan, by which admission knows it.
    let index: Int
    let dialect: any Dialect
    let channel: DeviceChannel
    let host: HostLimiter
    let keepsConnections: Bool

    /// One command, still to be asked, and the places in the outcomes that its reply goes to.
    private struct Ask: Sendable {
        var targets: [Target]
        var command: Command
    }

    /// A command's place among those of an item.
    private struct Target: Sendable, Hashable {
        var item: Int
        var position: Int
    }

    /// What is known of one item so far.
    private struct Gathered: Sendable {
        var replies: [Reply?]
        var error: DeviceError?
        var left: Int
        var attempts = 0
        var timing: Timing?
    }

    /// What became of one call.
    private struct Call: Sendable {
        var asks: [Ask]
        var result: Result<[CommandResult], DeviceError>
        var attempts: Int
        var timing: Timing?
    }

    func poll() async {
        let started = Date()
        var gathered: [Gathered] = []
        var asks: [Ask] = []
        // The same command of several requests is asked once.
        var places: [Command: Int] = [:]
        for (item, planned) in entry.items.enumerated() {
            let commands = run.plan.request(of: planned).commands(for: entry.device.dialect)
            gathered.append(Gathered(replies: Array(repeating: nil, count: commands.count), left: commands.count))
            for (position, command) in commands.enumerated() {
                let target = Target(item: item, position: position)
                if let place = places[command] {
                    asks[place].targets.append(target)
                } else {
                    places[command] = asks.count
                    asks.append(Ask(targets: [target], command: command))
                }
            }
            if commands.isEmpty { gathered[item].error = error(.noSpelling, of: planned) }
        }
        var hasFailed = false
        for item in gathered.indices where gathered[item].left == 0 {
            await deliver(gathered[item], item, started, &hasFailed)
        }
        // What the device is not asked any more after, and with which error.
        var verdict: DeviceError?
        while !asks.isEmpty {
            let round = asks
            asks = []
            let calls = dialect.calls(for: round.map(\.command)).map { call in call.map { round[$0] } }
            await withTaskGroup(of: Call.self) { group in
                let parallel = min(calls.count, entry.limits.concurrency)
                var next = 0
                var running = 0
                while true {
                    while next < calls.count, running < parallel {
                        let call = calls[next]
                        next += 1
                        running += 1
                        let refused = verdict
                        // The last call of a device that is asked one by one closes the connection behind it.
                        let keeps = parallel > 1 || next < calls.count
                        group.addTask {
                            if let refused { return Call(asks: call, result: .failure(refused), attempts: 0) }
                            return await perform(call, keeps: keeps, holdsPlace: parallel > 1)
                        }
                    }
                    guard let call = await group.next() else { break }
                    running -= 1
                    verdict = verdict ?? Self.verdict(after: call.result)
                    let touched = settle(call, in: &gathered, again: &asks)
                    for item in touched where gathered[item].left == 0 {
                        await deliver(gathered[item], item, started, &hasFailed)
                    }
                }
            }
            asks.sort { ($0.targets[0].item, $0.targets[0].position) < ($1.targets[0].item, $1.targets[0].position) }
        }
        release()
        run.deviceDone(failed: hasFailed)
    }

    /// Whether a failed call says that the device's other calls would only do harm or waste time.
    private static func verdict(after result: Result<[CommandResult], DeviceError>) -> DeviceError? {
        guard case .failure(var error) = result else { return nil }
        switch error.errorClass {
        case .auth:
            error = DeviceError(
                .loginRejectedBefore,
                device: error.device,
                operation: error.operation,
                detail: error.detail
            )
            return error
        case .unreachable, .tls, .cancelled, .stopped: return error
        default: return nil
        }
    }

    /// Puts a call's results into their places.
    ///
    /// - Returns: The items that it was about, in order.
    private func settle(_ call: Call, in gathered: inout [Gathered], again: inout [Ask]) -> [Int] {
        var touched: Set<Int> = []
        for (position, ask) in call.asks.enumerated() {
            let result: CommandResult
            switch call.result {
            case .success(let results): result = results[position]
            case .failure(var error):
                if error.operation.isEmpty { error.operation = ask.command.title }
                result = .failure(error)
            }
            if case .askAgain(let command) = result { again.append(Ask(targets: ask.targets, command: command)) }
            for target in ask.targets {
                touched.insert(target.item)
                // A request of several commands counts the tries of its most tried one.
                gathered[target.item].attempts = max(gathered[target.item].attempts, call.attempts)
                if let timing = call.timing { gathered[target.item].timing = timing }
                switch result {
                case .reply(let reply):
                    gathered[target.item].replies[target.position] = reply
                    gathered[target.item].left -= 1
                case .failure(let error):
                    gathered[target.item].error = gathered[target.item].error ?? error
                    gathered[target.item].left -= 1
                case .askAgain: break
                }
            }
        }
        return touched.sorted()
    }

    private func deliver(
        _ gathered: Gathered,
        _ item: Int,
        _ started: Date,
        _ hasFailed: inout Bool
    ) async {
        let planned = entry.items[item]
        let request = run.plan.request(of: planned)
        var outcome = Outcome(
            run: run.id,
            collection: run.plan.collections[planned.collection].name,
            request: request.name,
            device: entry.device,
            started: started,
            attempts: gathered.attempts,
            replies: gathered.replies.compactMap { $0 },
            error: gathered.error,
            timing: gathered.timing
        )
        if let model = request.model, !outcome.replies.isEmpty {
            do {
                outcome.model = try model.init(from: gathered.replies, of: entry.device)
            } catch {
                outcome.error = outcome.error ?? error
            }
        }
        if outcome.status == .failed { hasFailed = true }
        await run.deliver(outcome)
    }

    /// The longest timeout of the requests that travel together.
    private func timeout(of asks: [Ask]) -> Duration {
        asks.flatMap(\.targets)
            .map { run.plan.request(of: entry.items[$0.item]).timeout ?? entry.limits.requestTimeout }.max()
            ?? entry.limits.requestTimeout
    }

    private func error(_ code: DeviceError.Code, of item: Plan.Item) -> DeviceError {
        let name = run.plan.request(of: item).name
        let detail = "request `\(name)` has no command for dialect \(entry.device.dialect)"
        return DeviceError(code, device: entry.device.name, operation: name, detail: detail)
    }

    // MARK: One call

    /// Makes one call, with every try that is worth it.
    ///
    /// - Parameters:
    ///   - asks: What travels together.
    ///   - keeps: Whether the connection stays open afterwards.
    ///   - holdsPlace: Whether the device keeps its place in the run while this call rests, as others of it go on.
    /// - Returns: The results of the last try, or why there are none.
    private func perform(_ asks: [Ask], keeps: Bool, holdsPlace: Bool) async -> Call {
        let commands = asks.map(\.command)
        let policy = RetryPolicy(limits: entry.retries)
        let limits = TransferLimits(
            connectTimeout: entry.limits.connectTimeout,
            requestTimeout: timeout(of: asks),
            responseSize: entry.limits.responseSize
        )
        var attempt = RetryPolicy.Try(count: 0, wasReused: false, wasFreshRetry: false)
        var shortages = 0
        var timing: Timing?
        func ended(_ error: DeviceError) -> Call {
            Call(asks: asks, result: .failure(error), attempts: attempt.count, timing: timing)
        }
        run.noteFirstAttempt()
        let number = run.nextCallID()
        while true {
            let asked = ContinuousClock.now
            if let refusal = await admit(number) { return ended(refusal) }
            let queued = asked.duration(to: .now)
            attempt.count += 1
            let call = await send(commands, limits, keeps: keeps, onFresh: attempt.wasFreshRetry)
            host.slots?.release()
            timing = call.timing ?? timing
            timing?.queued = queued
            note(call.result)
            // Whatever else comes on that connection is not ours either.
            if case .failure(let error) = call.result, error.code == .wrongID { channel.dropConnection() }
            guard case .failure(let error) = call.result else {
                return Call(asks: asks, result: call.result, attempts: attempt.count, timing: timing)
            }
            if error.code == .interrupted { return ended(run.endError(of: entry.device)) }
            if error.code == .localResources, shortages < 100 {
                // This host is short of something, not the device: that is waited out and counts as no try.
                shortages += 1
                attempt.count -= 1
                guard await rest(.milliseconds(200), holdsPlace: holdsPlace) else {
                    return ended(run.endError(of: entry.device))
                }
                continue
            }
            attempt.wasReused = call.timing?.reused ?? false
            attempt.timeLeft = run.timeLeft
            switch policy.action(after: error, attempt, random: .random(in: 0...1)) {
            case .giveUp: return ended(error)
            case .retryOnFreshConnection:
                attempt.wasFreshRetry = true
            case .retry(let wait):
                // A device that asks for a rest gets it; the budget is for those that are in trouble.
                guard error.errorClass == .throttled || run.takeRetry() else {
                    return ended(error)
                }
                release()
                guard await rest(wait, holdsPlace: holdsPlace) else { return ended(run.endError(of: entry.device)) }
            }
        }
    }

    /// Waits until a call may go: by its user's standing, the run's logins, and the host's own limits.
    ///
    /// Nothing that others need is held while a verdict is waited for.
    private func admit(_ call: UInt64) async -> DeviceError? {
        while true {
            if let refusal = await waitForStanding(of: call) { return refusal }
            let hasLogin = LoginKey(entry.device) != nil
            if hasLogin, await !Self.sleep(run.takeLogin()) { return run.endError(of: entry.device) }
            if let slots = host.slots, await !slots.acquire() { return run.endError(of: entry.device) }
            let isAwake = await Self.sleep(host.takeCall())
            // Others may have been rejected during the waits: the verdict that counts is the one at the start.
            if isAwake, standing(of: call) == .go { return nil }
            host.slots?.release()
            if !isAwake { return run.endError(of: entry.device) }
        }
    }

    /// Whether the call's login may go, without a wait.
    private func standing(of call: UInt64) -> CredentialGuard.Permission {
        guard let key = LoginKey(entry.device) else { return .go }
        return run.admission.ask { $0.logins.ask(key, device: index, call: call) }
    }

    /// Waits until the call's login may go.
    ///
    /// - Returns: Why it never will.
    private func waitForStanding(of call: UInt64) async -> DeviceError? {
        guard let key = LoginKey(entry.device) else { return nil }
        let permission = await run.admission.answer { admission in
            let permission = admission.logins.ask(key, device: index, call: call)
            return permission == .wait ? nil : permission
        }
        guard let permission else { return run.endError(of: entry.device) }
        guard permission == .stopped else { return nil }
        let detail = run.stoppedDetail(of: entry.device)
        return DeviceError(.credentialStopped, device: entry.device.name, operation: "login", detail: detail)
    }

    private func send(
        _ commands: [Command],
        _ limits: TransferLimits,
        keeps: Bool,
        onFresh: Bool
    ) async -> (result: Result<[CommandResult], DeviceError>, timing: Timing?) {
        let id = run.nextCallID()
        let request = dialect.request(for: commands, on: entry.device, id: id)
        do {
            let response = try await channel.perform(
                request,
                within: limits,
                keepsConnection: keeps || keepsConnections,
                onFreshConnection: onFresh
            )
            do {
                return (.success(try await read(response, of: commands, id: id)), response.timing)
            } catch {
                return (.failure(error), response.timing)
            }
        } catch {
            return (.failure(error), Timing())
        }
    }

    /// Reads a response; a large one off the loop, which has other devices to serve.
    private func read(
        _ response: HTTPResponse,
        of commands: [Command],
        id: UInt64
    ) async throws(DeviceError) -> [CommandResult] {
        if response.body.count <= 64 << 10 {
            return try dialect.results(of: commands, on: entry.device, id: id, from: response)
        }
        let result = await withTaskExecutorPreference(globalConcurrentExecutor) {
            await readElsewhere(response, of: commands, id: id)
        }
        return try result.get()
    }

    @concurrent
    private func readElsewhere(
        _ response: HTTPResponse,
        of commands: [Command],
        id: UInt64
    ) async -> Result<[CommandResult], DeviceError> {
        Result { () throws(DeviceError) in
            try dialect.results(of: commands, on: entry.device, id: id, from: response)
        }
    }

    /// Tells the guard of logins what a call showed about its user.
    private func note(_ result: Result<[CommandResult], DeviceError>) {
        guard let key = LoginKey(entry.device) else { return }
        switch result {
        case .success:
            if run.admission.peek({ $0.logins.isProven(key) }) { return }
            run.admission.change { $0.logins.accepted(key) }
        case .failure(let error) where error.code == .loginRejected:
            run.admission.change { $0.logins.rejected(key, device: index) }
        case .failure:
            release()
        }
    }

    /// Lets another device prove the user, where this one was to and came to no verdict.
    private func release() {
        guard let key = LoginKey(entry.device), run.admission.peek({ $0.logins.isProbe(index, of: key) }) else {
            return
        }
        run.admission.change { $0.logins.released(key, device: index) }
    }

    /// Waits without holding one of the run's places, unless other calls of the device need it.
    ///
    /// - Returns: False where the run ended meanwhile.
    private func rest(_ wait: Duration, holdsPlace: Bool) async -> Bool {
        guard wait > .zero, !holdsPlace else { return await Self.sleep(wait) }
        run.slots.release()
        _ = await Self.sleep(wait)
        if await run.slots.acquire() { return !Task.isCancelled }
        // The place is given back at the device's end whatever happens.
        run.slots.takeUnasked()
        return false
    }

    /// Sleeps; false where the task was cancelled.
    private static func sleep(_ wait: Duration) async -> Bool {
        guard wait > .zero else { return !Task.isCancelled }
        do {
            try await Task.sleep(for: wait)
            return true
        } catch {
            return false
        }
    }
}
