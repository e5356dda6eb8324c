import TrawlCore
import TrawlDialects

/// What a plan's schedule needs of the time there is, at least: the pace that limits allow, against the intervals.
///
/// How fast devices answer is not known beforehand; a schedule that does not fit here cannot be kept by any of them.
public struct ScheduleFit: Sendable, Hashable {
    /// The share of its interval that the tightest device, or the run's logins, need; over 1 nothing helps.
    public private(set) var needed = 0.0
    /// Why the schedule cannot be kept, each in one line; empty where it can.
    public private(set) var problems: [String] = []
    /// What helps, a line for each problem.
    public private(set) var hints: [String] = []

    /// Works out what a plan needs.
    public init(of plan: Plan) {
        var loginsPerSecond = 0.0
        var tight: [(device: String, problem: String)] = []
        for entry in plan.entries {
            guard let pace = Pace(of: entry, in: plan) else { continue }
            if !pace.keepsSession { loginsPerSecond += pace.callsPerSecond }
            let rate = entry.limits.rate.perSecond
            needed = max(needed, pace.callsPerSecond / rate)
            if let problem = pace.problem(at: rate, burst: entry.limits.burst) {
                tight.append((entry.device.name, problem))
            }
        }
        if let first = tight.first {
            let others = tight.count > 1 ? " (and \(tight.count - 1) more)" : ""
            problems.append("\(first.device)\(others): \(first.problem)")
            hints.append("raise `every` or `limits.per_host.rate`, or ask less")
        }
        let share = loginsPerSecond / plan.logins.perSecond
        needed = max(needed, share)
        if share > 1 {
            problems.append(
                "the logins need \(Self.text(share * 60)) s of every 60 s: \(Self.text(loginsPerSecond)) a second, as "
                    + "devices that keep no session are logged into by every call, and `limits.logins` is "
                    + "\(Self.text(plan.logins.perSecond))/s"
            )
            hints.append("raise `every` or `limits.logins`, or let the devices keep sessions (`session: auto`)")
        }
    }

    /// A number with as many digits as it takes.
    static func text(_ number: Double) -> String {
        let rounded = (number * 10).rounded(.up) / 10
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}

/// How often one device is called on its schedule.
private struct Pace {
    var callsPerSecond = 0.0
    /// The calls of a tick at which everything is due.
    var most = 0
    var interval = Duration.seconds(60)
    var timeout = Duration.seconds(20)
    var keepsSession: Bool

    /// Works out the pace; `nil` for a device whose API is found out first, or that is asked nothing.
    init?(of entry: Plan.Entry, in plan: Plan) {
        guard let dialect = DialectRegistry.dialect(of: entry.device), !entry.items.isEmpty else { return nil }
        let device = entry.device
        keepsSession =
            device.credential == nil || (dialect.sessionLogin != nil && device.wantsSession(forCalls: 2))
            || dialect.sessionLogin?.isRequired == true
        var commands: [Duration: [Command]] = [:]
        for item in entry.items {
            let request = plan.request(of: item)
            commands[plan.collections[item.collection].interval(of: request), default: []] +=
                request.commands(for: device.dialect)
        }
        for (interval, commands) in commands {
            var known: Set<Command> = []
            let different = commands.filter { known.insert($0).inserted }
            let calls = different.isEmpty ? 0 : dialect.calls(for: different).count
            callsPerSecond += Double(calls) / interval.seconds
        }
        interval = commands.keys.min() ?? interval
        var known: Set<Command> = []
        let all = commands.values.joined().filter { known.insert($0).inserted }
        most = all.isEmpty ? 0 : dialect.calls(for: all).count
        timeout =
            Set(entry.items.map(\.collection)).map { (plan.collections[$0].schedule ?? Schedule()).timeout }.max()
            ?? timeout
    }

    /// Calls that take something.
    private static func calls(_ number: Double) -> String {
        let count = ScheduleFit.text(number)
        return count == "1" ? "1 call takes" : "\(count) calls take"
    }

    /// Why the calls do not fit; `nil` where they do.
    func problem(at rate: Double, burst: Int) -> String? {
        let length = interval.seconds
        let busy = callsPerSecond / rate * length
        if busy > length {
            return "needs \(ScheduleFit.text(busy)) s of every \(ScheduleFit.text(length)) s: at rate "
                + "\(ScheduleFit.text(rate))/s a host, \(Self.calls(callsPerSecond * length)) that long"
        }
        let once = Double(max(0, most - burst)) / rate
        guard once > timeout.seconds else { return nil }
        return
            "one poll needs \(ScheduleFit.text(once)) s for its \(most == 1 ? "1 call" : "\(most) calls") at rate \(ScheduleFit.text(rate))/s, and "
            + "`schedule.timeout` ends it after \(ScheduleFit.text(timeout.seconds)) s"
    }
}
