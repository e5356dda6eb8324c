#if Collections
import FoundationEssentials
import TrawlCore
import Yams

/// Reads the items of a fault file and collects what is wrong with them.
struct FaultFileReader {
    private(set) var mistakes: [FaultFileError.Mistake] = []

    /// The parameters of a kind of fault, and whether each is needed.
    private static let parameters: [String: [(name: String, isNeeded: Bool)]] = [
        "close": [], "reset": [], "silent": [], "tls-stall": [], "close-unanswered": [], "reset-unanswered": [],
        "half-close": [], "plain-http": [], "slow-handshake": [("latency", true)], "reset-handshake": [],
        "expired-certificate": [], "wrong-host-certificate": [], "self-signed-certificate": [],
        "not-yet-valid-certificate": [], "missing-intermediate-certificate": [], "weak-certificate": [],
        "name-in-subject-certificate": [], "client-certificate": [("tls12", false)],
        "slow": [("latency", true), ("step", false)],
        "status": [("code", true), ("retry_after", false), ("times", false)],
        "redirect": [("to", true)],
        "garbage": [],
        "truncate": [("after", false), ("resets", false)],
        "drip": [("bytes", false), ("every", false)],
        "large": [("bytes", true)],
        "twice": [("after", false)],
        "close-idle": [("after", false)],
        "stale": [],
        "raw": [
            ("text", false), ("base64", false), ("repeated", false), ("times", false), ("every", false),
            ("ending", false), ("closes", false),
        ],
        "body": [("text", false), ("base64", false), ("type", false), ("status", false)],
        "old-tls": [],
        "reject-login": [], "no-session": [], "login-without-cookie": [], "reject-session": [], "wrong-id": [],
        "session-lifetime": [("lifetime", true)], "session-limit": [("sessions", true)], "silent-logout": [],
        "refuse-command": [("commands", false)],
        "fail-command": [("commands", false), ("message", false)],
    ]

    mutating func entries(of root: Node) -> [FaultFile.Entry] {
        guard case .sequence(let items) = root else {
            mistake(root, "expected a list of faults")
            return []
        }
        return items.compactMap { entry(of: $0) }
    }

    private mutating func entry(of item: Node) -> FaultFile.Entry? {
        guard let members = members(of: item, "a fault") else { return nil }
        guard let kindNode = members["fault"]?.value else {
            complainOfMissingFault(in: item, members)
            return nil
        }
        guard let kind = kindNode.scalar?.string, let parameters = Self.parameters[kind] else {
            let word = kindNode.scalar?.string ?? ""
            let all = Self.parameters.keys.sorted()
            let known = "there are " + all.map { "`\($0)`" }.joined(separator: ", ")
            mistake(kindNode, "unknown fault `\(word)`; " + (Self.suggestion(for: word, among: all) ?? known))
            return nil
        }
        let before = mistakes.count
        for (name, node) in members.sorted(by: { Self.isBefore($0.value.key, $1.value.key) })
        where !Self.commonKeys.contains(name) && !parameters.contains(where: { $0.name == name }) {
            let takes = parameters.map { "`\($0.name)`" }.joined(separator: ", ")
            let meant = Self.suggestion(for: name, among: parameters.map(\.name) + Self.commonKeys).map { "; \($0)" }
            mistake(node.key, "`\(kind)` takes no `\(name)`" + (meant ?? (takes.isEmpty ? "" : ", only \(takes)")))
        }
        for parameter in parameters where parameter.isNeeded && members[parameter.name] == nil {
            mistake(kindNode, "`\(kind)` needs `\(parameter.name)`")
        }
        let (names, sample) = match(members["match"]?.value)
        let first = members["first"].flatMap { number($0.value, "first", 1...1_000_000) }
        guard mistakes.count == before, let fault = fault(kind, members.mapValues(\.value)), mistakes.count == before
        else { return nil }
        return FaultFile.Entry(names: names, sample: sample, fault: first.map { .first($0, fault) } ?? fault)
    }

    /// Without its fault nobody knows what an entry may say; a misspelt key is told all the same.
    private mutating func complainOfMissingFault(in item: Node, _ members: [String: (key: Node, value: Node)]) {
        let all = Self.commonKeys + Set(Self.parameters.values.joined().map(\.name)).sorted()
        let unknown = members.filter { !all.contains($0.key) }
        for (name, member) in unknown.sorted(by: { Self.isBefore($0.value.key, $1.value.key) }) {
            let meant = Self.suggestion(for: name, among: all).map { "; \($0)" } ?? ""
            mistake(member.key, "unknown key `\(name)`\(meant)")
        }
        let isMisspelt = unknown.keys.contains { Suggestion.nearest(to: $0, among: all) == "fault" }
        if !isMisspelt { mistake(item, "`fault` is missing") }
    }

