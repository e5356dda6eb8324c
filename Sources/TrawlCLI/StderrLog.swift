import Logging
import TrawlOutputs

/// The library's log on standard error: a line an event, in the words of the other messages.
struct StderrLog: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        Terminal.log("\(event.level): \(TerminalText.escape("\(event.message)"))")
    }

    /// Sends every logger of the process here.
    static func install(level: Logger.Level) {
        LoggingSystem.bootstrap { _ in StderrLog(logLevel: level) }
    }
}
