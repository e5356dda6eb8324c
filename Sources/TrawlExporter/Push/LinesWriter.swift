import FoundationEssentials
import Logging
import Trawl
import TrawlCollections
import TrawlOutputs

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Writes records, on a thread of its own: a pipe that nobody reads and a slow disk block nobody else.
actor LinesWriter {
    private let executor = OutputExecutor()
    private let name: String
    private let ledger: PushLedger
    private let logger: Logger
    private var file: RotatingFile?
    private var health = PushHealth()
    /// Whether standard output has lost its reader, which does not come back.
    private var isUnread = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(name: String, _ definition: LinesDefinition, ledger: PushLedger, logger: Logger) {
        self.name = name
        self.ledger = ledger
        self.logger = logger
        file = definition.path.map { path in
            RotatingFile(
                path: path,
                RotationPolicy(size: definition.rotateSize, every: definition.rotateEvery),
                keep: definition.keep
            )
        }
    }

    /// Writes outcomes; what cannot be written is counted and gone.
    func write(_ outcomes: [Outcome], _ patience: OutputPatience) {
        for outcome in outcomes {
            if isUnread {
                failed("write")
                continue
            }
            let line = OutcomeRecord.json(outcome) + [0x0A]
            do {
                if file != nil {
                    if let obstacle = try file?.write(line, at: Date(), patience) {
                        logger.warning("output \(name): \(obstacle); the file just grows")
                    }
                } else {
                    try SystemCalls.write(
                        line,
                        to: STDOUT_FILENO,
                        path: "standard output",
                        closedPipeIsQuiet: true,
                        patience: patience
                    )
                }
                ledger.count {
                    $0.sent += 1
                    $0.bytes += line.count
                    $0.lastSuccess = Date()
                }
                note(.fine)
            } catch .closedPipe {
                isUnread = true
                failed("write")
                ledger.count { $0.problem = "\(OutputError.closedPipe); its records are dropped" }
                logger.error("output \(name): \(OutputError.closedPipe); its records are dropped from here on")
            } catch {
                failed(error.isOutOfSpace ? "disk-full" : "write")
                note(.unwritable, "\(error)")
            }
        }
    }

    private func note(_ state: PushHealth.State, _ reason: String = "") {
        let notice = health.note(state, reason, at: .now)
        let problem = health.problem
        ledger.count { $0.problem = problem }
        say(notice)
    }

    private func failed(_ reason: String) {
        ledger.lose(1, .refused)
        ledger.count { $0.failures[reason, default: 0] += 1 }
    }

    /// Closes the file; `unwritten` records were not written in time.
    func close(unwritten: Int) {
        file = nil
        guard unwritten > 0 else { return }
        ledger.lose(unwritten, .ended)
        logger.warning("output \(name): \(unwritten) records were not written")
    }

    private func say(_ notice: PushHealth.Notice?) {
        guard let notice else { return }
        logger.log(level: notice.isWarning ? .warning : .notice, "output \(name): \(notice.text)")
    }
}
