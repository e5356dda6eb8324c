import Foundation

/// A directory with a home of its own, in which `trawl` runs as a user's would and touches nobody's files.
package struct Sandbox: Sendable {
    /// The directory, which is also where programs run.
    package let directory: String

    /// Takes a directory.
    package init(directory: String) throws {
        self.directory = directory
        for name in ["home", "state", "config"] {
            try FileManager.default.createDirectory(atPath: "\(directory)/\(name)", withIntermediateDirectories: true)
        }
    }

    /// Runs a body with a new sandbox, and removes it on every path.
    package static func with<Result>(_ body: (Sandbox) async throws -> Result) async throws -> Result {
        try await withTemporaryDirectory { try await body(Sandbox(directory: $0)) }
    }

    /// A path inside.
    package func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// Writes a file, readable by its owner alone unless said otherwise; its path is returned.
    @discardableResult
    package func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
        return path(name)
    }

    /// The text of a file.
    package func text(of name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }

    /// The lines of a file.
    package func lines(of name: String) throws -> [String] {
        try text(of: name).split(separator: "\n").map(String.init)
    }

    /// The names in a directory inside, sorted, hidden ones too.
    package func names(in name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
    }

    /// The environment of programs that run here: little more than where things are.
    package func environment(adding values: [String: String] = [:]) -> [String: String] {
        let inherited = ProcessInfo.processInfo.environment
        var result = [
            "HOME": path("home"), "XDG_STATE_HOME": path("state"), "XDG_CONFIG_HOME": path("config"),
            "PATH": inherited["PATH"] ?? "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm",
        ]
        // Where the Swift runtime is no part of the system.
        result["LD_LIBRARY_PATH"] = inherited["LD_LIBRARY_PATH"]
        return result.merging(values) { $1 }
    }

    /// Runs a program here.
    package func run(
        _ command: [String],
        environment: [String: String] = [:],
        input: String? = nil,
        timeout: Duration = .seconds(60),
        while body: (RunningProgram) async throws -> Void = { _ in }
    ) async throws -> ProgramResult {
        try await runProgram(
            command,
            in: directory,
            environment: self.environment(adding: environment),
            input: input,
            timeout: timeout,
            while: body
        )
    }
}