    private static let commonKeys = ["match", "fault", "first"]

    private static func suggestion(for word: String, among known: [String]) -> String? {
        Suggestion.nearest(to: word, among: known).map { "did you mean `\($0)`?" }
    }

    private mutating func match(_ node: Node?) -> (names: [String], sample: Int?) {
        guard let node, let members = members(of: node, "`match`") else { return ([], nil) }
        for (name, member) in members.sorted(by: { Self.isBefore($0.value.key, $1.value.key) })
        where name != "name" && name != "sample" {
            let meant = Self.suggestion(for: name, among: ["name", "sample"]).map { "; \($0)" }
            mistake(member.key, "`match` takes no `\(name)`" + (meant ?? ", only `name`, `sample`"))
        }
        let names = members["name"].map { texts($0.value, "name") } ?? []
        let sample = members["sample"].flatMap { number($0.value, "sample", 0...1_000_000) }
        return (names, sample)
    }

    private mutating func fault(_ kind: String, _ values: [String: Node]) -> Fault? {
        switch kind {
        case "close": .close
        case "reset": .reset
        case "silent": .silent
        case "tls-stall": .tlsStall
        case "close-unanswered": .closeUnanswered
        case "reset-unanswered": .resetUnanswered
        case "half-close": .halfClose
        case "plain-http": .plainHTTP
        case "slow-handshake": values["latency"].flatMap { duration($0, "latency") }.map { .slowHandshake($0) }
        case "reset-handshake": .resetHandshake
        case "expired-certificate": .expiredCertificate
        case "wrong-host-certificate": .wrongHostCertificate
        case "self-signed-certificate": .selfSignedCertificate
        case "not-yet-valid-certificate": .notYetValidCertificate
        case "missing-intermediate-certificate": .missingIntermediateCertificate
        case "weak-certificate": .weakCertificate
        case "name-in-subject-certificate": .nameInSubjectCertificate
        case "client-certificate": .clientCertificate(inTLS12: values["tls12"].flatMap { truth($0, "tls12") } ?? false)
        case "slow": slow(values)
        case "status": status(values)
        case "redirect": values["to"].flatMap { text($0, "to") }.map { .redirect(to: $0) }
        case "garbage": .garbage
        case "truncate":
            size(values["after"], "after", or: 40).map {
                .truncate(after: $0, resets: values["resets"].flatMap { truth($0, "resets") } ?? false)
            }
        case "drip": drip(values)
        case "large": size(values["bytes"], "bytes", or: 0).map { .large(bytes: $0) }
        case "twice": pause(values["after"], "after", or: .zero).map { .twice(after: $0) }
        case "close-idle": pause(values["after"], "after", or: .zero).map { .closeIdle(after: $0) }
        case "stale": .stale
        case "raw": raw(values)
        case "body": body(values)
        case "old-tls": .oldTLS
        case "reject-login": .rejectLogin
        case "no-session": .noSession
        case "login-without-cookie": .loginWithoutCookie
        case "session-lifetime":
            values["lifetime"].flatMap { duration($0, "lifetime") }.map { .sessionLifetime($0) }
        case "reject-session": .rejectSession
        case "session-limit":
            values["sessions"].flatMap { number($0, "sessions", 0...1000) }.map { .sessionLimit($0) }
        case "silent-logout": .silentLogout
        case "wrong-id": .wrongID
        case "refuse-command": .refuseCommands(values["commands"].map { texts($0, "commands") } ?? [])
        case "fail-command":
            .failCommands(
                values["commands"].map { texts($0, "commands") } ?? [],
                message: values["message"].flatMap { text($0, "message") } ?? "could not run command"
            )
        default: nil
        }
    }

    private mutating func status(_ values: [String: Node]) -> Fault? {
        guard let code = values["code"].flatMap({ number($0, "code", 200...599) }) else { return nil }
        let retryAfter = values["retry_after"].flatMap { text($0, "retry_after") }
        let times = values["times"].flatMap { number($0, "times", 1...1_000_000) }
        return .status(code, retryAfter: retryAfter, times: times)
    }

    private mutating func drip(_ values: [String: Node]) -> Fault? {
        guard let bytes = size(values["bytes"], "bytes", or: 1) else { return nil }
        return pause(values["every"], "every", or: .seconds(1)).map { .drip(bytes: bytes, every: $0) }
    }

