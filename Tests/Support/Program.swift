import Foundation

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
    for path in [paths.output, paths.errors] { try Data().write(to: URL(fileURLWithPath: path)) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    process.environment = environment
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: paths.input))
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: paths.output))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: paths.errors))
    let ended = AsyncStream<Void>.makeStream()
    process.terminationHandler = { _ in ended.continuation.finish() }
    let start = ContinuousClock.now
    try withNoSignalBlocked { try process.run() }
    let program = RunningProgram(process, outputPath: paths.output, errorsPath: paths.errors)
    let (failure, isLate): ((any Error)?, Bool) = await withTaskGroup(of: Void.self) { group in
        let killed = Flag()
        group.addTask {
            // Cancelled where the program ended in time.
            guard (try? await Task.sleep(for: timeout)) != nil else { return }
            killed.raise()
            program.send(SIGKILL)
        }
        var failure: (any Error)?
        do {
            try await body(program)
        } catch {
            failure = error
            program.send(SIGKILL)
        }
        for await _ in ended.stream {}
        group.cancelAll()
        return (failure, killed.isRaised)
    }
    let result = ProgramResult(
        output: try Data(contentsOf: URL(fileURLWithPath: paths.output)),
        errors: try Data(contentsOf: URL(fileURLWithPath: paths.errors)),
        status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
        duration: start.duration(to: .now)
    )
    for path in [paths.input, paths.output, paths.errors] { try FileManager.default.removeItem(atPath: path) }
    if isLate { throw ProgramTimeout(command: command, result: result) }
    if let failure { throw failure }
    return result
}

/// Runs a body on this thread with every signal let through.
///
/// Dispatch's threads block them all, a child inherits that, and a program that cannot hear SIGTERM never ends.
private func withNoSignalBlocked(_ body: () throws -> Void) rethrows {
    var none = sigset_t()
    var blocked = sigset_t()
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, &blocked)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &blocked, nil) }
    try body()
}
