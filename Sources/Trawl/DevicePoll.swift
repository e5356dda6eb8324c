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

    /// One command of one item, still to be asked.
    private struct Ask: Sendable {
        var item: Int
        var position: Int
        var command: Command
    }

    /// What is known of one item so far.
    private struct Gathered: Sendable {
        var replies: [Reply?]
        var error: DeviceError?
        var left: Int
        var attempts = 0
        var timing: Timing?
    }

    func poll() async {
        let started = Date()
        var gathered: [Gathered] = []
        var asks: [Ask] = []
        for (item, planned) in entry.items.enumerated() {
            let commands = run.plan.request(of: planned).commands(for: entry.device.dialect)
            gathered.append(Gathered(replies: Array(repeating: nil, count: commands.count), left: commands.count))
            asks += commands.enumerated().map { Ask(item: item, position: $0.offset, command: $0.element) }
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
            for call in dialect.calls(for: round.map(\.command)) {
                let callAsks = call.map { round[$0] }
                let isLast = call.last == round.count - 1
                let (result, attempts, timing) =
                    if let verdict {
                        (Result<[CommandResult], DeviceError>.failure(verdict), 0, Timing?.none)
                    } else {
                        await perform(callAsks.map(\.command), timeout(of: callAsks), keeps: !isLast)
                    }
                verdict = verdict ?? Self.verdict(after: result)
                settle(callAsks, result, attempts, timing, in: &gathered, again: &asks)
                for item in Set(callAsks.map(\.item)).sorted() where gathered[item].left == 0 {
                    await deliver(gathered[item], item, started, &hasFailed)
                }
            }
            asks.sort { ($0.item, $0.position) < ($1.item, $1.position) }
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

    private func settle(
        _ asks: [Ask],
        _ result: Result<[CommandResult], DeviceError>,
        _ attempts: Int,
        _ timing: Timing?,
        in gathered: inout [Gathered],
        again: inout [Ask]
    ) {
        for (position, ask) in asks.enumerated() {
            // One command may stand for several tries; the request's count is that of its most tried command.
            gathered[ask.item].attempts = max(gathered[ask.item].attempts, attempts)
            if let timing { gathered[ask.item].timing = timing }
            let outcome: CommandResult
            switch result {
            case .success(let results): outcome = results[position]
            case .failure(var error):
                if error.operation.isEmpty { error.operation = ask.command.title }
                outcome = .failure(error)
            }
            switch outcome {
            case .reply(let reply):
                gathered[ask.item].replies[ask.position] = reply
                gathered[ask.item].left -= 1
            case .failure(let error):
                gathered[ask.item].error = gathered[ask.item].error ?? error
                gathered[ask.item].left -= 1
            case .askAgain(let command):
                again.append(Ask(item: ask.item, position: ask.position, command: command))
            }
        }
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
        asks.map { run.plan.request(of: entry.items[$0.item]).timeout ?? entry.limits.requestTimeout }.max()
            ?? entry.limits.requestTimeout
    }

    private func error(_ code: DeviceError.Code, of item: Plan.Item) -> DeviceError {
        let name = run.plan.request(of: item).name
        let detail = "request `\(name)` has no command for dialect \(entry.device.dialect)"
        return DeviceError(code, device: entry.device.name, operation: name, detail: detail)
    }

    // MARK: One call

    /// Makes one call, with every try that is worth it.
    private func perform(
        _ commands: [Command],
        _ timeout: Duration,
        keeps: Bool
    ) async -> (Result<[CommandResult], DeviceError>, attempts: Int, Timing?) {
        let policy = RetryPolicy(limits: entry.retries)
        let limits = TransferLimits(
            connectTimeout: entry.limits.connectTimeout,
            requestTimeout: timeout,
            responseSize: entry.limits.responseSize
        )
        var attempt = RetryPolicy.Try(count: 0, wasReused: false, wasFreshRetry: false)
        var shortages = 0
        var timing: Timing?
        run.noteFirstAttempt()
        while true {
            let asked = ContinuousClock.now
            if let refusal = await admit() { return (.failure(refusal), attempt.count, timing) }
            let queued = asked.duration(to: .now)
            attempt.count += 1
            let call = await send(commands, limits, keeps: keeps, onFresh: attempt.wasFreshRetry)
            host.slots?.release()
            timing = call.timing ?? timing
            timing?.queued = queued
            note(call.result)
            guard case .failure(let error) = call.result else { return (call.result, attempt.count, timing) }
            if error.code == .interrupted { return (.failure(ended()), attempt.count, timing) }
            if error.code == .localResources, shortages < 100 {
                // This host is short of something, not the device: that is waited out and counts as no try.
                shortages += 1
                attempt.count -= 1
                guard await rest(.milliseconds(200)) else { return (.failure(ended()), attempt.count, timing) }
                continue
            }
            attempt.wasReused = call.timing?.reused ?? false
            attempt.timeLeft = run.timeLeft
            switch policy.action(after: error, attempt, random: .random(in: 0...1)) {
            case .giveUp: return (.failure(error), attempt.count, timing)
            case .retryOnFreshConnection:
                channel.dropConnection()
                attempt.wasFreshRetry = true
            case .retry(let wait):
                // A device that asks for a rest gets it; the budget is for those that are in trouble.
                guard error.errorClass == .throttled || run.takeRetry() else {
                    return (.failure(error), attempt.count, timing)
                }
                release()
                guard await rest(wait) else { return (.failure(ended()), attempt.count, timing) }
            }
        }
    }

    /// Waits until a call may go: by its user's standing, the run's logins, and the host's own limits.
    private func admit() async -> DeviceError? {
        if let slots = host.slots, await !slots.acquire() { return ended() }
        if let refusal = await admitLogin() {
            host.slots?.release()
            return refusal
        }
        let wait = host.takeCall()
        guard await Self.sleep(wait) else {
            host.slots?.release()
            return ended()
        }
        return nil
    }

    private func admitLogin() async -> DeviceError? {
        guard let key = LoginKey(entry.device) else { return nil }
        let permission = await run.admission.answer { admission in
            let permission = admission.logins.ask(key, device: index)
            return permission == .wait ? nil : permission
        }
        guard let permission else { return ended() }
        guard permission == .go else {
            let detail = run.stoppedDetail(of: entry.device)
            return DeviceError(.credentialStopped, device: entry.device.name, operation: "login", detail: detail)
        }
        let wait = run.takeLogin()
        guard await Self.sleep(wait) else { return ended() }
        // The user may have been stopped while this login waited for its turn.
        let isStopped = run.admission.peek { $0.logins.isStopped(key) }
        guard !isStopped else {
            let detail = run.stoppedDetail(of: entry.device)
            return DeviceError(.credentialStopped, device: entry.device.name, operation: "login", detail: detail)
        }
        return nil
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

    /// Waits without holding one of the run's places; false where the run ended meanwhile.
    private func rest(_ wait: Duration) async -> Bool {
        guard wait > .zero else { return !Task.isCancelled }
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

    private func ended() -> DeviceError {
        let code = run.endCode
        return DeviceError(code, device: entry.device.name, operation: "", detail: code.summary)
    }
}
