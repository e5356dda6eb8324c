import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// A part of the catalogue that is played in one run: a device for each case, and good ones between them.
struct FaultSection: Sendable, CustomTestStringConvertible {
    let name: String
    var platform = SimulatedPlatform.eos
    /// What the devices are asked.
    var requests = ["{ name: version, eapi: show version, nxapi: show version, http: /api/system }"]
    /// The limits of devices that have none of their own.
    var limits = ["timeout: { connect: 2s, request: 2s }", "retries: { attempts: 3, backoff: 10ms..40ms }"]
    let cases: @Sendable () -> [FaultCase]

    /// Every section, in the catalogue's order.
    static let all: [FaultSection] = [
        .reaching, .time, .framing, .keptConnections, .status, .redirects, .login, .tls, .eapiAnswers, .nxapiAnswers,
        .data,
    ]

    var testDescription: String { name }

    /// Plays the cases that fail in one run and those that end well in another, as their exit status differs.
    func play() async throws {
        let cases = cases()
        for expectsFailure in [true, false] {
            let chosen = cases.filter { ($0.expected != .ok) == expectsFailure }
            // Past 50 calls the run's budget for tries begins, and the catalogue's own row is about that.
            try #require(chosen.count < 45, "\(name) is too large for one run")
            guard !chosen.isEmpty else { continue }
            try await FaultRun(section: self, cases: chosen).play()
        }
    }
}

/// One run of a section's cases.
private struct FaultRun {
    static let password = "hunter2canary!"

    /// A device of the run.
    struct Member {
        /// Its name in the inventory.
        var name: String
        /// The simulated device that plays it.
        var device: Device
        /// What is wrong with it; `nil` for a good one.
        var fault: FaultCase?
    }

    let section: FaultSection
    let cases: [FaultCase]

    /// Good devices: the first, which proves the password, one in the middle and the last.
    private var places: [FaultCase?] {
        let middle = cases.count / 2
        return [nil] + cases[..<middle].map(Optional.some) + [nil] + cases[middle...].map(Optional.some) + [nil]
    }

    func play() async throws {
        let places = places
        let configuration = SimulatedFleet.Configuration(
            deviceCount: places.count,
            password: Secret(Self.password),
            nxosShare: section.platform == .nxos ? 1 : 0,
            recordedRequests: 8
        )
        try await withFleet(configuration) { fleet, sandbox in
            var counts: [Int: Int] = [:]
            let members = zip(fleet.devices, places).enumerated().map { index, pair in
                guard let fault = pair.1 else { return Member(name: "good\(index)", device: pair.0) }
                counts[fault.row, default: 0] += 1
                return Member(name: "row\(fault.row)-\(counts[fault.row] ?? 0)", device: pair.0, fault: fault)
            }
            for member in members {
                if let fault = member.fault?.fault { try fleet.setFault(fault, for: member.device.name) }
            }
            try sandbox.write(inventory(members), to: "inventory.yaml")
            try sandbox.write(collection(members), to: "faults.yaml")
            let result = try await runTrawl("run", "./faults.yaml", "--debug", in: sandbox, timeout: .seconds(90))
            try check(result, members, fleet)
        }
    }

    private func inventory(_ members: [Member]) -> String {
        let devices = members.map { member in
            let device = member.device
            var keys = [
                "address": device.address, "port": "\(device.port)",
                "dialect": member.fault?.dialect ?? "\(device.dialect)",
                "tls": "{ server_name: \(device.tls.serverName ?? "") }",
            ]
            keys.merge(member.fault?.settings ?? [:]) { $1 }
            let settings = keys.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            return "  \(member.name): { \(settings.joined(separator: ", ")) }\n"
        }
        return """
            credentials:
              sim: { username: admin, password: { file: sim.password } }
            defaults: { credentials: sim, session: never, tls: { ca_file: sim-ca.pem } }
            devices:
            \(devices.joined())
            """
    }

