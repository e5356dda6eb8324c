import Foundation
import TestSupport
import TrawlSimulator

/// `trawl serve` while it runs, and whoever asks it.
struct ServingTrawl: Sendable {
    let program: RunningProgram
    let sandbox: Sandbox
    /// Where it listens, as `http://127.0.0.1:PORT`.
    let address: String

    /// What it answers to curl.
    func get(_ path: String, _ flags: String...) async throws -> String {
        try await sandbox.run(["curl", "-s", "--max-time", "20"] + flags + [address + path]).stdout
    }

    /// The series that it exposes now, by name and labels.
    func series() async throws -> [String: Double] {
        var series: [String: Double] = [:]
        for line in try await get("/metrics").split(separator: "\n") where !line.hasPrefix("#") {
            guard let blank = line.lastIndex(of: " ") else { continue }
            series[String(line[..<blank])] = Double(line[line.index(after: blank)...])
        }
        return series
    }

    /// The value of one series: its family, and labels that are among its own.
    func value(_ name: String, _ labels: [String: String] = [:]) async throws -> Double? {
        try await series().first { key, _ in
            key.prefix { $0 != "{" } == name && labels.allSatisfy { key.contains("\($0.key)=\"\($0.value)\"") }
        }?.value
    }
}

extension Sandbox {
    /// A collection to serve: two models under limits that no test waits for.
    ///
    /// - Returns: Its path.
    @discardableResult
    func writeServed(
        every: String = "1s",
        timeout: String? = nil,
        authFailures: Int = 2,
        more: String = ""
    ) throws -> String {
        try write(
            """
            limits: { logins: 2000/s, auth_failures: \(authFailures), retries: { attempts: 1 }, per_host: { rate: 100/s, burst: 100 } }
            schedule: { every: \(every)\(timeout.map { ", timeout: \($0)" } ?? "") }
            labels: [role]
            \(more)
            requests:
              - name: facts
                model: facts
              - name: arp
                model: arp
            """,
            to: "fabric.yaml"
        )
    }
}

/// Runs `trawl serve fabric.yaml` beside a body, and ends it by a signal.
///
/// - Returns: What it said, and its status.
func withServing(
    _ flags: String...,
    in sandbox: Sandbox,
    environment: [String: String] = [:],
    through prefix: [String] = [],
    endingBy signal: Int32 = SIGTERM,
    _ body: (ServingTrawl) async throws -> Void
) async throws -> ProgramResult {
    let command =
        prefix + [TrawlProgram.path, "serve", "fabric.yaml", "-i", "sim.yaml", "--listen", "127.0.0.1:0"] + flags
    return try await sandbox.run(command, environment: environment, timeout: .seconds(120)) { program in
        try await eventually { program.errors.contains("metrics at ") || !program.isRunning }
        let said = program.errors
        guard let start = said.range(of: "metrics at "),
            let end = said.range(of: "/metrics", range: start.upperBound..<said.endIndex)
        else { throw NotServing(errors: said) }
        try await body(
            ServingTrawl(program: program, sandbox: sandbox, address: String(said[start.upperBound..<end.lowerBound]))
        )
        program.send(signal)
    }
}

/// It ended before it listened.
struct NotServing: Error, CustomStringConvertible {
    var errors: String
    var description: String { "`trawl serve` does not serve: \(errors)" }
}
