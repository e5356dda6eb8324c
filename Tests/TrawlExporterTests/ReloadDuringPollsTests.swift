import Foundation
import TestSupport
import Testing
import Trawl
import TrawlMetrics
import TrawlSimulator

@testable import TrawlExporter

@Suite(.timeLimit(.minutes(2)))
struct ReloadDuringPollsTests {
    private static let all = [
        Request(name: "facts", model: Facts.self), Request(name: "arp", model: ARP.self),
        Request(name: "vlans", model: VLANs.self),
    ]

    /// Devices that hang until each poll's end: some poll is always under way.
    private static let hanging = SimulatedFleet.Configuration(
        deviceCount: 6,
        faults: ["leaf1": .silent, "leaf2": .silent, "leaf3": .closeUnanswered]
    )

    @Test func `requests come and go while polls fail, and leave nothing behind`() async throws {
        let setup = ServedSetup(Self.hanging) {
            try configuration($0.devices, every: .milliseconds(300), timeout: .milliseconds(250), requests: Self.all)
        }
        try await withServedFleet(setup) { served in
            let devices = served.fleet.devices
            for round in 0..<6 {
                // What hangs now is over in the next configuration.
                try await eventually { served.fleet.statistics.requestsInFlight > 0 }
                let requests = round % 2 == 0 ? [Self.all[1]] : Self.all.reversed()
                _ = try await served.exporter.apply(
                    configuration(
                        devices,
                        every: .milliseconds(300),
                        timeout: .milliseconds(250),
                        requests: requests
                    )
                )
                let names = Set(requests.map(\.name))
                try await eventually {
                    devices.allSatisfy { served.value("trawl_up", ["device": $0.name, "request": "arp"]) != nil }
                }
                for gone in Set(Self.all.map(\.name)).subtracting(names) {
                    #expect(served.value("trawl_up", ["request": gone]) == nil)
                }
            }
            #expect(served.exporter.isRunning)
            try await eventually { served.value("trawl_up", ["device": devices[5].name, "request": "arp"]) == 1 }
        }
    }

    @Test func `devices come and go while they are polled, and leave nothing behind`() async throws {
        let setup = ServedSetup(Self.hanging) {
            try configuration($0.devices, every: .milliseconds(300), timeout: .milliseconds(250))
        }
        try await withServedFleet(setup) { served in
            let devices = served.fleet.devices
            for round in 0..<6 {
                try await eventually { served.fleet.statistics.requestsInFlight > 0 }
                let wanted = round % 2 == 0 ? Array(devices.suffix(3)) : devices
                _ = try await served.exporter.apply(
                    configuration(wanted, every: .milliseconds(300), timeout: .milliseconds(250))
                )
                try await eventually {
                    wanted.allSatisfy { served.value("trawl_up", ["device": $0.name]) != nil }
                        && served.exporter.status.devices.total == wanted.count
                }
                let status = served.exporter.status.devices
                #expect(status.up + status.failing + status.resting <= wanted.count)
            }
        }
    }

    @Test func `a device whose rarer request fails is not well meanwhile`() async throws {
        let rare = Request(name: "rare", commands: [.eapi: .cli("show nothing")], every: .seconds(3600))
        let setup = ServedSetup(.init(deviceCount: 1, nxosShare: 0)) {
            try configuration($0.devices, every: .milliseconds(200), requests: [Self.all[0], rare])
        }
        try await withServedFleet(setup) { served in
            try await eventually { served.value("trawl_up", ["request": "rare"]) == 0 }
            let polls = served.fleet.statistics.requests
            try await eventually { served.fleet.statistics.requests > polls + 3 }
            let status = served.exporter.status
            #expect(status.devices.failing == 1 && status.devices.up == 0)
            #expect(status.failing.map(\.reason) == ["command / command-refused"])
        }
    }

    @Test func `a device with too many series of all its requests is refused whole`() async throws {
        let requests = [
            Request(name: "interfaces", model: Interfaces.self),
            Request(name: "facts", model: Facts.self, every: .seconds(3600)),
        ]
        let fits = ServedSetup(.init(deviceCount: 1)) {
            try configuration($0.devices, every: .milliseconds(300), requests: requests)
        }
        try await withServedFleet(fits) { served in
            try await eventually { served.value("switch_info") != nil && served.value("switch_interface_up") != nil }
            let own = served.series().keys.filter { $0.hasPrefix("switch_") }.count
            // One less than there are.
            _ = try await served.exporter.apply(
                configuration(
                    served.fleet.devices,
                    every: .milliseconds(300),
                    metricLimits: MetricLimits(series: own - 1),
                    requests: requests
                )
            )
            for request in ["interfaces", "facts"] {
                try await eventually {
                    served.value("trawl_poll_error_info", ["request": request, "code": "too-many-series"]) == 1
                }
            }
            let left = served.series().keys.filter { $0.hasPrefix("switch_") }
            #expect(left.isEmpty, "\(left.sorted())")
            let probed = await served.exporter.probe("leaf1", until: .now + .seconds(20), as: .text)
            #expect(ServedFleet.series(of: probed ?? []).keys.allSatisfy { !$0.hasPrefix("switch_") })
        }
    }
}
