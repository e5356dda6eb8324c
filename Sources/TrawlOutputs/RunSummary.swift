public import TrawlCore

/// What a run came to: counts, failures grouped by cause, and where the time went.
///
/// Fed with each outcome as it comes. It keeps a few numbers a device and none of the answers.
public struct RunSummary: Sendable {
    private struct Tally {
        var isOK = false
        var isFailed = false
        var slowest: Duration = .zero
        /// The failure groups that the device is counted in.
        var groups: [Int] = []
    }

    private struct Group {
        let code: DeviceError.Code
        var hint: String?
        var example: String
        var deviceCount = 0
        /// The first few in name only; the rest are a number.
        var devices: [String] = []
    }

    /// A request that devices of one dialect were not asked, because it has no command for them.
    private struct Skip {
        let request: String
        let dialect: String
        var deviceCount = 0
        var devices: [String] = []
    }

    private static let namesShown = 8
    private static let skipsShown = 20
    private static let slowestShown = 5

    private var tallies: [String: Tally] = [:]
    private var groups: [Group] = []
    private var positions: [DeviceError.Code: Int] = [:]
    private var times = LatencyHistogram()
    private var skips: [Skip] = []
    private var unverified: [String] = []
    private var unverifiedCount = 0
    private var outcomeCount = 0

    /// Outcomes that failed.
    public private(set) var failedOutcomes = 0
    /// Outcomes for which there was nothing to ask.
    public private(set) var skippedOutcomes = 0

    /// Starts with nothing.
    public init() {}

    /// Devices that had any outcome.
    public var devices: Int { tallies.count }
    /// Devices of which some outcome failed.
    public var failedDevices: Int { tallies.values.reduce(0) { $0 + ($1.isFailed ? 1 : 0) } }
    /// Devices of which something was answered and nothing failed.
    public var okDevices: Int { tallies.values.reduce(0) { $0 + ($1.isOK && !$1.isFailed ? 1 : 0) } }

    /// Takes an outcome into account.
    public mutating func add(_ outcome: Outcome) {
        let device = outcome.device
        outcomeCount += 1
        if tallies[device.name] == nil, device.scheme == .https, !device.tls.isVerified {
            unverifiedCount += 1
            if unverified.count < Self.namesShown { unverified.append(device.name) }
        }
        var tally = tallies[device.name] ?? Tally()
        // Of a device that was never connected to the time says how fast it was refused, not how fast it is.
        if let timing = outcome.timing, outcome.attempts > 0, timing.reused || timing.connect > .zero {
            times.add(timing.total)
            tally.slowest = max(tally.slowest, timing.total)
        }
        switch outcome.status {
        case .ok: tally.isOK = true
        case .skipped:
            skippedOutcomes += 1
            skip(outcome)
        case .failed:
            tally.isFailed = true
            failedOutcomes += 1
            if let error = outcome.error { count(error, of: device.name, in: &tally) }
        }
        tallies[device.name] = tally
    }

    private mutating func skip(_ outcome: Outcome) {
        let dialect = outcome.device.dialect.rawValue
        let place = skips.firstIndex { $0.request == outcome.request && $0.dialect == dialect }
        if place == nil { skips.append(Skip(request: outcome.request, dialect: dialect)) }
        let position = place ?? skips.count - 1
        skips[position].deviceCount += 1
        if skips[position].devices.count < Self.namesShown { skips[position].devices.append(outcome.device.name) }
    }

    private mutating func count(_ error: DeviceError, of device: String, in tally: inout Tally) {
        let position = positions[error.code] ?? groups.count
        if position == groups.count {
            positions[error.code] = position
            let example = "\(device): \(OutcomeRecord.message(of: error))"
            groups.append(
                Group(code: error.code, hint: error.hint, example: String(example.unicodeScalars.prefix(300)))
            )
        }
        guard !tally.groups.contains(position) else { return }
        tally.groups.append(position)
        groups[position].deviceCount += 1
        if groups[position].devices.count < Self.namesShown { groups[position].devices.append(device) }
    }

    /// The summary, a line an element, safe for a terminal.
    public func lines(elapsed: Duration) -> [String] {
        [totals(elapsed: elapsed)] + failures + skipLines + timeLines + (unverifiedNote.map { [$0] } ?? [])
    }

    /// How many devices could have been anybody, and which; `nil` where every one was verified.
    public var unverifiedNote: String? {
        guard unverifiedCount > 0 else { return nil }
        let names = Self.names(unverified, of: unverifiedCount)
        return "\(Self.count(unverifiedCount, "device")) not verified (`tls.verify: false`): \(names)"
    }

    private func totals(elapsed: Duration) -> String {
        var parts = [Self.count(devices, "device"), "\(okDevices) ok"]
        if failedDevices > 0 { parts.append("\(failedDevices) failed") }
        if outcomeCount > devices { parts.append("\(outcomeCount) outcomes") }
        if failedOutcomes > failedDevices { parts.append("\(failedOutcomes) of them failed") }
        if skippedOutcomes > 0 { parts.append("\(skippedOutcomes) skipped") }
        return (parts + [DurationText.short(elapsed)]).joined(separator: ", ")
    }

    private var failures: [String] {
        let ordered = groups.sorted { ($1.deviceCount, $0.code.name) < ($0.deviceCount, $1.code.name) }
        return ordered.flatMap { group in
            let names = Self.names(group.devices, of: group.deviceCount)
            let kind = "\(group.code.errorClass.rawValue) / \(group.code.name)"
            var lines = ["\(Self.count(group.deviceCount, "device")): \(kind): \(names)"]
            lines.append("  \(TerminalText.escape(group.example))")
            if let hint = group.hint { lines.append("  hint: \(TerminalText.escape(hint))") }
            return lines
        }
    }

    private var skipLines: [String] {
        let ordered = skips.sorted {
            ($1.deviceCount, $0.request, $0.dialect) < ($0.deviceCount, $1.request, $1.dialect)
        }
        let lines = ordered.prefix(Self.skipsShown).map { skip in
            let names = Self.names(skip.devices, of: skip.deviceCount)
            let what = TerminalText.escape("`\(skip.request)` has no command for \(skip.dialect)")
            return "\(Self.count(skip.deviceCount, "device")) skipped: \(what): \(names)"
        }
        let rest = ordered.count - lines.count
        return rest > 0
            ? lines + ["… and \(Self.count(rest, "request")) more without a command for some dialect"] : lines
    }

    private var timeLines: [String] {
        guard let median = times.quantile(0.5), let high = times.quantile(0.95), let top = times.quantile(0.99) else {
            return []
        }
        let timed = tallies.filter { $0.value.slowest > .zero }
        let slowest = timed.sorted { ($1.value.slowest, $0.key) < ($0.value.slowest, $1.key) }
        let names = slowest.prefix(Self.slowestShown).map {
            "\(TerminalText.escape($0.key)) \(DurationText.short($0.value.slowest))"
        }
        let quantiles = zip(["p50", "p95", "p99"], [median, high, top]).map { "\($0) \(DurationText.short($1))" }
        let line = "times: \(quantiles.joined(separator: ", "))"
        // Of one device the slowest one is no news.
        return timed.count < 2 ? [line] : [line, "slowest: \(names.joined(separator: ", "))"]
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }

    private static func names(_ names: [String], of count: Int) -> String {
        let shown = names.map { TerminalText.escape($0) }.joined(separator: ", ")
        return count > names.count ? "\(shown), … and \(count - names.count) more" : shown
    }
}
