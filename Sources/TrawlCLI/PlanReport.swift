import Foundation
import Trawl
import TrawlOutputs
import TrawlTransfer

/// What a plan comes to, in lines for people.
struct PlanReport {
    private let plan: Plan
    private let limits: PlanLimits
    private let descriptors = DescriptorLimit.raise()

    init(plan: Plan) {
        self.plan = plan
        limits = PlanLimits(of: plan)
    }

    var lines: [String] {
        let heading = ["device", "address", "dialect", "login", "pace", "calls"]
        return Columns.aligned([heading] + plan.entries.map(row)) + [""] + totals
            + limits.lines.map(TerminalText.escape)
            + schedules
            + unasked
    }

    /// What would keep the run from doing its work on this host.
    var problems: [String] {
        let files = plan.entries.flatMap { entry in
            [entry.device.tls.caFile, entry.device.tls.clientCertificate, entry.device.tls.clientKey].compactMap { $0 }
        }
        return Set(files).sorted().filter { !FileManager.default.isReadableFile(atPath: $0) }
            .map { "\($0) cannot be read" }
    }

    /// What the collections' own schedules need; `nil` where none of them has one.
    var scheduleFit: ScheduleFit? {
        guard plan.collections.contains(where: { $0.schedule != nil }) else { return nil }
        return ScheduleFit(of: plan.keeping { plan.collections[$1.collection].schedule != nil })
    }

    /// A line for each schedule, and what `trawl serve` would need of the time there is.
    private var schedules: [String] {
        guard let fit = scheduleFit else { return [] }
        var lines = plan.collections.compactMap { collection -> String? in
            guard let schedule = collection.schedule else { return nil }
            let own = collection.requests.compactMap { request in
                request.every.flatMap { every in
                    every == schedule.every ? nil : "`\(request.name)` every \(PlanLimits.text(of: every))"
                }
            }
            let every = "every \(PlanLimits.text(of: schedule.every)), within \(PlanLimits.text(of: schedule.timeout))"
            return "schedule of \(collection.name): " + ([every] + own).joined(separator: ", ")
        }
        lines.append("the schedule needs \(Int((fit.needed * 100).rounded(.up))) % of its time at least")
        return lines.map(TerminalText.escape)
    }

    private func row(_ entry: Plan.Entry) -> [String] {
        let device = entry.device
        let calls = calls(of: entry)
        let way = sessionCalls(of: entry, calls.count) == nil ? "" : ", by session"
        let login = device.credential.map { "credential \($0.name)\(way)" } ?? "no credential"
        let isChecked = device.dialect == .auto || device.tls.isVerified || device.scheme == .http
        let pace = ["\(inFlight(of: entry)), \(Self.number(entry.limits.rate.perSecond))/s"]
        return [
            device.name, device.endpoint, "\(device.dialect)", isChecked ? login : "\(login), certificate not checked",
            (pace + limits.differences(of: entry)).joined(separator: "; "),
            device.dialect == .auto ? "its API is found out first" : Self.text(of: calls),
        ]
    }

    private static func text(of calls: [[Command]]) -> String {
        let asked = calls.map { $0.map(\.title).joined(separator: "; ") }.joined(separator: " | ")
        return calls.isEmpty ? "nothing to ask" : "\(count(calls.count, "call")): \(asked)"
    }

    /// A line for each request that no device is asked.
    private var unasked: [String] {
        var dialects: [Plan.Item: Set<DialectName>] = [:]
        for entry in plan.entries {
            for item in entry.items { dialects[item, default: []].insert(entry.device.dialect) }
        }
        let items = dialects.keys.sorted { ($0.collection, $0.request) < ($1.collection, $1.request) }
        return items.compactMap { item in
            let request = plan.request(of: item)
            let present = dialects[item] ?? []
            guard !present.contains(.auto), !present.contains(where: request.isSpelled) else { return nil }
            let names = present.map(\.rawValue).sorted().joined(separator: ", ")
            return TerminalText.escape("nobody is asked `\(request.name)`: it has no command for \(names)")
        }
    }

