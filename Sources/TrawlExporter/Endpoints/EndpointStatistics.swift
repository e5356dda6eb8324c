import Synchronization
import TrawlMetrics
import TrawlServer

/// How requests and connections are counted.
final class EndpointStatistics: Sendable {
    private struct Answers: Hashable {
        var page: String
        var status: Int
    }

    private struct State {
        var answers: [Answers: Int] = [:]
        var texts = 0
        var server: WebServer?
    }

    private let state = Mutex(State())

    /// Says whose connections are counted.
    func begin(_ server: WebServer) { state.withLock { $0.server = server } }

    /// Says that there are none any more.
    func end() { state.withLock { $0.server = nil } }

    /// Counts an answer.
    func count(_ page: ExporterEndpoints.Page?, status: Int) {
        let answers = Answers(page: page?.rawValue ?? "other", status: status)
        state.withLock { $0.answers[answers, default: 0] += 1 }
    }

    /// Whether all metrics may be written for one more; if so, ``endText()`` has to follow.
    fileprivate func beginText() -> Bool {
        state.withLock { state in
            guard state.texts < ExporterEndpoints.mostTexts else { return false }
            state.texts += 1
            return true
        }
    }

    fileprivate func endText() { state.withLock { $0.texts -= 1 } }

    /// The counts as families.
    func groups(rejections: Int) -> [SampleGroup] {
        var (answers, server) = state.withLock { ($0.answers, $0.server) }
        let web = server?.statistics ?? WebStatistics()
        // What was answered before anybody looked at the path.
        for (status, count) in web.refusals { answers[Answers(page: "other", status: status), default: 0] += count }
        let rows = answers.map { key, count in
            let labels = [MetricLabel("path", key.page), MetricLabel("code", String(key.status))]
            return SampleRow(labels, .integer(Int64(count)))
        }
        let ends = [("idle", web.evicted), ("refused", web.refused), ("slow", web.slow)].map { reason, count in
            SampleRow([MetricLabel("reason", reason)], .integer(Int64(count)))
        }
        return [
            SampleGroup(
                MetricFamily(
                    name: "trawl_http_requests_total",
                    help: "Requests to Trawl's own server, by page and status.",
                    kind: .counter
                ),
                rows.sorted { ($0.labels[0].value, $0.labels[1].value) < ($1.labels[0].value, $1.labels[1].value) }
            ),
            Self.counter("trawl_http_connections_total", "Connections to Trawl's own server.", web.accepted),
            SampleGroup(
                MetricFamily(name: "trawl_http_connections", help: "Open connections to Trawl's own server."),
                [SampleRow([], .integer(Int64(web.open)))]
            ),
            SampleGroup(
                MetricFamily(
                    name: "trawl_http_connections_ended_total",
                    help: "Connections that the server ended for others' sake, or as their client was too slow.",
                    kind: .counter
                ),
                ends
            ),
            Self.counter("trawl_http_rejections_total", "Requests without the right password or token.", rejections),
        ]
    }

    private static func counter(_ name: String, _ help: String, _ value: Int) -> SampleGroup {
        SampleGroup(MetricFamily(name: name, help: help, kind: .counter), [SampleRow([], .integer(Int64(value)))])
    }
}

/// A place among those who may have a text of all metrics: taken while it lives.
final class TextPlace: Sendable {
    private let statistics: EndpointStatistics

    /// Takes a place; `nil` where there is none.
    init?(_ statistics: EndpointStatistics) {
        guard statistics.beginText() else { return nil }
        self.statistics = statistics
    }

    deinit { statistics.endText() }
}
