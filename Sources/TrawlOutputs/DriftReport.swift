public import TrawlCore
import TrawlJSON

/// Which fields of models devices have, by platform and release: what one release says and another does not, and what
/// did not fit.
///
/// Fed with the outcomes of models, one of which is `facts`, whose `version` is the release. It keeps counts and no
/// answers.
public struct DriftReport: Sendable {
    /// One model on one release of one platform.
    struct Place: Sendable, Hashable {
        var model: String
        var dialect: String
        var release: String
    }

    /// What one place has shown.
    struct Finding: Sendable {
        var devices = 0
        var rows = 0
        /// How many rows have each field.
        var fields: [String: Int] = [:]
        /// What did not fit, with the devices where it did not.
        var problems: [String: [String]] = [:]
    }

    /// What is known of a device whose release is not.
    private struct Waiting: Sendable {
        var release: String?
        var findings: [String: Finding] = [:]
    }

    /// The release of devices that did not tell theirs.
    static let unknownRelease = "release unknown"

    private let releaseRequest: String
    private var waiting: [String: Waiting] = [:]
    private var dialects: [String: String] = [:]
    private var findings: [Place: Finding] = [:]
    private var fieldOrder: [String: [String]] = [:]

    /// Starts with nothing; `releaseRequest` is the request whose model is `facts`.
    public init(releaseRequest: String) {
        self.releaseRequest = releaseRequest
    }

    /// Takes an outcome into account.
    public mutating func add(_ outcome: Outcome) {
        guard outcome.status != .skipped else { return }
        let device = outcome.device.name
        dialects[device] = outcome.device.dialect.rawValue
        var known = waiting[device] ?? Waiting()
        let slice = outcome.model == nil ? nil : Answer(of: outcome).slice
        if outcome.request == releaseRequest {
            known.release = slice?["version"]?.string ?? Self.unknownRelease
        }
        if let finding = finding(in: outcome, slice) { known.findings[outcome.request] = finding }
        waiting[device] = known
        guard known.release != nil else { return }
        settle(device)
    }

    /// The finding of one outcome; `nil` for one that says nothing about fields, such as that of a device that is down.
    private mutating func finding(in outcome: Outcome, _ slice: JSONSlice?) -> Finding? {
        var finding = Finding(devices: 1)
        if let error = outcome.error {
            guard error.code == .wrongShape else { return nil }
            finding.problems[OutcomeRecord.message(of: error)] = [outcome.device.name]
        }
        guard let slice else { return finding }
        let rows = slice.kind == .array ? slice.elements : [slice]
        finding.rows = rows.count
        for row in rows {
            for member in row.members where !member.value.isNull {
                finding.fields[member.key, default: 0] += 1
                let isNew = fieldOrder[outcome.request]?.contains(member.key) != true
                if isNew { fieldOrder[outcome.request, default: []].append(member.key) }
            }
        }
        return finding
    }

    /// Counts what is known of a device under its release.
    private mutating func settle(_ device: String) {
        guard let known = waiting[device], let release = known.release else { return }
        for (model, finding) in known.findings {
            let place = Place(model: model, dialect: dialects[device] ?? "", release: release)
            var sum = findings[place] ?? Finding()
            sum.devices += finding.devices
            sum.rows += finding.rows
            sum.fields.merge(finding.fields, uniquingKeysWith: +)
            sum.problems.merge(finding.problems, uniquingKeysWith: +)
            findings[place] = sum
        }
        waiting[device]?.findings = [:]
    }

    /// Takes the devices that never told their release for ones of an unknown release.
    public mutating func finish() {
        for device in waiting.keys.sorted() {
            if waiting[device]?.release == nil { waiting[device]?.release = Self.unknownRelease }
            settle(device)
        }
    }

    /// Whether anything drifts.
    public var isEmpty: Bool { drifts.isEmpty }

    /// Places that differ from others of their platform, or where something did not fit.
    private var drifts: [(place: Place, drift: Drift)] {
        let places = findings.keys.sorted {
            ($0.model, $0.dialect, $0.release) < ($1.model, $1.dialect, $1.release)
        }
        return places.compactMap { place in
            let drift = drift(at: place)
            return drift.isEmpty ? nil : (place, drift)
        }
    }

    /// How a place differs.
    struct Drift: Sendable {
        /// Fields that no row has, and rows of another release of the platform have.
        var missing: [String] = []
        /// Fields that no other release of the platform has.
        var new: [String] = []
        /// What did not fit, with the devices.
        var problems: [(text: String, devices: [String])] = []

        var isEmpty: Bool { missing.isEmpty && new.isEmpty && problems.isEmpty }
    }

    private func drift(at place: Place) -> Drift {
        var drift = Drift()
        guard let finding = findings[place] else { return drift }
        drift.problems = finding.problems.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        // A release without rows says nothing about fields.
        let others = findings.filter { other, found in
            other.model == place.model && other.dialect == place.dialect && other.release != place.release
                && found.rows > 0
        }
        guard finding.rows > 0, !others.isEmpty else { return drift }
        let elsewhere = Set(others.values.flatMap(\.fields.keys))
        let order = fieldOrder[place.model] ?? []
        drift.missing = order.filter { finding.fields[$0] == nil && elsewhere.contains($0) }
        drift.new = order.filter { finding.fields[$0] != nil && !elsewhere.contains($0) }
        return drift
    }

    private static let namesShown = 5

    /// The report for people, a line an element, safe for a terminal.
    public var lines: [String] {
        var lines: [String] = []
        for (place, drift) in drifts {
            let finding = findings[place] ?? Finding()
            let devices = finding.devices == 1 ? "1 device" : "\(finding.devices) devices"
            lines.append("\(place.model) on \(place.dialect) \(place.release) (\(devices), \(finding.rows) rows)")
            if !drift.missing.isEmpty { lines.append("  missing: \(drift.missing.joined(separator: ", "))") }
            if !drift.new.isEmpty { lines.append("  only here: \(drift.new.joined(separator: ", "))") }
            for problem in drift.problems {
                let names = problem.devices.prefix(Self.namesShown).joined(separator: ", ")
                let more = problem.devices.count - Self.namesShown
                lines.append("  does not fit: \(problem.text): \(names)" + (more > 0 ? ", … and \(more) more" : ""))
            }
        }
        return lines.map { TerminalText.escape($0) }
    }

    /// The report for programs: one JSON object for each model, platform and release, whether it drifts or not.
    public var records: [[UInt8]] {
        let places = findings.keys.sorted {
            ($0.model, $0.dialect, $0.release) < ($1.model, $1.dialect, $1.release)
        }
        return places.map { place in
            let finding = findings[place] ?? Finding()
            let drift = drift(at: place)
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("model", place.model)
            writer.member("dialect", place.dialect)
            writer.member("release", place.release)
            writer.key("devices")
            writer.number(finding.devices)
            writer.key("rows")
            writer.number(finding.rows)
            Self.write(drift.missing, as: "missing", to: &writer)
            Self.write(drift.new, as: "new", to: &writer)
            writer.key("problems")
            writer.beginArray()
            for problem in drift.problems {
                writer.beginObject()
                writer.member("message", problem.text)
                Self.write(problem.devices, as: "devices", to: &writer)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
            return writer.bytes
        }
    }

    private static func write(_ texts: [String], as key: String, to writer: inout JSONWriter) {
        writer.key(key)
        writer.beginArray()
        for text in texts { writer.string(text) }
        writer.endArray()
    }
}
