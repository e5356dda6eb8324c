import Synchronization
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
    /// Whose login the device needs; `nil` where nothing is logged into.
    let loginKey: LoginKey?
    /// Why the device is not logged into: it rejected the login in this run, or before it.
    let loginRefusal: Mutex<DeviceError?>
    /// When the poll of the device ends at the latest; `nil` where only the run has an end.
    let deadline: ContinuousClock.Instant?
    /// Whether the device was asked with user and password in this run.
    let hasSentPassword = Atomic(false)
    /// How the device bears this run, as far as the breaker is concerned.
    let health = Mutex(Health())

    init(
        run: Run,
        entry: Plan.Entry,
        index: Int,
        dialect: any Dialect,
        channel: DeviceChannel,
        host: HostLimiter,
        keepsConnections: Bool,
        loginRefusal: DeviceError?,
        deadline: ContinuousClock.Instant? = nil
    ) {
        self.run = run
        self.entry = entry
        loginKey = LoginKey(entry.device)
        self.index = index
        self.dialect = dialect
        self.channel = channel
        self.host = host
        self.keepsConnections = keepsConnections
        self.loginRefusal = Mutex(loginRefusal)
        self.deadline = deadline
    }

    /// What is left for the device; `nil` for no end.
    var timeLeft: Duration? {
        let own = deadline.map { ContinuousClock.now.duration(to: $0) }
        guard let own, let run = run.timeLeft else { return own ?? run.timeLeft }
        return min(own, run)
    }

    /// Why the device's tasks are being cancelled.
    var endError: DeviceError {
        guard let deadline, .now >= deadline else { return run.endError(of: entry.device) }
        let code = DeviceError.Code.pollDeadline
        return DeviceError(code, device: entry.device.name, operation: "", detail: code.summary)
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

    /// How a device bears a run.
    struct Health: Sendable {
        /// Whether a call failed in a way that speaks of trouble.
        var hasFailed = false
        /// Whether a rest of its breaker was waited out.
        var hasRested = false
    }

    /// What came back for one try.
    struct Answer: Sendable {
        /// A result a command, or why there are none.
        var result: Result<[CommandResult], DeviceError>
        /// How long it took; `nil` where nothing was sent.
        var timing: Timing?
        /// The response itself, where one came.
        var response: HTTPResponse?
    }

    /// How the tries of a call are made.
    struct CallShape: Sendable {
        /// The call among those of the run.
        var number: UInt64
        /// The bounds of one try.
        var limits: TransferLimits
        /// Whether the connection stays open afterwards.
        var keeps: Bool
        /// Whether a connection of its own is wanted.
        var onFresh: Bool
    }

    /// Sessions that one call may see the end of.
    private static let mostExpiries = 4

    /// Makes one call, with every try that is worth it.
    ///
    /// - Parameters:
    ///   - commands: What travels together.
    ///   - timeout: How long one try may take.
    ///   - keeps: Whether the connection stays open afterwards.
    ///   - holdsPlace: Whether the device keeps its place in the run while this call rests, as others of it go on.
    ///   - session: The session that the call goes by; `nil` where it carries user and password.
    /// - Returns: The results of the last try, or why there are none.
    func perform(
        _ commands: [Command],
        timeout: Duration,
        keeps: Bool,
        holdsPlace: Bool,
        session: DeviceSession?
    ) async -> Ended {
        let isProbe: Bool
        switch await passage(holdsPlace: holdsPlace) {
        case .open: isProbe = false
        case .probe: isProbe = true
        case .closed(let error): return Ended(result: .failure(error), attempts: 0)
        }
        var retries = entry.retries
        // A device that may still be in trouble is not tried again and again to find out.
        if isProbe { retries.attempts = 1 }
        let ended = await perform(
            commands,
            timeout: timeout,
            keeps: keeps,
            holdsPlace: holdsPlace,
            session: session,
            retries: retries
        )
        note(ended, wasProbe: isProbe)
        return ended
    }

    private func perform(
        _ commands: [Command],
        timeout: Duration,
        keeps: Bool,
        holdsPlace: Bool,
        session: DeviceSession?,
        retries: RetryLimits
    ) async -> Ended {
        let policy = RetryPolicy(limits: retries)
        let limits = TransferLimits(
            connectTimeout: entry.limits.connectTimeout,
            requestTimeout: timeout,
            responseSize: entry.limits.responseSize
        )
        var attempt = RetryPolicy.Try(count: 0, wasReused: false, wasFreshRetry: false)
        var shortages = 0
        var expiries = 0
        var timing: Timing?
        func ended(_ error: DeviceError) -> Ended {
            Ended(result: .failure(error), attempts: attempt.count, timing: timing)
        }
        run.noteFirstAttempt()
        let number = run.nextCallID()
        while true {
            let shape = CallShape(
                number: number,
                limits: limits,
                keeps: keeps || keepsConnections || session?.needsLogout == true,
                onFresh: attempt.wasFreshRetry
            )
            let answer: Answer
            switch await ask(commands, shape, by: session) {
            case .refused(let refusal):
                return ended(refusal)
            case .loggedIn:
                continue
            case .sessionEnded(let hadServed):
                // A session that is over is no fault of the call; one that is refused as soon as it was handed out is.
                expiries += 1
                if expiries == 1 || (hadServed && expiries < Self.mostExpiries) { continue }
                answer = Answer(result: .failure(sessionRejected), timing: nil)
            case .answered(let given):
                answer = given
            }
            attempt.count += 1
            timing = answer.timing ?? timing
            // Whatever else comes on that connection is not ours either.
            if case .failure(let error) = answer.result, error.code == .wrongID { channel.dropConnection() }
            guard case .failure(let error) = answer.result else {
                return Ended(result: answer.result, attempts: attempt.count, timing: timing)
            }
            if error.code == .interrupted { return ended(endError) }
            if error.code == .localResources, shortages < 100 {
                // This host is short of something, not the device: that is waited out and counts as no try.
                shortages += 1
                attempt.count -= 1
                guard await rest(.milliseconds(200), holdsPlace: holdsPlace) else {
                    return ended(endError)
                }
                continue
            }
            // A change is never asked again, whoever's answer it was that came.
            attempt.wasReused = answer.timing?.reused ?? false && !entry.changes
            attempt.timeLeft = timeLeft
            switch policy.action(after: error, attempt, random: .random(in: 0...1)) {
            case .giveUp: return ended(error.sayingRest)
            case .retryOnFreshConnection:
                attempt.wasFreshRetry = true
            case .retry(let wait):
                // A device that asks for a rest gets it; the budget is for those that are in trouble.
                guard error.errorClass == .throttled || run.takeRetry() else {
                    return ended(error)
                }
                release()
                guard await rest(wait, holdsPlace: holdsPlace) else { return ended(endError) }
            }
        }
    }

    /// Sends one request and reads what comes back, without the token of its session where the device repeats it.
    func send(
        _ commands: [Command],
        _ shape: CallShape,
        authentication: HTTPAuthentication,
        hiding token: Secret? = nil
    ) async -> Answer {
        let id = run.nextCallID()
        var request = dialect.request(for: commands, on: entry.device, id: id)
        request.authentication = authentication
        let sent = ContinuousClock.now
        do {
            var response = try await channel.perform(
                request,
                within: shape.limits,
                keepsConnection: shape.keeps,
                onFreshConnection: shape.onFresh
            )
            if let token { response.hide(token) }
            do {
                let results = try await read(response, of: commands, id: id)
                return Answer(result: .success(results), timing: response.timing, response: response)
            } catch {
                return Answer(result: .failure(error), timing: response.timing, response: response)
            }
        } catch {
            return Answer(result: .failure(error), timing: error.timing ?? Timing(total: sent.duration(to: .now)))
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
}

extension DeviceError {
    /// The error with the rest that the device asked for, where it was not waited for.
    fileprivate var sayingRest: DeviceError {
        guard errorClass == .throttled, let retryAfter else { return self }
        var error = self
        error.detail += "; it asks for \(Int(retryAfter.seconds)) s of rest"
        return error
    }
}
