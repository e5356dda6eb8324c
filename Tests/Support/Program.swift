import Foundation
package import TrawlSimulator

/// Runs a program to its end, with its output in files so that no thread of the tests waits at a pipe.
///
/// - Parameters:
///   - command: The program's path and its arguments.
///   - directory: Where it runs, and where its output is kept meanwhile.
///   - environment: All of its environment.
///   - input: What it reads; nothing at all by default.
///   - timeout: When it is killed.
///   - body: What to do while it runs.
/// - Returns: What it left.
/// - Returns: How it ended, and what it wrote.
/// - Throws: ``ProgramTimeout`` where it was killed, and what `body` throws.
package func runProgram(
    _ command: [String],
    in directory: String,
    environment: [String: String],
    input: String? = nil,
    timeout: Duration = .seconds(60),
    while body: (RunningProgram) async throws -> Void = { _ in }
) async throws -> ProgramResult {
    let base = "\(directory)/.program-\(UUID().uuidString)"
    let paths = (input: "\(base).in", output: "\(base).out", errors: "\(base).err")
    try Data((input ?? "").utf8).write(to: URL(fileURLWithPath: paths.input))
    let start = ContinuousClock.now
    let child = try ChildProgram(
        command,
        environment: environment,
        directory: directory,
        input: paths.input,
        output: paths.output,
        errors: paths.errors
    )
    let program = RunningProgram(child.identifier, outputPath: paths.output, errorsPath: paths.errors)
    let (failure, isLate, status): ((any Error)?, Bool, Int32) = await withTaskGroup(of: Int32?.self) { group in
        let killed = Flag()
        group.addTask {
            // Cancelled where the program ended in time.
            guard (try? await Task.sleep(for: timeout)) != nil else { return nil }
            killed.raise()
            program.send(SIGKILL)
            return nil
        }
        group.addTask { await ended(child) }
        var failure: (any Error)?
        do {
            try await body(program)
        } catch {
            failure = error
            program.send(SIGKILL)
        }
        var status: Int32 = 0
        for await ended in group {
            guard let ended else { continue }
            status = ended
            group.cancelAll()
        }
        return (failure, killed.isRaised, status)
    }
    let result = ProgramResult(
        output: try Data(contentsOf: URL(fileURLWithPath: paths.output)),
        errors: try Data(contentsOf: URL(fileURLWithPath: paths.errors)),
        status: status,
        duration: start.duration(to: .now)
    )
    for path in [paths.input, paths.output, paths.errors] { try FileManager.default.removeItem(atPath: path) }
    if isLate { throw ProgramTimeout(command: command, result: result) }
    if let failure { throw failure }
    return result
}

/// Waits for a program's end on a thread of its own.
package func ended(_ program: ChildProgram) async -> Int32 {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: program.wait()) }
    }
}
