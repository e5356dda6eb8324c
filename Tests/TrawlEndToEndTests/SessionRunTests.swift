import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// Sessions that end while a run goes on.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct SessionRunTests {
    @Test func `sessions of two seconds cost a run of ten a login each, and no outcome`() async throws {
        let configuration = SimulatedFleet.Configuration(
            deviceCount: 12,
            latency: .milliseconds(1400) ... .milliseconds(1600),
            nxosShare: 0.5,
            sessionLifetime: .seconds(2)
        )
        try await withFleet(configuration) { fleet, sandbox in
            // Ten commands of NX-OS travel in one call, so that each of its devices is asked fourteen times, four at once.
            let requests = (0..<140).map { number in
                """
                  - name: r\(number)
                    eapi: { command: "show version | include \(number)", format: text }
                    nxapi: { command: "show version | include \(number)", format: text }
                """
            }
            try sandbox.write(
                """
                limits: { logins: 2000/s, per_host: { concurrency: 4, rate: 1000/s, burst: 100 } }
                requests:
                \(requests.joined(separator: "\n"))

                """,
                to: "long.yaml"
            )
            let result = try await runTrawl("run", "./long.yaml", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 0, "\(result.stderr)")
            #expect(result.duration > .seconds(8), "\(result.duration)")
            let records = try Record.all(in: result.lines)
            #expect(records.count == 12 * 140)
            #expect(records.allSatisfy { $0.status == "ok" && $0.attempts == 1 })
            let statistics = fleet.statistics
            #expect(statistics.rejectedLogins == 0)
            #expect(statistics.peakRequestsInFlight >= 24)
            #expect(statistics.expiries >= 6, "\(statistics.expiries)")
            // Of EOS one call is all, which needs no session.
            #expect(statistics.logins == statistics.expiries + 12)
        }
    }
}
