package import FoundationEssentials

/// What a program left when it ended.
package struct ProgramResult: Sendable {
    /// Standard output, byte for byte.
    package var output: Data
    /// Standard error, byte for byte.
    package var errors: Data
    /// The exit status; of a program that a signal ended, 128 and the signal's number, as a shell says it.
    package var status: Int32
    /// How long it ran.
    package var duration: Duration

    /// Standard output as text.
    package var stdout: String { String(decoding: output, as: UTF8.self) }
    /// Standard error as text.
    package var stderr: String { String(decoding: errors, as: UTF8.self) }
    /// The lines of standard output.
    package var lines: [String] { stdout.split(whereSeparator: \.isNewline).map(String.init) }
}

/// A program that did not end in time, and what it had said by then.
package struct ProgramTimeout: Error, CustomStringConvertible {
    /// The command line.
    package var command: [String]
    /// What it had said.
    package var result: ProgramResult

    /// The command line, and what came of it.
    package var description: String {
        "\(command.joined(separator: " ")) did not end within \(result.duration)\n\(result.stdout)\n\(result.stderr)"
    }
}