    private mutating func slow(_ values: [String: Node]) -> Fault? {
        guard let latency = values["latency"].flatMap({ duration($0, "latency") }),
            let step = pause(values["step"], "step", or: .zero)
        else { return nil }
        return .slow(latency, step: step)
    }

    private mutating func body(_ values: [String: Node]) -> Fault? {
        guard let bytes = bytes(values) else { return nil }
        return .bodyBytes(
            bytes,
            type: values["type"].flatMap { text($0, "type") } ?? "application/json",
            status: values["status"].flatMap { number($0, "status", 200...599) } ?? 200
        )
    }

    /// What `text` and `base64` say.
    private mutating func bytes(_ values: [String: Node]) -> [UInt8]? {
        let bytes = values["text"].flatMap { text($0, "text") }.map { Array($0.utf8) } ?? []
        guard let node = values["base64"] else { return bytes }
        guard let data = node.scalar.flatMap({ Data(base64Encoded: $0.string) }) else {
            mistake(node, "`base64` is not base64")
            return nil
        }
        return bytes + data
    }

    private mutating func raw(_ values: [String: Node]) -> Fault? {
        guard let bytes = bytes(values) else { return nil }
        guard let pause = pause(values["every"], "every", or: .zero) else { return nil }
        return .rawBytes(
            bytes,
            repeated: Array((values["repeated"].flatMap { text($0, "repeated") } ?? "").utf8),
            times: values["times"].flatMap { number($0, "times", 0...1_000_000_000) } ?? 0,
            every: pause,
            ending: Array((values["ending"].flatMap { text($0, "ending") } ?? "").utf8),
            closes: values["closes"].flatMap { truth($0, "closes") } ?? true
        )
    }

    // MARK: Values

    private mutating func members(of node: Node, _ what: String) -> [String: (key: Node, value: Node)]? {
        guard case .mapping(let mapping) = node else {
            mistake(node, "expected \(what) to be a mapping of keys to values")
            return nil
        }
        var members: [String: (key: Node, value: Node)] = [:]
        for (key, value) in mapping {
            if let name = key.scalar?.string { members[name] = (key, value) } else { mistake(key, "expected a key") }
        }
        return members
    }

    private mutating func text(_ node: Node, _ name: String) -> String? {
        guard let text = node.scalar?.string else {
            mistake(node, "`\(name)` is one value, not a list or a mapping")
            return nil
        }
        return text
    }

    private mutating func texts(_ node: Node, _ name: String) -> [String] {
        if case .sequence(let items) = node { return items.compactMap { text($0, name) } }
        return text(node, name).map { [$0] } ?? []
    }

    private mutating func number(_ node: Node, _ name: String, _ range: ClosedRange<Int>) -> Int? {
        guard let number = node.scalar.flatMap({ Int($0.string) }), range.contains(number) else {
            mistake(node, "`\(name)` is a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    private mutating func duration(_ node: Node, _ name: String) -> Duration? {
        let text = node.scalar?.string ?? ""
        let units: [(suffix: String, duration: Duration)] = [
            ("ms", .milliseconds(1)), ("s", .seconds(1)), ("m", .seconds(60)), ("h", .seconds(3600)),
        ]
        for unit in units where text.hasSuffix(unit.suffix) {
            if let count = Double(text.dropLast(unit.suffix.count)), count >= 0, count < 1_000_000 {
                return unit.duration * count
            }
        }
        mistake(node, "`\(name)` is a duration such as `500ms`, `5s` or `2m`")
        return nil
    }

    private mutating func pause(_ node: Node?, _ name: String, or standard: Duration) -> Duration? {
        guard let node else { return standard }
        return duration(node, name)
    }

    private mutating func truth(_ node: Node, _ name: String) -> Bool? {
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            mistake(node, "`\(name)` is `true` or `false`")
            return nil
        }
    }

    private mutating func size(_ node: Node?, _ name: String, or standard: Int) -> Int? {
        guard let node else { return standard }
        let text = node.scalar?.string ?? ""
        let units = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("", 1)]
        for (suffix, factor) in units where text.hasSuffix(suffix) {
            if let count = Int(text.dropLast(suffix.count)), (0...1 << 32).contains(count) { return count * factor }
        }
        mistake(node, "`\(name)` is a size in bytes such as `500`, `64KiB` or `10MiB`")
        return nil
    }

    private mutating func mistake(_ node: Node, _ message: String) {
        mistakes.append(.init(line: node.mark?.line ?? 0, column: node.mark?.column ?? 0, message: message))
    }

    private static func isBefore(_ one: Node, _ other: Node) -> Bool {
        guard let one = one.mark, let other = other.mark else { return false }
        return (one.line, one.column) < (other.line, other.column)
    }
}
#endif