    private func calls(of entry: Plan.Entry) -> [[Command]] {
        var known: Set<Command> = []
        // The same command of several requests is asked once, but for changes.
        let commands = entry.items.flatMap { plan.request(of: $0).commands(for: entry.device.dialect) }
            .filter { entry.changes || known.insert($0).inserted }
        guard let dialect = DialectRegistry.dialect(of: entry.device), !commands.isEmpty else { return [] }
        return dialect.calls(for: commands).map { call in call.map { commands[$0] } }
    }

    /// The calls in flight on a device, and why they are fewer than the file says.
    private func inFlight(of entry: Plan.Entry) -> String {
        let limits = entry.limits
        if limits.adaptsConcurrency { return "1 to \(limits.concurrency) in flight" }
        let asked = entry.items.map {
            plan.collections[$0.collection].limits.limits(for: entry.device).host.concurrency
        }
        let dialect = DialectRegistry.dialect(of: entry.device)
        guard let ceiling = dialect?.concurrencyCeiling, let least = asked.min(), least > ceiling else {
            return "\(limits.concurrency) in flight"
        }
        return "\(limits.concurrency) in flight (\(entry.device.dialect) takes no more; \(least) asked for)"
    }

    /// The calls that log in and out, for a device that is asked by a session; `nil` for one that is not.
    private func sessionCalls(of entry: Plan.Entry, _ calls: Int) -> Int? {
        let device = entry.device
        guard calls > 0, device.credential != nil, let login = DialectRegistry.dialect(of: device)?.sessionLogin,
            login.isRequired || (!entry.changes && device.wantsSession(forCalls: calls))
        else { return nil }
        let logout = login.logout(of: Session(token: Secret("")), on: device)
        return (login.login(to: device) == nil ? 0 : 1) + (logout == nil ? 0 : 1)
    }

    private var totals: [String] {
        let asked = plan.entries.map { calls(of: $0).count }
        let sessions = zip(plan.entries, asked).map { sessionCalls(of: $0, $1) }
        let counts = zip(asked, sessions).map { $0 + ($1 ?? 0) }
        let all = counts.reduce(0, +)
        let logins = zip(plan.entries, zip(asked, sessions))
            .map { $0.device.credential == nil ? 0 : $1.1 == nil ? $1.0 : 1 }.reduce(0, +)
        let burst = plan.logins.perSecond / 4
        let loginTime = max(0, (Double(logins) - burst) / plan.logins.perSecond)
        let hostTime =
            zip(plan.entries, counts).map { entry, count in
                Double(max(0, count - entry.limits.burst)) / entry.limits.rate.perSecond
            }.max() ?? 0
        let inFlight = min(plan.concurrency, plan.entries.count)
        // Measured for the engine: an idle TLS connection and what one in flight needs beyond it.
        let memory = inFlight * 80 / 1024
        let fits = DescriptorBudget(limit: descriptors).inFlight(connectionsPerDevice: 1)
        let names = Set(plan.entries.compactMap(\.device.credential?.name)).sorted()
        var lines = [
            [
                Self.count(plan.entries.count, "device"), Self.count(all, "call"), Self.count(logins, "login"),
                Self.count(plan.outcomeCount, "outcome"),
            ].joined(separator: ", "),
            "at best \(Self.number(max(loginTime, hostTime).rounded(.up))) s: "
                + "logins at \(Self.number(plan.logins.perSecond))/s, \(Self.count(inFlight, "device")) in flight",
            "this host: \(descriptors) open files, \(max(1, memory)) MiB for \(Self.count(inFlight, "device")) in flight",
        ]
        let unknown = plan.entries.count { $0.device.dialect == .auto }
        if unknown > 0 {
            lines.append("not counted: the calls of \(Self.count(unknown, "device")) whose API is found out first")
        }
        if fits < inFlight { lines.append("warning: only \(fits) devices fit in flight; raise `ulimit -n`") }
        let changes = plan.entries.count(where: \.changes)
        if changes > 0 {
            lines.append(
                "changes: \(Self.count(changes, "device")) would be sent more than reads: needs `--allow-changes`"
            )
        }
        if !names.isEmpty { lines.append("credentials: \(TerminalText.escape(names.joined(separator: ", ")))") }
        if let timeout = plan.runTimeout { lines.append("the run ends after \(Self.number(timeout.seconds)) s") }
        return lines
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
