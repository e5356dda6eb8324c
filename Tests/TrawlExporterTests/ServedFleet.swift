import Foundation
import TestSupport
import Trawl
import TrawlCollections
import TrawlMetrics
import TrawlSimulator

@testable import TrawlExporter

/// An exporter at work over simulated switches.
struct ServedFleet: Sendable {
    let exporter: Exporter
    let fleet: SimulatedFleet

    /// The series that are exposed now, by name and labels.
    func series() -> [String: Double] {
        Self.series(of: exporter.metrics(as: .text))
    }

    static func series(of text: [[UInt8]]) -> [String: Double] {
        var series: [String: Double] = [:]
        for line in String(decoding: text.joined(), as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
            guard let blank = line.lastIndex(of: " ") else { continue }
            series[String(line[..<blank])] = Double(line[line.index(after: blank)...])
        }
        return series
    }

    /// The value of one series: its family, and labels that are among its own.
    func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        series().first { key, _ in
            key.prefix { $0 != "{" } == name && labels.allSatisfy { key.contains("\($0.key)=\"\($0.value)\"") }
        }?.value
    }
}

/// What is served in these tests: one collection.
func configuration(
    _ devices: [Device],
    every: Duration = .milliseconds(500),
    timeout: Duration? = nil,
    limits: Limits? = nil,
    metricLimits: MetricLimits = MetricLimits(),
    requests: [Request] = [Request(name: "facts", model: Facts.self)]
) throws -> ExporterConfiguration {
    let limits =
        limits
        ?? Limits(
            perHost: HostLimits(rate: Rate(perSecond: 1000), burst: 100),
            retries: RetryLimits(attempts: 1)
        )
    let collection = RequestCollection(
        name: "fabric",
        limits: limits,
        requests: requests,
        schedule: Schedule(every: every, timeout: timeout)
    )
    var file = CollectionFile(path: "fabric.yaml", collection: collection)
    file.metricLimits = metricLimits
    file.labels = ["role"]
    return ExporterConfiguration(files: [file], plan: try Plan(collections: [collection], devices: devices))
}

/// A fleet, and what is served over it.
struct ServedSetup: Sendable {
    var fleet: SimulatedFleet.Configuration
    var make: @Sendable (SimulatedFleet) throws -> ExporterConfiguration

    init(
        _ fleet: SimulatedFleet.Configuration,
        make: @escaping @Sendable (SimulatedFleet) throws -> ExporterConfiguration
    ) {
        self.fleet = fleet
        self.make = make
    }
}

/// Runs a body beside an exporter over a fleet; afterwards everything is stopped.
func withServedFleet(
    _ setup: ServedSetup,
    _ body: @Sendable @escaping (ServedFleet) async throws -> Void
) async throws {
    try await withSimulatedFleet(setup.fleet) { fleet in
        let configuration = try setup.make(fleet)
        try await withPoller(PollerOptions(devices: 64, keepsConnections: true)) { poller in
            let exporter = try Exporter(configuration, poller: poller)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await exporter.run() }
                defer { exporter.stop() }
                try await body(ServedFleet(exporter: exporter, fleet: fleet))
            }
        }
    }
}
