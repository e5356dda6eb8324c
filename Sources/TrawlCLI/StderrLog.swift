import ArgumentParser
import Foundation
import Logging
import TrawlOutputs

/// The library's log on standard error: a line an event, in the words of the other messages, or as JSON.
struct StderrLog: LogHandler {
    /// How a line is written.
    enum Format: String, Sendable, CaseIterable, ExpressibleByArgument {
        /// `warning: leaf1: …`.
        case text
        /// One JSON object a line: `time`, `level`, `logger`, `message`.
        case json
    }

    var label = ""
    var logLevel: Logger.Level
    var format = Format.text
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        switch format {
        case .text: Terminal.log(text(event))
        case .json: Terminal.log(json(event))
        }
    }

    /// An event in words: a further line of its message is a line of its own, indented so that it is taken for no event.
    private func text(_ event: LogEvent) -> String {
        TerminalText.escapeLines("\(event.level): \(event.message)").split(separator: "\n").joined(separator: "\n  ")
    }

    /// A line of a JSON log.
    private struct Line: Encodable {
        var time: String
        var level: String
        var logger: String
        var message: String
    }

    private func json(_ event: LogEvent) -> String {
        let line = Line(
            time: Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)),
            level: event.level.rawValue,
            logger: label,
            message: "\(event.message)"
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        // Four texts can be encoded whatever they say.
        guard let data = try? encoder.encode(line) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }

    /// Sends every logger of the process here.
    static func install(level: Logger.Level, format: Format = .text) {
        LoggingSystem.bootstrap { StderrLog(label: $0, logLevel: level, format: format) }
    }
}
