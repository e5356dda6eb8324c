import Foundation
import Logging
import Synchronization
import TestSupport
import TrawlCollections
import TrawlCore
import TrawlMetrics
import TrawlServer

@testable import TrawlExporter

/// Polls made by hand.
enum Samples {
    static let gauge = MetricFamily(name: "switch_arp_entries", help: "ARP entries.")
    static let counter = MetricFamily(name: "switch_in_bytes_total", help: "Octets.", kind: .counter, unit: "bytes")

    /// What a poll of one request of one device gave: a gauge of each row.
    static func polled(
        _ device: String = "leaf1",
        collection: String = "fabric",
        request: String = "arp",
        rows: [String: Double] = ["default": 1],
        at date: Date = Date()
    ) -> PolledRequest {
        let outcome = Outcome(
            run: "20261121T210000Z-000000",
            collection: collection,
            request: request,
            device: Device(name: device, address: "127.0.0.1", dialect: .eapi),
            started: date
        )
        let values = rows.sorted { $0.key < $1.key }.map { SampleRow([MetricLabel("vrf", $0.key)], .real($0.value)) }
        return PolledRequest(
            outcome: outcome,
            labels: [MetricLabel("device", device)],
            values: values.isEmpty ? [] : [SampleGroup(gauge, values)],
            freshness: [],
            date: date
        )
    }

    static func series(_ device: String = "leaf1", rows: [String], at date: Date = Date()) -> PolledSeries {
        PolledSeries(polled(device, rows: Dictionary(uniqueKeysWithValues: rows.map { ($0, 1.0) }), at: date))
    }
}

/// What was logged.
final class LogLines: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }
    var logger: Logger { Logger(label: "test") { _ in self } }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }

    func log(event: LogEvent) {
        let line = "\(event.level): \(event.message)"
        lines.withLock { $0.append(line) }
    }
}

/// A receiver that answers as a test wants it, and keeps what it was sent.
final class HostileReceiver: Sendable {
    private struct State {
        var answers: [ServerResponse] = []
        var always = ServerResponse(status: 204)
        var requests: [ServerRequest] = []
        /// The longest body that is not answered with 413.
        var limit = Int.max
        /// What is answered to a body with this in it, before anything else.
        var refusal: (word: String, answer: ServerResponse)?
    }

    private let state = Mutex(State())

    /// What came so far.
    var requests: [ServerRequest] { state.withLock { $0.requests } }

    /// What is answered first, and what from then on.
    func answer(_ first: [ServerResponse], then always: ServerResponse = ServerResponse(status: 204)) {
        state.withLock {
            $0.answers = first
            $0.always = always
        }
    }

    /// What is answered to every body with a word in it.
    func refuse(_ word: String, with answer: ServerResponse) {
        state.withLock { $0.refusal = (word, answer) }
    }

    /// From now on longer bodies are answered with 413.
    func limit(to bytes: Int) {
        state.withLock { $0.limit = bytes }
    }

    /// Runs a body while the receiver listens; it is given a definition of an output to it.
    func listen(_ body: (PushDefinition) async throws -> Void) async throws {
        let service = HTTPService { [self] request in
            state.withLock { state in
                state.requests.append(request)
                if request.body.count > state.limit {
                    return ServerResponse(status: 413, contentType: "text/plain", text: "Request Entity Too Large")
                }
                if let (word, answer) = state.refusal, String(decoding: request.body, as: UTF8.self).contains(word) {
                    return answer
                }
                return state.answers.isEmpty ? state.always : state.answers.removeFirst()
            }
        }
        try await HTTPListener.withListener(service: service) { listener in
            let url = ReceiverURL(scheme: .http, host: "127.0.0.1", port: listener.port, path: "/api/v1/write")
            var definition = PushDefinition(url: url)
            definition.flush = .milliseconds(20)
            try await body(definition)
        }
    }
}

/// Runs a body while an output sends, and ends it as `serve` would.
func withOutput(
    _ way: OutputWay,
    log: LogLines = LogLines(),
    finishing limit: Duration = .seconds(5),
    _ body: (any ExporterOutput) async throws -> Void
) async throws {
    let outputs = try ExporterOutputs.make([ResolvedOutput(OutputDefinition(way))], logger: log.logger)
    let output = outputs[0]
    let failure = await withTaskGroup { group -> (any Error)? in
        group.addTask { await output.run() }
        var failure: (any Error)?
        do {
            try await body(output)
        } catch {
            failure = error
        }
        group.cancelAll()
        return failure
    }
    await output.finish(within: limit)
    if let failure { throw failure }
}

extension ExporterOutput {
    /// A number among its metrics.
    func number(_ name: String, reason: String? = nil) -> Double? {
        let group = metrics.first { $0.family.name == "trawl_output_\(name)" }
        let row = group?.rows.first { row in
            reason.map { row.labels.contains(MetricLabel("reason", $0)) } ?? (row.labels.count == 1)
        }
        return row?.value.double
    }
}
