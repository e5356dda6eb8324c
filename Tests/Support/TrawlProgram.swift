import Foundation

/// The `trawl` that was built with the tests.
package enum TrawlProgram {
    /// Its path: beside the tests' own program.
    package static let path: String = {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")  // absent beyond Linux
        let tests = link ?? Bundle.main.executablePath ?? ""
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("trawl").path
    }()

    /// A command for `bash`, quoted.
    package static func quoted(_ words: [String]) -> String {
        words.map { "'" + $0.replacingOccurrences(of: "'", with: "'\\''") + "'" }.joined(separator: " ")
    }
}

/// Runs `trawl` in a pipe, as a script would.
package func runTrawl(
    _ arguments: String...,
    in sandbox: Sandbox,
    environment: [String: String] = [:],
    input: String? = nil,
    timeout: Duration = .seconds(60),
    while body: (RunningProgram) async throws -> Void = { _ in }
) async throws -> ProgramResult {
    try await sandbox.run(
        [TrawlProgram.path] + arguments,
        environment: environment,
        input: input,
        timeout: timeout,
        while: body
    )
}

/// Runs a line of `bash` in which `$trawl` is the program.
package func runShell(
    _ line: String,
    in sandbox: Sandbox,
    environment: [String: String] = [:],
    timeout: Duration = .seconds(60)
) async throws -> ProgramResult {
    try await sandbox.run(
        ["/bin/bash", "-c", line],
        environment: environment.merging(["trawl": TrawlProgram.path]) { $1 },
        timeout: timeout
    )
}

/// Runs `trawl` with standard output on a terminal of its own; standard error stays apart.
///
/// Needs `script`, which is part of Debian's base.
package func runTrawlOnTerminal(
    _ arguments: String...,
    in sandbox: Sandbox,
    columns: Int = 200,
    timeout: Duration = .seconds(60)
) async throws -> ProgramResult {
    try await runTrawlOnTerminal(arguments, in: sandbox, columns: columns, timeout: timeout)
}

/// The same with the arguments in a list.
package func runTrawlOnTerminal(
    _ arguments: [String],
    in sandbox: Sandbox,
    columns: Int = 200,
    timeout: Duration = .seconds(60)
) async throws -> ProgramResult {
    let errors = sandbox.path(".terminal-\(UUID().uuidString)")
    let command = TrawlProgram.quoted([TrawlProgram.path] + arguments)
    let line = "stty cols \(columns) rows 50 -onlcr; exec \(command) 2>'\(errors)'"
    var result = try await sandbox.run(
        ["/usr/bin/setsid", "--wait", "/usr/bin/script", "-qec", line, "/dev/null"],
        environment: ["SHELL": "/bin/bash"],
        timeout: timeout
    )
    result.errors = (try? Data(contentsOf: URL(fileURLWithPath: errors))) ?? result.errors  // absent: it never began
    return result
}
