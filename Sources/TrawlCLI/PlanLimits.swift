import Trawl

/// The limits of a plan that are no pace, in the words of the collection file.
struct PlanLimits {
    private let base: HostLimits
    private let retries: RetryLimits
    private let authFailures: Int
    private let requests: [Request]

    init(of plan: Plan) {
        let limits = plan.collections.map(\.limits)
        base = limits.dropFirst().reduce(limits.first?.perHost ?? HostLimits()) { $0.strictest($1.perHost) }
        retries = limits.map(\.retries).min { $0.attempts < $1.attempts } ?? RetryLimits()
        authFailures = plan.authFailures
        requests = plan.collections.flatMap(\.requests).filter { $0.timeout != nil }
    }

    /// What holds where nothing else is said.
    var lines: [String] {
        let all = Self.texts(of: base) + [Self.text(of: retries), "auth_failures \(authFailures)"]
        let own = requests.compactMap { request in
            request.timeout.map { "`\(request.name)` \(Self.text(of: $0))" }
        }
        let timeouts = own.isEmpty ? [] : ["timeouts of their own: \(own.joined(separator: ", "))"]
        return ["limits: \(all.joined(separator: "; "))"] + timeouts
    }

    /// What holds for one device and differs from ``lines``.
    func differences(of entry: Plan.Entry) -> [String] {
        let common = Self.texts(of: base) + [Self.text(of: retries)]
        return (Self.texts(of: entry.limits) + [Self.text(of: entry.retries)]).filter { !common.contains($0) }
    }

    private static func texts(of limits: HostLimits) -> [String] {
        [
            "burst \(limits.burst)", "timeout connect \(text(of: limits.connectTimeout))",
            "timeout request \(text(of: limits.requestTimeout))", "response_size \(size(limits.responseSize))",
        ]
    }

    private static func text(of retries: RetryLimits) -> String {
        guard retries.attempts > 1 else { return "no retries" }
        let backoff = "\(text(of: retries.backoffBase))..\(text(of: retries.backoffCap))"
        return "retries attempts \(retries.attempts), backoff \(backoff)"
    }

    /// A duration as files spell it.
    static func text(of duration: Duration) -> String {
        let milliseconds = Int(min(duration.milliseconds.rounded(), 1e15))
        let units = [("h", 3_600_000), ("m", 60_000), ("s", 1000)]
        guard milliseconds > 0, let unit = units.first(where: { milliseconds.isMultiple(of: $0.1) }) else {
            return "\(milliseconds)ms"
        }
        return "\(milliseconds / unit.1)\(unit.0)"
    }

    private static func size(_ bytes: Int) -> String {
        let units = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        guard bytes > 0, let unit = units.first(where: { bytes.isMultiple(of: $0.1) }) else { return "\(bytes) bytes" }
        return "\(bytes / unit.1)\(unit.0)"
    }
}
