import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// Rows of the catalogue about limits: what is counted is what arrives at the devices.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct LimitFaultTests {
    @Test func `row 21: a run ends at its timeout, and keeps what is finished`() async throws {
        let silent = Dictionary(uniqueKeysWithValues: (2...30).map { ("leaf\($0)", Fault.silent) })
        try await withFleet(.init(deviceCount: 36, faults: silent)) { _, sandbox in
            let result = try await runTrawl(
                "run",
                try sandbox.writeCollection(),
                "-i",
                "sim.yaml",
                "--timeout",
                "3s",
                in: sandbox
            )
            #expect(result.status == 3, "\(result.stderr)")
            #expect(result.duration < .seconds(8))
            let records = try Record.all(in: result.lines)
            #expect(records.count == 36)
            #expect(records.count { $0.status == "ok" } == 36 - silent.count)
            let failed = records.filter { $0.status != "ok" }
            #expect(failed.allSatisfy { $0.error?.class == "cancelled" && $0.error?.code == "run-deadline" })
        }
    }

    @Test func `row 56: a site in trouble gets a fifth more, not three times as much`() async throws {
        try await withFleet(.init(deviceCount: 100)) { fleet, sandbox in
            for device in fleet.devices { try fleet.setFault(.status(500), for: device.name) }
            let collection = try sandbox.writeCollection(limits: "retries: { attempts: 3, backoff: 10ms..40ms }")
            let result = try await runTrawl("run", collection, "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 3)
            #expect(try Record.all(in: result.lines).count { $0.error?.code == "http-server-error" } == 100)
            #expect((100...120).contains(fleet.statistics.requests), "\(fleet.statistics.requests)")
        }
    }

    @Test func `row 116: tries and calls together keep the rate`() async throws {
        let configuration = SimulatedFleet.Configuration(
            deviceCount: 2,
            faults: ["leaf1": .status(500)],
            nxosShare: 0,
            recordedRequests: 32
        )
        try await withFleet(configuration) { fleet, sandbox in
            let requests = (1...4).map { "  - { name: r\($0), http: \"/api/system?\($0)\" }\n" }.joined()
            try sandbox.write(
                """
                limits:
                  logins: 2000/s
                  per_host: { rate: 10/s, burst: 1, concurrency: 4 }
                  retries: { attempts: 3, backoff: 1ms..2ms }
                requests:
                \(requests)
                """,
                to: "rate.yaml"
            )
            let text = try sandbox.text(of: "sim.yaml").replacing("dialect: eapi", with: "dialect: http")
            try sandbox.write(text, to: "sim.yaml")
            let result = try await runTrawl("run", "./rate.yaml", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 3, "\(result.stderr)")
            let received = fleet.recentRequests(of: "leaf1").map(\.received)
            #expect(received.count == 12)
            // What is sent in time may arrive bunched, so the rate is judged over all of them.
            let first = try #require(received.first)
            let last = try #require(received.last)
            #expect(first.duration(to: last) >= .milliseconds(1000))
        }
    }

    @Test func `rows 117 and 118: a slow device sees one call at a time, and one for many requests`() async throws {
        let configuration = SimulatedFleet.Configuration(
            deviceCount: 3,
            faults: ["leaf2": .first(2, .slow(.milliseconds(1500)))],
            nxosShare: 0
        )
        try await withFleet(configuration) { fleet, sandbox in
            let lines = ["show version", "show hostname", "show vlan", "show inventory", "show ip arp"]
            let requests = lines.map { "  - { name: \"\($0.replacing(" ", with: "-"))\", eapi: \($0) }\n" }.joined()
            try sandbox.write(
                """
                limits: { timeout: { request: 1s }, retries: { attempts: 3, backoff: 1ms..2ms }, logins: 2000/s }
                requests:
                \(requests)
                """,
                to: "slow.yaml"
            )
            let result = try await runTrawl("run", "./slow.yaml", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 0, "\(result.stdout)")
            for name in ["leaf1", "leaf2"] {
                let statistics = fleet.statistics(of: name)
                let calls = statistics.commands["show version"]
                #expect(calls == (name == "leaf2" ? 3 : 1))
                #expect(statistics.commands["show ip arp"] == calls)
                #expect(statistics.peakConnections == 1)
                #expect(statistics.peakRequestsInFlight == 1)
            }
        }
    }

    @Test func `row 121: a reset of every tenth connection fails nothing`() async throws {
        try await withFleet(.init(deviceCount: 100)) { fleet, sandbox in
            var broken: Set<String> = []
            for (index, device) in fleet.devices.enumerated() where index % 10 == 3 {
                try fleet.setFault(.first(1, index % 20 == 3 ? .reset : .resetUnanswered), for: device.name)
                broken.insert(device.name)
            }
            let collection = try sandbox.writeCollection(limits: "retries: { attempts: 3, backoff: 10ms..40ms }")
            let result = try await runTrawl("run", collection, "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 0, "\(result.stdout)")
            let records = try Record.all(in: result.lines)
            #expect(records.allSatisfy { $0.attempts == (broken.contains($0.device) ? 2 : 1) })
            #expect(fleet.statistics.connections == 110)
        }
    }
}
