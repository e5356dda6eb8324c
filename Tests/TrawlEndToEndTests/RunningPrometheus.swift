import Foundation
import TestSupport

/// Debian's Prometheus while it runs, and what its query API says.
struct RunningPrometheus: Sendable {
    /// A series of an answer: its labels and its value.
    struct Series: Decodable, Sendable {
        var metric: [String: String]
        /// A time, and the value as text.
        private var value: Pair

        /// The value.
        var number: Double? { Double(value.text) }

        private struct Pair: Decodable, Sendable {
            var text: String

            init(from decoder: any Decoder) throws {
                var list = try decoder.unkeyedContainer()
                _ = try list.decode(Double.self)
                text = try list.decode(String.self)
            }
        }
    }

    /// What it found to scrape.
    struct Target: Decodable, Sendable {
        var scrapePool: String
        var health: String
        var lastError: String
        var labels: [String: String]
    }

    static let path = InstalledProgram.path(of: "prometheus")

    let program: RunningProgram
    let sandbox: Sandbox
    let address: String

    /// Runs one with a configuration beside a body; it keeps everything in the sandbox.
    static func with(
        configuration: String,
        in sandbox: Sandbox,
        _ body: (RunningPrometheus) async throws -> Void
    ) async throws {
        // Nobody hands out a free port to a program that wants a number: a rare address of loopback has them all.
        let octets = (0..<2).map { _ in Int.random(in: 1...254) }
        let address = "127.205.\(octets[0]).\(octets[1]):\(Int.random(in: 20_000...29_999))"
        try sandbox.write(configuration, to: "prometheus.yml")
        let command = [
            path ?? "prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=tsdb",
            "--web.listen-address=\(address)",
        ]
        _ = try await sandbox.run(command, timeout: .seconds(240)) { program in
            let prometheus = RunningPrometheus(program: program, sandbox: sandbox, address: address)
            try await eventually(within: .seconds(60)) {
                guard program.isRunning else { return true }
                return try await prometheus.get("/-/ready").contains("Ready")
            }
            guard program.isRunning else { throw PrometheusFailure(what: program.errors) }
            try await body(prometheus)
            program.send(SIGTERM)
        }
    }

    /// A page of it.
    func get(_ path: String, _ flags: String...) async throws -> String {
        try await sandbox.run(["curl", "-s", "--max-time", "20"] + flags + ["http://\(address)\(path)"]).stdout
    }

    /// What a query finds now.
    func query(_ expression: String) async throws -> [Series] {
        struct Answer: Decodable {
            struct Result: Decodable { var result: [Series] }
            var data: Result
        }
        let text = try await get("/api/v1/query", "--data-urlencode", "query=\(expression)")
        return try JSONDecoder().decode(Answer.self, from: Data(text.utf8)).data.result
    }

    /// The value of the only series that a query finds now.
    func value(_ expression: String) async throws -> Double? {
        let series = try await query(expression)
        return series.count == 1 ? series[0].number : nil
    }

    /// What it scrapes.
    func targets() async throws -> [Target] {
        struct Answer: Decodable {
            struct Result: Decodable { var activeTargets: [Target] }
            var data: Result
        }
        let text = try await get("/api/v1/targets?state=active")
        return try JSONDecoder().decode(Answer.self, from: Data(text.utf8)).data.activeTargets
    }
}

/// Prometheus did not start.
struct PrometheusFailure: Error, CustomStringConvertible {
    /// What it said.
    var what: String
    /// What it said.
    var description: String { "prometheus: \(what)" }
}
