import FoundationEssentials
import TrawlCore
import TrawlDialects
import TrawlModels

/// One device's part of a run: commands packed into calls, calls tried, replies gathered into outcomes.
struct DevicePoll: Sendable {
    let run: Run
    let calls: DeviceCalls
    let agenda: Agenda
    /// Takes each outcome as it is complete.
    let report: @Sendable (Outcome) async -> Void

    private var entry: Plan.Entry { calls.entry }

    /// What is known of one item so far.
    private struct Gathered: Sendable {
        var replies: [Reply?]
        var error: DeviceError?
        var left: Int
        var attempts = 0
        /// The places of commands to which the device said that it has none of what was asked, which is an answer.
        var absences: Set<Int> = []
        var timing: Timing?
        var isDelivered = false
    }

    /// Asks the device everything, and hands over what it answers.
    ///
    /// - Returns: The session that it was asked by, if any, which is still open; and whether some outcome failed.
    func poll() async -> (session: DeviceSession?, hasFailed: Bool) {
        let started = Date()
        var gathered = agenda.commandCounts.map {
            Gathered(replies: Array(repeating: nil, count: $0), left: $0)
        }
        for item in gathered.indices where !run.plan.request(of: entry.items[item]).isSpelled(for: entry.device.dialect)
        {
            gathered[item].error = error(.noSpelling, of: entry.items[item])
        }
        var hasFailed = false
        await deliver(&gathered, started, &hasFailed)
        // What the device is not asked any more after, and with which error.
        var verdict: DeviceError?
        var session: DeviceSession?
        var round = agenda.calls
        if let refused = await discoverRoot(for: &round) {
            var again: [Agenda.Ask] = []
            for call in round { settle(call, refused, in: &gathered, again: &again) }
            await deliver(&gathered, started, &hasFailed)
            round = []
        }
        while !round.isEmpty {
            var again: [Agenda.Ask] = []
            let parallel = entry.changes ? 1 : min(round.count, entry.limits.concurrency)
            // Who asks for one more piece of an answer will ask for others.
            let count = round.contains(where: \.isInPieces) ? max(2, round.count) : round.count
            session = session ?? calls.session(forCalls: count, isParallel: parallel > 1)
            let shared = session
            if parallel <= 1 {
                for (number, call) in round.enumerated() {
                    // The last call of a device that is asked one by one closes the connection behind it.
                    // A change goes on a new one: libcurl sends a request again when a kept one turns out dead.
                    let keeps = number + 1 < round.count && !entry.changes
                    let done = await perform(call, unless: verdict, shared, keeps: keeps, holdsPlace: false)
                    verdict = verdict ?? self.verdict(after: done.result)
                    settle(call, done, in: &gathered, again: &again)
                    await deliver(&gathered, started, &hasFailed)
                }
            } else {
                await withTaskGroup(of: (Agenda.Call, DeviceCalls.Ended).self) { group in
                    var waiting = round[...]
                    var running = 0
                    while true {
                        while running < parallel, let call = waiting.popFirst() {
                            running += 1
                            let refused = verdict
                            group.addTask {
                                (call, await perform(call, unless: refused, shared, keeps: true, holdsPlace: true))
                            }
                        }
                        guard let (call, done) = await group.next() else { break }
                        running -= 1
                        verdict = verdict ?? self.verdict(after: done.result)
                        settle(call, done, in: &gathered, again: &again)
                        await deliver(&gathered, started, &hasFailed)
                    }
                }
            }
            round = again.isEmpty ? [] : agenda.calls(for: again)
        }
        calls.release()
        return (session, hasFailed)
    }

    /// Makes one call, unless an earlier one spoke against it.
    private func perform(
        _ call: Agenda.Call,
        unless verdict: DeviceError?,
        _ session: DeviceSession?,
        keeps: Bool,
        holdsPlace: Bool
    ) async -> DeviceCalls.Ended {
        if let verdict { return DeviceCalls.Ended(result: .failure(verdict), attempts: 0) }
        let timeout = call.timeout(host: entry.limits.requestTimeout)
        return await calls.perform(
            call.commands,
            timeout: timeout,
            keeps: keeps,
            holdsPlace: holdsPlace,
            session: session
        )
    }

