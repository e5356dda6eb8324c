import FoundationEssentials
import Synchronization
import TrawlMetrics

/// What became of samples, counted; the metrics of an output are made of it.
final class PushLedger: Sendable {
    /// Why samples were dropped.
    enum Loss: String, Sendable, Hashable, CaseIterable {
        /// There was no room for more.
        case full = "buffer-full"
        /// The receiver will not take them.
        case refused
        /// The protocol has no spelling for them.
        case unwritable
        /// They could not be read back from the disk queue.
        case damaged
        /// Trawl ended before they were sent.
        case ended
    }

    /// The counts.
    struct Counts: Sendable, Hashable {
        var queued = 0
        var sent = 0
        var bytes = 0
        var dropped: [Loss: Int] = [:]
        var failures: [String: Int] = [:]
        var lastSuccess: Date?
        /// Stretches of a disk queue that could not be read.
        var damaged = 0
        /// Samples that wait, and their bytes.
        var waiting = 0
        var waitingBytes = 0
        /// Whether what should be on disk is in memory alone.
        var isDegraded = false
        /// What keeps the output from getting on; `nil` where nothing does.
        var problem: String?
    }

    private let counts = Mutex(Counts())
    private let name: String
    private let capacity: (samples: Int, bytes: Int)
    private let hasQueue: Bool

    /// Begins at zero.
    ///
    /// - Parameters:
    ///   - name: The output's name.
    ///   - capacity: What may wait.
    ///   - hasQueue: Whether it waits on disk.
    init(name: String, capacity: (samples: Int, bytes: Int), hasQueue: Bool = false) {
        self.name = name
        self.capacity = capacity
        self.hasQueue = hasQueue
    }

    /// What was counted so far.
    var current: Counts { counts.withLock { $0 } }

    /// Counts something.
    func count(_ body: (inout Counts) -> Void) {
        counts.withLock { body(&$0) }
    }

    /// Counts samples that were lost.
    func lose(_ samples: Int, _ loss: Loss) {
        guard samples > 0 else { return }
        counts.withLock { $0.dropped[loss, default: 0] += samples }
    }

    /// Goes on where another ledger ended, so that a counter does not begin anew with every change of settings.
    ///
    /// What that one had waiting is not waiting here.
    func resume(_ ended: Counts) {
        counts.withLock { counts in
            counts.queued += ended.queued
            counts.sent += ended.sent
            counts.bytes += ended.bytes
            counts.dropped.merge(ended.dropped, uniquingKeysWith: +)
            counts.failures.merge(ended.failures, uniquingKeysWith: +)
            counts.damaged += ended.damaged
            counts.lastSuccess = counts.lastSuccess ?? ended.lastSuccess
        }
    }

    /// What was taken and is lost for its receiver.
    var unsent: Int {
        let dropped = current.dropped
        return [Loss.full, .refused, .ended].reduce(0) { $0 + (dropped[$1] ?? 0) }
    }

    /// The families of the output.
    var metrics: [SampleGroup] {
        let counts = current
        func group(
            _ name: String,
            _ help: String,
            _ kind: MetricFamily.Kind,
            unit: String? = nil,
            _ rows: [(String?, MetricValue)]
        ) -> SampleGroup {
            let family = MetricFamily(name: "trawl_output_\(name)", help: help, kind: kind, unit: unit)
            return SampleGroup(
                family,
                rows.map { reason, value in
                    let labels = [MetricLabel("output", self.name)]
                    return SampleRow(labels + (reason.map { [MetricLabel("reason", $0)] } ?? []), value)
                }
            )
        }
        func whole(_ number: Int) -> [(String?, MetricValue)] { [(nil, .integer(Int64(number)))] }
        let dropped = Loss.allCases.map { ($0.rawValue, MetricValue.integer(Int64(counts.dropped[$0] ?? 0))) }
        let failures = counts.failures.sorted { $0.key < $1.key }
        let what = "samples, or records of `jsonl`"
        var groups = [
            group("samples_queued_total", "What the output took: \(what).", .counter, whole(counts.queued)),
            group("samples_sent_total", "What its receiver took: \(what).", .counter, whole(counts.sent)),
            group("samples_dropped_total", "What was dropped, by reason: \(what).", .counter, dropped),
            group(
                "failures_total",
                "Requests and writes that failed, by reason.",
                .counter,
                failures.map { ($0.key, .integer(Int64($0.value))) }
            ),
            group("sent_bytes_total", "Bytes that its receiver took.", .counter, unit: "bytes", whole(counts.bytes)),
            group("queue_samples", "What waits: \(what).", .gauge, whole(counts.waiting)),
            group("queue_capacity_samples", "What may wait: \(what).", .gauge, whole(capacity.samples)),
            group("queue_bytes", "Bytes that wait.", .gauge, unit: "bytes", whole(counts.waitingBytes)),
            group("queue_capacity_bytes", "Bytes that may wait.", .gauge, unit: "bytes", whole(capacity.bytes)),
        ]
        if let date = counts.lastSuccess {
            groups.append(
                group(
                    "last_success_timestamp_seconds",
                    "When its receiver last took something.",
                    .gauge,
                    unit: "seconds",
                    [(nil, .real(date.timeIntervalSince1970))]
                )
            )
        }
        if hasQueue {
            groups += [
                group(
                    "queue_damaged_total",
                    "Stretches of the queue on disk that were lost.",
                    .counter,
                    whole(counts.damaged)
                ),
                group(
                    "queue_degraded",
                    "Whether what should be on disk is in memory alone.",
                    .gauge,
                    whole(counts.isDegraded ? 1 : 0)
                ),
            ]
        }
        return groups.filter { !$0.rows.isEmpty }
    }
}
