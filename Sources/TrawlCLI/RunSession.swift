import Foundation
import Logging
import Synchronization
import Trawl
import TrawlOutputs

/// One run as the command line does it: writes outcomes, shows how far it is, sums up, and says how it ended.
struct RunSession {
    let plan: Plan
    let flags: OutputFlags
    /// How long a reader of the results that stands still keeps an interrupted run from its end.
    private static let patience = Duration.milliseconds(700)
    /// What to try after an error, where the code's own hint is of no use.
    var hints: [DeviceError.Code: String] = [:]
    /// Told of every outcome that was written.
    var record: (Outcome) -> Void = { _ in }
    /// Told of every outcome that is there already, of the run that this one goes on with.
    var keep: (OutcomeKey) -> Void = { _ in }

    /// Runs the plan.
    ///
    /// - Returns: The exit status.
    func run() async throws -> ExitStatus {
        StderrLog.install(level: flags.debug ? .debug : .warning)
        let resumption = try Resumption(of: plan, flags: flags)
        let journal = resumption.journal
        let rest = resumption.rest
        let patience = OutputPatience()
        let writer: any OutcomeWriter
        do {
            writer = try flags.writer(for: plan, journal: journal, patience: patience)
        } catch {
            // Nothing was begun that could be gone on with.
            if !flags.resume { journal?.remove() }
            throw error
        }
        journal?.kept.forEach(keep)
        let options = PollerOptions(devices: max(1, min(rest.concurrency, rest.entries.count)))
        let start = ContinuousClock.now
        var summary = RunSummary()
        var spared = SparedDevices()
        /// Whether the run's end came before its devices'.
        var isCut = false
        var failure: OutputError?
        let current = Mutex<Outcomes?>(nil)
        let stop: @Sendable () -> Void = {
            patience.end(after: Self.patience)
            current.withLock { $0?.stop() }
        }
        let signal = try await Interrupts.during(stop: stop) {
            try await withPoller(options) { poller in
                try await poller.withOutcomes(of: rest, id: journal?.run ?? RunID.make()) { outcomes in
                    current.withLock { $0 = outcomes }
                    if Interrupts.status != nil { outcomes.stop() }
                    try await withLiveLine(of: outcomes, since: start) {
                        failure = await write(outcomes, of: resumption, to: writer) { outcome in
                            summary.add(outcome)
                            record(outcome)
                            spared.add(outcome)
                            if outcome.error?.errorClass == .cancelled { isCut = true }
                        }
                    }
                }
            }
            do throws(OutputError) {
                if failure == nil { try await writer.finish() }
            } catch {
                failure = error
            }
            return Interrupts.status
        }
        if let failure, failure != .closedPipe { Terminal.error("error: \(failure)") }
        if !flags.quiet {
            if Terminal.isWatched, chosenTableOnTerminal, await !writer.isEmpty || flags.chosenFormat != .table {
                Terminal.note("")
            }
            report(summary, of: rest, spared: spared, elapsed: start.duration(to: .now), signal: signal)
        }
        if let journal {
            if signal == nil, failure == nil, !isCut {
                journal.remove()
            } else if !flags.quiet {
                Terminal.note("  go on with: \(Resumption.command)")
            }
        }
        if let signal { return signal }
        switch failure {
        case .closedPipe: return .closedPipe
        case .some: return .unwritten
        case nil: break
        }
        if !spared.isEmpty { return .unsafe }
        return summary.failedOutcomes > 0 ? .failed : .ok
    }

    /// Writes outcomes to the end, or until the destination refuses one.
    private func write(
        _ outcomes: Outcomes,
        of resumption: Resumption,
        to writer: any OutcomeWriter,
        _ count: (Outcome) -> Void
    ) async -> OutputError? {
        let expected = Dictionary(
            resumption.rest.entries.map { ($0.device.name, $0.items.count) },
            uniquingKeysWith: { first, _ in first }
        )
        var seen: [String: Int] = [:]
        let logger = Logger(label: "trawl")
        do throws(OutputError) {
            for device in resumption.done { try await writer.deviceFinished(device) }
            for await var outcome in outcomes {
                if let code = outcome.error?.code, let hint = hints[code] { outcome.error?.hint = hint }
                let name = outcome.device.name
                if flags.debug { logger.debug("\(Self.trace(of: outcome))") }
                count(outcome)
                try await writer.write(outcome)
                seen[name, default: 0] += 1
                if seen[name] == expected[name] {
                    seen[name] = nil
                    try await writer.deviceFinished(outcome.device)
                }
            }
            return nil
        } catch {
            outcomes.stop()
            return error
        }
    }

    private static func trace(of outcome: Outcome) -> Logger.Message {
        let time = outcome.timing.map { " in \(Int($0.total.milliseconds.rounded())) ms" } ?? ""
        let end = outcome.error.map { "\($0.code): \($0.detail)" } ?? "ok"
        return "\(outcome.device.name): \(outcome.request): attempt \(outcome.attempts)\(time): \(end)"
    }

    private func withLiveLine(
        of outcomes: Outcomes,
        since start: ContinuousClock.Instant,
        _ body: () async -> Void
    )
        async throws
    {
        guard flags.showsProgress else { return await body() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    let progress = outcomes.progress
                    let line = ProgressLine(
                        done: progress.done,
                        total: progress.devices,
                        inFlight: progress.inFlight,
                        failed: progress.failedDevices,
                        elapsed: start.duration(to: .now)
                    )
                    Terminal.show(live: line.text(width: (Terminal.width ?? 80) - 1))
                    // Cancelled at the run's end, which is noticed above.
                    try? await Task.sleep(for: .milliseconds(100))
                }
            }
            await body()
            group.cancelAll()
        }
        Terminal.show(live: "")
    }

    private func report(
        _ summary: RunSummary,
        of plan: Plan,
        spared: SparedDevices,
        elapsed: Duration,
        signal: ExitStatus?
    ) {
        // JSON lines in a pipe stay alone unless somebody watches or something went wrong; a table is for people.
        let isForPeople = flags.chosenFormat == .table
        guard isForPeople || Terminal.isWatched || summary.failedOutcomes > 0 || signal != nil else {
            // Said in every run, as nobody would look for it.
            if let note = summary.unverifiedNote { Terminal.note(note) }
            return
        }
        for line in summary.lines(elapsed: elapsed) { Terminal.note(line) }
        if let note = spared.note { Terminal.note(note) }
        if signal != nil {
            let missing = plan.entries.count - summary.devices
            Terminal.note("interrupted: \(summary.devices) devices reported, \(missing) not asked")
        }
    }

    private var chosenTableOnTerminal: Bool { flags.output == nil && Terminal.isOutputWatched }
}
