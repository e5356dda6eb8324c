import FoundationEssentials
import TrawlCore
import TrawlMetrics

/// What is told about the polls of one request of one device, whatever they gave.
struct Freshness: Sendable {
    /// Whether the last poll was answered whole; `nil` before the first one ended.
    private(set) var isUp: Bool?
    /// When a poll last gave something, by the wall clock.
    private(set) var lastSuccess: Date?
    /// What the last poll failed with; `nil` where it did not.
    private(set) var error: DeviceError?
    /// Failed polls by class, as far as there were any.
    private(set) var failures: [ErrorClass: Int] = [:]
    /// Polls that were due and did not start.
    private(set) var skipped = 0
    /// Rows and values that were left out so far, as duplicates or as unreadable.
    private(set) var dropped = 0
    private var isPartial = false
    private var timing: Timing?

    /// A poll ended.
    ///
    /// - Parameters:
    ///   - error: Why it was not answered whole; `nil` where it was.
    ///   - hasValues: Whether it gave something all the same.
    ///   - dropped: What was left out of it.
    ///   - timing: How long its last call took.
    ///   - date: When, by the wall clock.
    mutating func ended(with error: DeviceError?, hasValues: Bool, dropped: Int, timing: Timing?, at date: Date) {
        isUp = error == nil
        isPartial = error != nil && hasValues
        // While a device rests, what it rests for is what is wrong with it.
        self.error = error?.code == .deviceResting ? self.error ?? error : error
        self.dropped += dropped
        self.timing = timing ?? self.timing
        if let error {
            failures[error.errorClass, default: 0] += 1
        } else {
            lastSuccess = date
        }
    }

    /// Another request showed that the device does not answer; nothing is told of what was never polled.
    mutating func deviceFailed(with error: DeviceError) {
        guard isUp != nil else { return }
        isUp = false
        isPartial = false
        self.error = error
    }

    /// Polls were due and did not start.
    mutating func skip(_ count: Int) {
        skipped += count
    }

    /// The series, with the labels that tell the request apart.
    func groups(_ labels: [MetricLabel]) -> [SampleGroup] {
        var groups = [SampleGroup(Self.skips, [SampleRow(labels, .integer(Int64(skipped)))])]
        guard let isUp else { return groups }
        groups.append(SampleGroup(Self.up, [SampleRow(labels, .integer(isUp ? 1 : 0))]))
        groups.append(SampleGroup(Self.partial, [SampleRow(labels, .integer(isPartial ? 1 : 0))]))
        groups.append(SampleGroup(Self.drops, [SampleRow(labels, .integer(Int64(dropped)))]))
        if let lastSuccess {
            groups.append(SampleGroup(Self.success, [SampleRow(labels, .real(lastSuccess.timeIntervalSince1970))]))
        }
        if let error {
            let why = [MetricLabel("class", error.errorClass.rawValue), MetricLabel("code", error.code.name)]
            groups.append(SampleGroup(Self.errors, [SampleRow(labels + why, .integer(1))]))
        }
        if let timing {
            let phases = [
                ("queued", timing.queued), ("resolve", timing.resolve), ("connect", timing.connect),
                ("tls", timing.tls), ("first_byte", timing.firstByte), ("total", timing.total),
            ]
            groups.append(
                SampleGroup(
                    Self.durations,
                    phases.map { SampleRow(labels + [MetricLabel("phase", $0.0)], .real($0.1.seconds)) }
                )
            )
        }
        if !failures.isEmpty {
            let rows = failures.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                SampleRow(labels + [MetricLabel("class", $0.key.rawValue)], .integer(Int64($0.value)))
            }
            groups.append(SampleGroup(Self.failed, rows))
        }
        return groups
    }

    /// Every family of this kind, for the documentation and for whoever checks names.
    static let families = [up, partial, success, durations, failed, errors, skips, drops]

    private static let up = MetricFamily(
        name: "trawl_up",
        help: "Whether the last poll of the request was answered whole."
    )
    private static let partial = MetricFamily(
        name: "trawl_poll_partial",
        help: "Whether the last poll failed in part, and what it did give is exposed."
    )
    private static let success = MetricFamily(
        name: "trawl_last_success_timestamp_seconds",
        help: "When a poll of the request was last answered whole, in seconds since 1970.",
        unit: "seconds"
    )
    private static let durations = MetricFamily(
        name: "trawl_poll_duration_seconds",
        help: "How long the last call of the last poll took, by phase; `first_byte` and `total` from its start.",
        unit: "seconds"
    )
    private static let failed = MetricFamily(
        name: "trawl_poll_failures_total",
        help: "Polls that were not answered whole, by class of error.",
        kind: .counter
    )
    private static let errors = MetricFamily(
        name: "trawl_poll_error_info",
        help: "What the last poll failed with; absent where it did not.",
        kind: .info
    )
    private static let skips = MetricFamily(
        name: "trawl_polls_skipped_total",
        help: "Polls that were due and did not start, as the one before was under way or Trawl was held up.",
        kind: .counter
    )
    private static let drops = MetricFamily(
        name: "trawl_poll_dropped_values_total",
        help: "Values that polls gave and that are not exposed: duplicate rows and words without a number.",
        kind: .counter
    )
}
