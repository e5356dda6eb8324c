import Foundation
import TestSupport
import Testing
import TrawlCollections
import TrawlCore
import TrawlJSON
import TrawlSimulator

/// A receiver of the system's packages: a server that was not written here.
struct RealReceiver: Sendable, CustomTestStringConvertible {
    /// Debian's Prometheus, with its remote-write receiver on.
    static let prometheus = RealReceiver(program: "prometheus", isPrometheus: true)
    /// Debian's VictoriaMetrics.
    static let victoriaMetrics = RealReceiver(program: "victoria-metrics", isPrometheus: false)

    private let program: String
    private let isPrometheus: Bool
    // Nobody hands out a free port to a program that wants a number: a rare address of loopback has them all.
    let address = "127.204.\(Int.random(in: 1...254)).\(Int.random(in: 1...254))"
    let port = Int.random(in: 20_000...29_999)

    init(program: String, isPrometheus: Bool) {
        self.program = program
        self.isPrometheus = isPrometheus
    }

    var testDescription: String { program }
    var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)") }

    /// An output to it.
    func definition(path: String = "/api/v1/write") -> PushDefinition {
        var definition = PushDefinition(url: ReceiverURL(scheme: .http, host: address, port: port, path: path))
        definition.flush = .milliseconds(100)
        return definition
    }

    /// Runs a body while it runs, on the data that the sandbox has of it.
    func run(in sandbox: Sandbox, _ body: (RunningProgram) async throws -> Void) async throws {
        var command = ["/usr/bin/\(program)"]
        if isPrometheus {
            try sandbox.write("global: { scrape_interval: 1h }\n", to: "prometheus.yml")
            command += [
                "--config.file=prometheus.yml", "--storage.tsdb.path=data", "--log.level=warn",
                "--web.listen-address=\(address):\(port)", "--web.enable-remote-write-receiver",
            ]
        } else {
            command += [
                "-storageDataPath=data", "-httpListenAddr=\(address):\(port)", "-retentionPeriod=1",
                "-search.latencyOffset=0s", "-loggerLevel=ERROR",
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
        let url = "http://\(address):\(port)\(isPrometheus ? path : "/health")"
        let result = try await sandbox.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", url])
        return Int(result.stdout)
    }

    /// What a query gives: the value of each series, by the values of its labels without the name.
    func query(_ expression: String, at time: Date? = nil, in sandbox: Sandbox) async throws -> [String: Double] {
        let base = "http://\(address):\(port)"
        if !isPrometheus { _ = try await sandbox.run(["curl", "-s", "\(base)/internal/force_flush"]) }
        var command = [
            "curl", "-sG", "\(base)/api/v1/query", "--data-urlencode", "query=\(expression)", "-d", "nocache=1",
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
