import Foundation

/// A program while it runs: signals to it, and what it has said so far.
package struct RunningProgram: Sendable {
    private let process: Process
    private let outputPath: String
    private let errorsPath: String

    init(_ process: Process, outputPath: String, errorsPath: String) {
        self.process = process
        self.outputPath = outputPath
        self.errorsPath = errorsPath
    }

    /// The process's number.
    package var identifier: Int32 { process.processIdentifier }

    /// Whether it has not ended yet.
    package var isRunning: Bool { process.isRunning }

    /// What it wrote to standard output so far.
    package var output: String { Self.text(of: outputPath) }

    /// What it wrote to standard error so far.
    package var errors: String { Self.text(of: errorsPath) }

    /// Sends it a signal; nothing happens where it has ended.
    package func send(_ signal: Int32) {
        guard process.isRunning else { return }
        kill(process.processIdentifier, signal)
    }

    private static func text(of path: String) -> String {
        // Absent is empty: nothing was written yet.
        String(decoding: (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data(), as: UTF8.self)
    }
}
