import Foundation
import Testing
import TrawlCore
import TrawlSimulator

@testable import Trawl

/// What eAPI's calls can hold, over the wire.
@Suite(.timeLimit(.minutes(2)))
struct EAPIWireTests {
    private func withSwitch<Result>(
        _ fault: Fault? = nil,
        _ body: (SimulatedFleet, Device) async throws -> Result
    ) async throws -> Result {
        var configuration = SimulatedFleet.Configuration(deviceCount: 1, nxosShare: 0, recordedRequests: 64)
        if let fault { configuration.faults = ["leaf1": fault] }
        return try await withSimulatedFleet(configuration) { fleet in
            try await body(fleet, try #require(fleet.devices.first))
        }
    }

    private func byName(_ outcomes: [Outcome]) -> [String: Outcome] {
        Dictionary(uniqueKeysWithValues: outcomes.map { ($0.request, $0) })
    }

    @Test func `formats and versions are mixed in one run, a call for each combination`() async throws {
        try await withSwitch { fleet, device in
            let requests = [
                Request(name: "data", [.eapi: "show version"]),
                Request(name: "text", commands: [.eapi: .cli("show version", format: .text)]),
                Request(name: "latest", commands: [.eapi: Command(.cli("show version"), version: "latest")]),
                Request(name: "revision", commands: [.eapi: Command(.cli("show hostname"), revision: 1)]),
                Request(name: "more", [.eapi: "show hostname"]),
            ]
            let outcomes = byName(try await poll([device], requests))
            for (name, outcome) in outcomes {
                #expect(outcome.error == nil, "\(name): \(outcome.error.map { "\($0)" } ?? "")")
                #expect((outcome.replies.first?.text != nil) == (name == "text"))
            }
            // A login, a call for each of three combinations, a logout.
            #expect(fleet.statistics.requests == 5)
        }
    }

    @Test func `a command without a model is asked in text, and costs the others nothing`() async throws {
        try await withSwitch { fleet, device in
            let lines = ["show version", "show clock", "show hostname", "show running-config", "show lldp neighbors"]
            let outcomes = byName(try await poll([device], lines.map { Request(name: $0, [.eapi: $0]) }))
            for line in lines {
                let outcome = try #require(outcomes[line])
                #expect(outcome.error == nil)
                if line == "show clock" || line == "show running-config" {
                    #expect(outcome.warnings.first == "no JSON model for this command: text")
                    #expect(outcome.replies.first?.text != nil)
                } else {
                    #expect(outcome.replies.first?.json != nil)
                    #expect(outcome.warnings.isEmpty)
                }
            }
            #expect(fleet.statistics.commands["show version"] == 1)
        }
    }

    @Test func `a result that is a text of JSON is read as what it holds`() async throws {
        let directory = FileManager.default.temporaryDirectory.path() + "/trawl-replay-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory + "/eos", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let recorded = #""{\"hostname\":\"leaf1\",\"counter\":18446744073709551615}""#
        try Data(recorded.utf8).write(to: URL(filePath: "\(directory)/eos/show_hostname.json"))
        let configuration = SimulatedFleet.Configuration(deviceCount: 1, replayDirectory: directory, nxosShare: 0)
        try await withSimulatedFleet(configuration) { fleet in
            let outcomes = try await poll(fleet.devices, [Request(name: "hostname", [.eapi: "show hostname"])])
            let json = try #require(outcomes.first?.replies.first?.json)
            #expect(json["hostname"]?.string == "leaf1")
            #expect(json["counter"]?.numberText == "18446744073709551615")
        }
    }

    @Test func `what goes beside a command is refused without permission, and sent with it`() async throws {
        try await withSwitch { fleet, device in
            let request = Request(
                name: "input",
                commands: [.eapi: Command(.cli("show hostname"), input: Secret("y\nhunter2"))]
            )
            #expect(throws: PlanError.self) {
                _ = try Plan(collections: [RequestCollection(name: "c", requests: [request])], devices: [device])
            }
            #expect(fleet.statistics.requests == 0)
            let collection = RequestCollection(name: "c", changes: .allowed, requests: [request])
            let plan = try Plan(collections: [collection], devices: [device], allowingChanges: true)
            let outcomes = try await withPoller { poller in
                try await poller.withOutcomes(of: plan) { outcomes in
                    await outcomes.reduce(into: [Outcome]()) { $0.append($1) }
                }
            }
            #expect(outcomes.map(\.error?.code) == [nil])
            #expect(!"\(plan)".contains("hunter2"))
        }
    }
}
