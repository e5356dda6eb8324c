package import Foundation
import TrawlJSON
import TrawlSimulator

/// A receiver of the system's packages: a server that was not written here.
package struct RealReceiver: Sendable {
    /// Debian's Prometheus, with its remote-write receiver on.
    ///
    /// Each has an address of its own.
    package static var prometheus: RealReceiver { RealReceiver(program: "prometheus", isPrometheus: true) }
    /// Debian's VictoriaMetrics; each has an address of its own.
    package static var victoriaMetrics: RealReceiver { RealReceiver(program: "victoria-metrics", isPrometheus: false) }

    /// The program's name.
    package let program: String
    private let isPrometheus: Bool
    // Nobody hands out a free port to a program that wants a number: a rare address of loopback has them all.
    /// The address of loopback that it listens on.
    package let address = "127.204.\(Int.random(in: 1...254)).\(Int.random(in: 1...254))"
    /// The port that it listens on.
    package let port = Int.random(in: 20_000...29_999)

    private init(program: String, isPrometheus: Bool) {
        self.program = program
        self.isPrometheus = isPrometheus
    }

    /// Whether this host has it.
    package var isInstalled: Bool { InstalledProgram.path(of: program) != nil }

    /// Where it listens, as `http://ADDRESS:PORT`.
    package var url: String { "http://\(address):\(port)" }

    /// Runs a body while it runs, on the data that the sandbox has of it.
    ///
    /// - Parameters:
    ///   - sandbox: Where its data is kept.
    ///   - configuration: What Prometheus is to do besides being sent to.
    ///   - body: What to do meanwhile.
    /// - Throws: ``SimulatorError`` where it ends by itself, and what `body` throws.
    package func run(
        in sandbox: Sandbox,
        configuration: String = "global: { scrape_interval: 1h }\n",
        _ body: (RunningProgram) async throws -> Void
    ) async throws {
        var command = [InstalledProgram.path(of: program) ?? program]
        if isPrometheus {
            try sandbox.write(configuration, to: "prometheus.yml")
            command += [
                "--config.file=prometheus.yml", "--storage.tsdb.path=data", "--log.level=warn",
                "--web.listen-address=\(address):\(port)", "--web.enable-remote-write-receiver",
            ]
        } else {
            command += [
                "-storageDataPath=data", "-httpListenAddr=\(address):\(port)", "-retentionPeriod=1",
                "-search.latencyOffset=0s", "-loggerLevel=ERROR",
                // It may be ended between storing a batch and answering, and then it is sent the batch once more. Unlike
                // Prometheus it keeps both copies of a sample unless it is told this.
                "-dedup.minScrapeInterval=1ms",
            ]
        }
        let result = try await sandbox.run(command, timeout: .seconds(150)) { running in
            try await eventually {
                try await get("/-/ready", in: sandbox) == 200 || !running.isRunning
            }
            try await body(running)
            // VictoriaMetrics holds what it took in memory for a while, and says so: only Prometheus bears this.
            running.send(isPrometheus ? SIGKILL : SIGTERM)
        }
        guard result.status == (isPrometheus ? 128 + SIGKILL : 0) else {
            throw SimulatorError("\(program) ended with \(result.status): \(result.stderr)")
        }
    }

    private func get(_ path: String, in sandbox: Sandbox) async throws -> Int? {
        let page = url + (isPrometheus ? path : "/health")
        let result = try await sandbox.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", page])
        return Int(result.stdout)
    }

    /// What a query gives: the value of each series, by the values of its labels without the name.
    package func query(_ expression: String, at time: Date? = nil, in sandbox: Sandbox) async throws -> [String: Double]
    {
        if !isPrometheus { _ = try await sandbox.run(["curl", "-s", "\(url)/internal/force_flush"]) }
        var command = [
            "curl", "-sG", "\(url)/api/v1/query", "--data-urlencode", "query=\(expression)", "-d", "nocache=1",
        ]
        if let time { command += ["-d", "time=\(time.timeIntervalSince1970)"] }
        let answer = try JSONSlice(parsing: Array(try await sandbox.run(command).output))
        var values: [String: Double] = [:]
        for result in answer["data"]?["result"]?.elements ?? [] {
            let labels = (result["metric"]?.members ?? []).filter { $0.key != "__name__" }.sorted { $0.key < $1.key }
            let name = labels.map { $0.value.string ?? "" }.joined(separator: "/")
            values[name] = result["value"]?[1]?.string.flatMap(Double.init)
        }
        return values
    }
}
