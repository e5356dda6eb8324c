import Foundation

/// A program while it runs: signals to it, and what it has said so far.
package struct RunningProgram: Sendable {
    /// The process's number.
    package let identifier: Int32
    private let outputPath: String
    private let errorsPath: String

    init(_ identifier: Int32, outputPath: String, errorsPath: String) {
        self.identifier = identifier
        self.outputPath = outputPath
        self.errorsPath = errorsPath
    }

    /// Whether it has not ended yet.
    package var isRunning: Bool { kill(identifier, 0) == 0 }

    /// The most memory that it has had in use so far, in bytes; `nil` once it has ended.
    package var peakMemory: Int? {
        // Absent where the process is gone.
        guard let status = try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let amount = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return amount << 10
    }

    /// What it wrote to standard output so far.
    package var output: String { Self.text(of: outputPath) }

    /// What it wrote to standard error so far.
    package var errors: String { Self.text(of: errorsPath) }

    /// Sends it a signal; nothing happens where it has ended.
    package func send(_ signal: Int32) {
        kill(identifier, signal)
    }

    private static func text(of path: String) -> String {
        // Absent is empty: nothing was written yet.
        String(decoding: (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data(), as: UTF8.self)
    }
}
