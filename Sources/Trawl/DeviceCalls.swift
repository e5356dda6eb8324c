import TrawlCore
import TrawlDialects
import TrawlTransfer

/// The calls of one device in a run: each waits for its limits, is tried as often as is worth it, and tells the guard
/// of logins what it showed.
///
/// A class, as it is large, and every task and closure of a call would copy it.
final class DeviceCalls: Sendable {
    let run: Run
    let entry: Plan.Entry
    /// The device's place in the plan, by which admission knows it.
    let index: Int
    let dialect: any Dialect
    let channel: DeviceChannel
    let host: HostLimiter
    let keepsConnections: Bool

    init(
        run: Run,
        entry: Plan.Entry,
        index: Int,
        dialect: any Dialect,
        channel: DeviceChannel,
        host: HostLimiter,
        keepsConnections: Bool
    ) {
        self.run = run
        self.entry = entry
        self.index = index
        self.dialect = dialect
        self.channel = channel
        self.host = host
        self.keepsConnections = keepsConnections
    }

    /// What became of one call.
    struct Ended: Sendable {
        /// A result a command, or why there are none.
        var result: Result<[CommandResult], DeviceError>
        /// The tries it took.
        var attempts: Int
        /// How long the last try took; `nil` where nothing was sent.
        var timing: Timing?
    }

    /// Makes one call, with every try that is worth it.
    ///
    /// - Parameters:
    ///   - commands: What travels together.
    ///   - timeout: How long one try may take.
    ///   - keeps: Whether the connection stays open afterwards.
    ///   - holdsPlace: Whether the device keeps its place in the run while this call rests, as others of it go on.
    /// - Returns: The results of the last try, or why there are none.
    func perform(_ commands: [Command], timeout: Duration, keeps: Bool, holdsPlace: Bool) async -> Ended {
        let policy = RetryPolicy(limits: entry.retries)
        let limits = TransferLimits(
            connectTimeout: entry.limits.connectTimeout,
            requestTimeout: timeout,
            responseSize: entry.limits.responseSize
        )
        var attempt = RetryPolicy.Try(count: 0, wasReused: false, wasFreshRetry: false)
        var shortages = 0
        var timing: Timing?
        func ended(_ error: DeviceError) -> Ended {
            Ended(result: .failure(error), attempts: attempt.count, timing: timing)
        }
        run.noteFirstAttempt()
        let number = run.nextCallID()
        while true {
            let asked = ContinuousClock.now
            var call: (result: Result<[CommandResult], DeviceError>, timing: Timing?)
            if let unreachable = await scout(within: limits) {
                call = (.failure(unreachable), nil)
                attempt.count += 1
            } else {
                if let refusal = await admit(number) { return ended(refusal) }
                let queued = asked.duration(to: .now)
                attempt.count += 1
                call = await send(commands, limits, keeps: keeps, onFresh: attempt.wasFreshRetry)
                host.slots?.release()
                call.timing?.queued = queued
                note(call.result)
            }
            timing = call.timing ?? timing
            // Whatever else comes on that connection is not ours either.
            if case .failure(let error) = call.result, error.code == .wrongID { channel.dropConnection() }
            guard case .failure(let error) = call.result else {
                return Ended(result: call.result, attempts: attempt.count, timing: timing)
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
            // A change is never asked again, whoever's answer it was that came.
            attempt.wasReused = call.timing?.reused ?? false && !entry.changes
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

    /// Finds out whether the device can be reached at all while its user is not proven and another device kept the
    /// verdict from coming: a site that is down would otherwise be tried one device after the other.
    ///
    /// Nothing is sent, so no login is at stake.
    ///
    /// - Returns: Why the device cannot be reached; `nil` where it can, or where the verdict is not waited for.
    private func scout(within limits: TransferLimits) async -> DeviceError? {
        guard let key = LoginKey(entry.device), run.admission.peek({ $0.logins.wantsScouts(key, besides: index) })
        else {
            return nil
        }
        do {
            try await channel.connect(within: limits)
            return nil
        } catch {
            return error
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
        let sent = ContinuousClock.now
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
            return (.failure(error), error.timing ?? Timing(total: sent.duration(to: .now)))
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
    func release() {
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
