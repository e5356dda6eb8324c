import FoundationEssentials
import TrawlCore
import TrawlDialects

/// One device's part of a run: commands packed into calls, calls tried, replies gathered into outcomes.
struct DevicePoll: Sendable {
    let run: Run
    let calls: DeviceCalls

    private var entry: Plan.Entry { calls.entry }
    private var dialect: any Dialect { calls.dialect }

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

    func poll() async {
        let started = Date()
        var gathered: [Gathered] = []
        var asks: [Ask] = []
        // The same command of several requests is asked once.
        var places: [Command: Int] = [:]
        let isManyCommands = entry.items.count > 1
        for (item, planned) in entry.items.enumerated() {
            let commands = run.plan.request(of: planned).commands(for: entry.device.dialect)
            gathered.append(Gathered(replies: Array(repeating: nil, count: commands.count), left: commands.count))
            for (position, command) in commands.enumerated() {
                let target = Target(item: item, position: position)
                if let place = places[command] {
                    asks[place].targets.append(target)
                } else {
                    // Most devices are asked one thing, which needs no hash.
                    if isManyCommands { places[command] = asks.count }
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
            var again: [Ask] = []
            let packed = dialect.calls(for: round.map(\.command)).map { call in call.map { round[$0] } }
            let parallel = min(packed.count, entry.limits.concurrency)
            if parallel <= 1 {
                for (number, asks) in packed.enumerated() {
                    // The last call of a device that is asked one by one closes the connection behind it.
                    let keeps = number + 1 < packed.count
                    let done = await perform(asks, unless: verdict, keeps: keeps, holdsPlace: false)
                    verdict = verdict ?? Self.verdict(after: done.result)
                    for item in settle(asks, done, in: &gathered, again: &again) where gathered[item].left == 0 {
                        await deliver(gathered[item], item, started, &hasFailed)
                    }
                }
            } else {
                await withTaskGroup(of: ([Ask], DeviceCalls.Ended).self) { group in
                    var waiting = packed[...]
                    var running = 0
                    while true {
                        while running < parallel, let asks = waiting.popFirst() {
                            running += 1
                            let refused = verdict
                            group.addTask {
                                (asks, await perform(asks, unless: refused, keeps: true, holdsPlace: true))
                            }
                        }
                        guard let (asks, done) = await group.next() else { break }
                        running -= 1
                        verdict = verdict ?? Self.verdict(after: done.result)
                        for item in settle(asks, done, in: &gathered, again: &again) where gathered[item].left == 0 {
                            await deliver(gathered[item], item, started, &hasFailed)
                        }
                    }
                }
            }
            asks =
                again.isEmpty
                ? []
                : again.sorted {
                    ($0.targets[0].item, $0.targets[0].position) < ($1.targets[0].item, $1.targets[0].position)
                }
        }
        calls.release()
        run.deviceDone(failed: hasFailed)
    }

    /// Makes one call, unless an earlier one spoke against it.
    private func perform(
        _ asks: [Ask],
        unless verdict: DeviceError?,
        keeps: Bool,
        holdsPlace: Bool
    ) async -> DeviceCalls.Ended {
        if let verdict { return DeviceCalls.Ended(result: .failure(verdict), attempts: 0) }
        let commands = asks.map(\.command)
        return await calls.perform(commands, timeout: timeout(of: asks), keeps: keeps, holdsPlace: holdsPlace)
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
    private func settle(
        _ asks: [Ask],
        _ call: DeviceCalls.Ended,
        in gathered: inout [Gathered],
        again: inout [Ask]
    ) -> [Int] {
        var touched: [Int] = []
        for (position, ask) in asks.enumerated() {
            let result: CommandResult
            switch call.result {
            case .success(let results): result = results[position]
            case .failure(var error):
                if error.operation.isEmpty { error.operation = ask.command.title }
                result = .failure(error)
            }
            if case .askAgain(let command) = result { again.append(Ask(targets: ask.targets, command: command)) }
            for target in ask.targets {
                if !touched.contains(target.item) { touched.append(target.item) }
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
        return touched.count > 1 ? touched.sorted() : touched
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
        await run.deliver(outcome, over: calls.channel)
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
}
