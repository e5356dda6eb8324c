import TrawlCore
import TrawlMetrics

/// How late polls start, over the last thousand of them: what the loop and this host are up to.
struct StartLag: Sendable {
    private static let capacity = 1024
    private var lags: [Duration] = []
    private var next = 0

    /// A poll started.
    mutating func add(_ lag: Duration) {
        if lags.count < Self.capacity {
            lags.append(lag)
        } else {
            lags[next] = lag
            next = (next + 1) % Self.capacity
        }
    }

    /// The lag that a share of the polls does not exceed.
    func quantile(_ share: Double) -> Duration {
        guard !lags.isEmpty else { return .zero }
        let sorted = lags.sorted()
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    /// The series.
    var group: SampleGroup {
        let rows = [("50", 0.5), ("99", 0.99), ("100", 1.0)].map { name, share in
            SampleRow([MetricLabel("percentile", name)], .real(quantile(share).seconds))
        }
        return SampleGroup(Self.family, rows)
    }

    static let family = MetricFamily(
        name: "trawl_poll_start_lag_seconds",
        help: "How late the last 1024 polls started after they were due, by percentile.",
        unit: "seconds"
    )
}
