import Foundation
import TestSupport
import Testing
import Trawl
import TrawlSimulator

@testable import TrawlExporter

/// That devices in trouble cost the others no time.
@Suite(.serialized, .timeLimit(.minutes(8)))
struct PhaseTests {
    private static let every = Duration.seconds(10)

    /// How far from its own place in the interval each healthy device was called, in the middle of its calls.
    private func deviations(faults: [String: Fault]) async throws -> [Duration] {
        // As little work as there can be: fleet and poller share this host with each other, and with who knows what.
        let fleet = SimulatedFleet.Configuration(deviceCount: 500, faults: faults, usesTLS: false)
        let requests = [
            Request(name: "clock", commands: [.eapi: .cli("show clock"), .nxapi: .cli("show clock")])
        ]
        return try await withSimulatedFleet(fleet) { fleet in
            try await withPoller(PollerOptions(devices: 500, keepsConnections: true)) { poller in
                let served = try configuration(fleet.devices, every: Self.every, requests: requests)
                let exporter = try Exporter(served, poller: poller)
                let healthy = fleet.devices.filter { faults[$0.name] == nil }
                let deviations = try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await exporter.run() }
                    defer { exporter.stop() }
                    // The first user's verdict, which everybody waits for, is no part of the phase.
                    try await eventually(within: .seconds(90)) {
                        healthy.allSatisfy { fleet.statistics(of: $0.name).requests >= 3 }
                    }
                    let wall = Date().timeIntervalSince1970
                    let now = ContinuousClock.now
                    return healthy.compactMap { device -> Duration? in
                        let phase = Timetable(device: device.name, intervals: [Self.every]).phase / .seconds(1)
                        guard let last = fleet.recentRequests(of: device.name).last else { return nil }
                        let time = wall - (last.received.duration(to: now) / .seconds(1))
                        let late = (time - phase).truncatingRemainder(dividingBy: 10)
                        return .seconds(min(late, 10 - late))
                    }
                }
                return deviations.sorted()
            }
        }
    }

    @Test func `devices that hang and that reset leave the others at their own time`() async throws {
        var faults: [String: Fault] = [:]
        for number in 0..<40 { faults["leaf\(7 + number * 9)"] = number < 20 ? .silent : .reset }
        // Who else uses this host shows in what is measured: the best of three times counts.
        var differences: [[Double]] = []
        for _ in 0..<3 {
            let alone = try await deviations(faults: [:])
            let beside = try await deviations(faults: faults)
            #expect(alone.count == 500)
            #expect(beside.count == 460)
            let middle: Duration = beside[230] - alone[250]
            let late: Duration = beside[414] - alone[450]
            differences.append([middle / .milliseconds(1), late / .milliseconds(1)])
            if max(middle, late) < .milliseconds(50) { break }
        }
        let best: Double = differences.compactMap { $0.max() }.min() ?? .infinity
        #expect(best < 50, "milliseconds: \(differences)")
    }
}