    /// Whether a failed call says that the device's other calls would only do harm or waste time.
    private func verdict(after result: Result<[CommandResult], DeviceError>) -> DeviceError? {
        guard case .failure(var error) = result else {
            return entry.changes && Self.hasFailure(result) ? notReached : nil
        }
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
        default: return entry.changes ? notReached : nil
        }
    }

    private static func hasFailure(_ result: Result<[CommandResult], DeviceError>) -> Bool {
        guard case .success(let results) = result else { return true }
        return results.contains { result in
            switch result {
            case .reply, .part: false
            case .failure, .askAgain: true
            }
        }
    }

    /// What becomes of commands after one that failed, where some of them change the device: each may rest on those
    /// before it.
    private var notReached: DeviceError {
        let code = DeviceError.Code.earlierCommandFailed
        return DeviceError(code, device: entry.device.name, operation: "", detail: code.summary)
    }

    /// Why a command that the device wants asked again is not: the session in which it stood is over.
    private func refusal(toAskAgain command: Command) -> DeviceError {
        guard command.isTextFallback else { return notReached }
        return DeviceError(
            .commandFailed,
            device: entry.device.name,
            operation: "",
            detail: "the device has no structured answer for it",
            hint: "say `format: text`"
        )
    }

    /// Puts a call's results into their places.
    private func settle(
        _ call: Agenda.Call,
        _ ended: DeviceCalls.Ended,
        in gathered: inout [Gathered],
        again: inout [Agenda.Ask]
    ) {
        // The items of models, which may want to ask more once they are answered.
        var touched: Set<Int> = []
        for (position, ask) in call.asks.enumerated() {
            var ask = ask
            var result: CommandResult
            switch ended.result {
            case .success(let results): result = results[position]
            case .failure(var error):
                if error.operation.isEmpty { error.operation = ask.command.title }
                result = .failure(error)
            }
            if entry.changes, case .askAgain(let command) = result {
                var error = refusal(toAskAgain: command)
                error.operation = ask.command.title
                result = .failure(error)
            }
            let partial: Reply?
            (result, partial) = collect(result, of: &ask)
            switch result {
            case .askAgain(let command), .part(_, next: let command):
                again.append(Agenda.Ask(targets: ask.targets, command: command, pieces: ask.pieces))
            case .reply, .failure: break
            }
            for target in ask.targets {
                if run.plan.request(of: entry.items[target.item]).model != nil { touched.insert(target.item) }
                // A request of several commands counts the tries of its most tried one.
                gathered[target.item].attempts = max(gathered[target.item].attempts, ended.attempts)
                if let timing = ended.timing { gathered[target.item].timing = timing }
                switch result {
                case .reply(let reply):
                    gathered[target.item].replies[target.position] = reply
                    gathered[target.item].left -= 1
                case .failure(let error):
                    gathered[target.item].left -= 1
                    if let partial { gathered[target.item].replies[target.position] = partial }
                    if isAbsence(error, of: target.item) {
                        gathered[target.item].absences.insert(target.position)
                    } else {
                        gathered[target.item].error = gathered[target.item].error ?? error
                    }
                case .askAgain, .part: break
                }
            }
        }
        for item in touched.sorted() where gathered[item].left == 0 {
            again += followUps(of: item, to: &gathered[item])
        }
    }

    /// Hands over the outcomes of the items that are complete.
    private func deliver(_ gathered: inout [Gathered], _ started: Date, _ hasFailed: inout Bool) async {
        for item in gathered.indices where gathered[item].left == 0 && !gathered[item].isDelivered {
            gathered[item].isDelivered = true
            await deliver(gathered[item], item, started, &hasFailed, beside: gathered)
        }
    }

    /// The most commands that one request may grow to: a device with more VRFs than this is not asked about them all.
    private static let mostCommands = 1000

    /// What a model wants to ask once it has seen the replies so far.
    private func followUps(of item: Int, to gathered: inout Gathered) -> [Agenda.Ask] {
        let request = run.plan.request(of: entry.items[item])
        guard let model = request.model, request.commands[entry.device.dialect] == nil, !gathered.replies.isEmpty else {
            return []
        }
        let replies = Replies(gathered.replies, of: entry.device, arguments: request.arguments, at: Date())
        let space = Self.mostCommands - gathered.replies.count
        let commands = model.followUps(to: replies).prefix(max(0, space))
            .filter { ReadOnly.objection(to: $0, on: entry.device.dialect) == nil }
        let first = gathered.replies.count
        gathered.replies += Array(repeating: nil, count: commands.count)
        gathered.left += commands.count
        return commands.enumerated().map {
            Agenda.Ask(targets: [Agenda.Target(item: item, position: first + $0.offset)], command: $0.element)
        }
    }

    /// Whether a refusal says that there is none of what a model asks for.
    private func isAbsence(_ error: DeviceError, of item: Int) -> Bool {
        guard error.code == .commandRefused || error.code == .commandFailed else { return false }
        return run.plan.request(of: entry.items[item]).model?.isAbsence(error, on: entry.device.dialect) ?? false
    }

    private func deliver(
        _ gathered: Gathered,
        _ item: Int,
        _ started: Date,
        _ hasFailed: inout Bool,
        beside all: [Gathered]
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
        // A model that needs no command for these arguments is read from none.
        let isAnswered = !outcome.replies.isEmpty || !gathered.absences.isEmpty || gathered.replies.isEmpty
        if request.model != nil, Task.isCancelled, outcome.error == nil {
            // Who stops a run does not wait for what hundreds of large answers mean.
            outcome.replies = []
            outcome.error = calls.endError
        } else if let model = request.model, isAnswered, gathered.error?.code != .noSpelling {
            var replies = Replies(
                gathered.replies,
                of: entry.device,
                arguments: request.arguments,
                absences: gathered.absences,
                at: Date()
            )
            var misfit: DeviceError?
            do {
                outcome.model = try model.init(from: &replies)
                misfit = replies.problem
            } catch {
                misfit = error
            }
            outcome.error = outcome.error ?? misfit?.naming(model: model.name, release: release(among: all))
        }
        if outcome.status == .failed { hasFailed = true }
        await report(outcome)
    }

    /// The release of the device's operating system, where any of its answers in this run has told it by now.
    private func release(among gathered: [Gathered]) -> String? {
        SoftwareRelease.told(by: gathered.lazy.flatMap { $0.replies.compactMap { $0 } }, on: entry.device.dialect)
    }

    private func error(_ code: DeviceError.Code, of item: Plan.Item) -> DeviceError {
        let name = run.plan.request(of: item).name
        let detail = "request `\(name)` has no command for dialect \(entry.device.dialect)"
        return DeviceError(code, device: entry.device.name, operation: name, detail: detail)
    }
}
