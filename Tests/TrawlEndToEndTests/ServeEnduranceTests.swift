import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// That serving on and on takes no more of the host than at first; `make soak` is the same in real time, for an hour.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ServeEnduranceTests {
    private struct Usage {
        var descriptors: Double
        var memory: Double
    }

    private func usage(of trawl: ServingTrawl) async throws -> Usage {
        let series = try await trawl.series()
        return Usage(
            descriptors: try #require(series["process_open_fds"]),
            memory: try #require(series["process_resident_memory_bytes"])
        )
    }

    @Test func `memory and descriptors stay flat over many cycles of a fleet in trouble, and over reloads`()
        async throws
    {
        let faults: [Fault] = [
            .tlsStall, .reset, .closeUnanswered, .status(503), .garbage, .rejectLogin, .truncate(after: 100),
        ]
        let names = (0..<14).map { "leaf\($0 * 3 + 2)" }
        let faulty = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, faults[$0 % faults.count]) })
        try await withFleet(.init(deviceCount: 60, faults: faulty)) { fleet, sandbox in
            // Two of them reject their user, which must not stop it everywhere.
            try sandbox.writeServed(authFailures: 1000)
            _ = try await withServing(in: sandbox) { trawl in
                let healthy = fleet.devices.filter { faulty[$0.name] == nil }
                func cycles(_ count: Int) async throws {
                    let before = healthy.map { fleet.statistics(of: $0.name).requests }
                    try await eventually(within: .seconds(100)) {
                        zip(healthy, before).allSatisfy { fleet.statistics(of: $0.name).requests >= $1 + count }
                    }
                }
                // Until everything that is kept is there: connections, sessions, lines, breakers.
                try await cycles(15)
                let first = try await usage(of: trawl)
                for _ in 0..<3 {
                    try await cycles(8)
                    _ = try await trawl.get("/-/reload", "-X", "POST")
                    for device in healthy.prefix(5) { _ = try await trawl.get("/probe?target=\(device.name)") }
                }
                let last = try await usage(of: trawl)
                #expect(last.descriptors <= first.descriptors + 10, "\(first.descriptors), then \(last.descriptors)")
                #expect(last.memory <= first.memory * 1.25 + 16e6, "\(first.memory), then \(last.memory)")
                #expect(fleet.statistics.openConnections <= 60)
            }
        }
    }
}