    private func collection(_ members: [Member]) -> String {
        let hosts = members.compactMap { member in
            member.fault?.limits.map { "    - { match: { name: \(member.name) }, \($0) }\n" }
        }
        var text = "limits:\n  logins: 2000/s\n" + section.limits.map { "  \($0)\n" }.joined()
        if !hosts.isEmpty { text += "  hosts:\n" + hosts.joined() }
        return text + "requests:\n" + section.requests.map { "  - \($0)\n" }.joined()
    }

    // MARK: What is expected

    private func check(_ result: ProgramResult, _ members: [Member], _ fleet: SimulatedFleet) throws {
        let hasFailures = cases.contains { $0.expected != .ok }
        #expect(result.status == (hasFailures ? 3 : 0), "\(section.name): \(result.stderr)")
        for secret in [Self.password, Data("admin:\(Self.password)".utf8).base64EncodedString()] {
            #expect(!result.output.has(secret) && !result.errors.has(secret), "the password shows")
        }
        let records = try Record.all(in: result.lines)
        #expect(records.count == members.count * section.requests.count)
        for member in members {
            let own = zip(records, result.lines).filter { $0.0.device == member.name }
            #expect(own.count == section.requests.count, "\(member.name)")
            let statistics = fleet.statistics(of: member.device.name)
            guard let fault = member.fault else {
                // A device that is well is asked once a call, whatever the others do.
                #expect(own.allSatisfy { $0.0.status == "ok" && $0.0.attempts == 1 }, "\(member.name): \(own)")
                #expect(statistics.connections == 1, "\(member.name)")
                continue
            }
            let name = Comment("\(section.name), row \(fault.row), \(fault.title): \(own.map { $0.1.prefix(1500) })")
            for (record, line) in own { check(record, line, fault, name) }
            let requests = fault.requests ?? fault.attempts * own.count...fault.attempts * own.count
            #expect(requests.contains(statistics.requests), name)
            if let connections = fault.connections { #expect(connections.contains(statistics.connections), name) }
            if let gaps = fault.gaps {
                let received = fleet.recentRequests(of: member.device.name).map(\.received)
                #expect(zip(received, received.dropFirst()).allSatisfy { gaps.contains($0.duration(to: $1)) }, name)
                #expect(received.count > 1, name)
            }
        }
        checkOrder(records, members)
    }

    private func check(_ record: Record, _ line: String, _ fault: FaultCase, _ name: Comment) {
        #expect(record.status == (fault.expected == .ok ? "ok" : "failed"), name)
        #expect(record.error?.code == fault.expected.code, name)
        if case .failed(let code) = fault.expected {
            #expect(record.error?.class == code.errorClass.rawValue, name)
            #expect(!Data(line.utf8).has(#""data":"#), name)
        }
        #expect((fault.tries ?? fault.attempts...fault.attempts).contains(record.attempts), name)
        if let takes = fault.takes {
            #expect(takes.contains(.milliseconds(record.timing?.total ?? 0)), name)
        }
        let line = Data(line.utf8)
        for word in fault.says { #expect(line.has(word), name) }
        if let word = fault.saysOf[record.request] { #expect(line.has(word), name) }
        for word in fault.lacks { #expect(!line.has(word), name) }
    }

    /// Whoever is well is done before whoever is waited for.
    private func checkOrder(_ records: [Record], _ members: [Member]) {
        let slow = Set(members.filter { ($0.fault?.takes?.lowerBound ?? .zero) >= .seconds(1) }.map(\.name))
        let good = Set(members.filter { $0.fault == nil }.map(\.name))
        let lastGood = records.lastIndex { good.contains($0.device) } ?? 0
        let firstSlow = records.firstIndex { slow.contains($0.device) } ?? records.endIndex
        #expect(lastGood < firstSlow, "\(section.name): a good device waited for a bad one")
    }
}

extension Data {
    /// Whether a text is in it, byte for byte; a `String` takes long to look through megabytes.
    func has(_ text: String) -> Bool { range(of: Data(text.utf8)) != nil }
}
