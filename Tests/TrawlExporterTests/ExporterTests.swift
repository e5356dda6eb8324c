import Foundation
import TestSupport
import Testing
import Trawl
import TrawlCollections
import TrawlMetrics
import TrawlSimulator

@testable import TrawlExporter

/// The scheduled scrape over simulated switches, as scrapes see it.
@Suite(.timeLimit(.minutes(3)))
struct ExporterTests {
    @Test func `every device is polled on its schedule over one connection, and its values are exposed`() async throws {
        try await withServedFleet(ServedSetup(.init(deviceCount: 8)) { try configuration($0.devices) }) { served in
            try await eventually { served.fleet.statistics.requests > 40 }
            let series = served.series()
            for device in served.fleet.devices {
                #expect(served.value("trawl_up", ["device": device.name, "request": "facts"]) == 1)
                #expect(served.value("switch_info", ["device": device.name, "role": device.labels["role"] ?? ""]) == 1)
            }
            #expect(served.fleet.statistics.connections == 8)
            #expect(served.fleet.statistics.logins == 8)
            #expect(series["trawl_devices"] == 8)
            #expect(series["trawl_sessions"] == 8)
            #expect(series["trawl_connections"] == 8)
            #expect(series["trawl_logins_total{result=\"accepted\"}"] == 8)
        }
    }

    @Test func `a device that dies loses its values at once, rests, and comes back by itself`() async throws {
        try await withServedFleet(ServedSetup(.init(deviceCount: 2)) { try configuration($0.devices) }) { served in
            try await eventually { served.value("switch_info", ["device": "leaf1"]) == 1 }
            try served.fleet.setFault(.closeUnanswered, for: "leaf1")
            try await eventually { served.value("trawl_up", ["device": "leaf1"]) == 0 }
            #expect(served.value("switch_info", ["device": "leaf1"]) == nil)
            #expect(served.value("trawl_poll_failures_total", ["device": "leaf1", "class": "transport"]) ?? 0 >= 1)
            // After three failures in a row it is left alone.
            try await eventually {
                served.value("trawl_poll_failures_total", ["device": "leaf1", "class": "stopped"]) ?? 0 >= 1
            }
            // What is wrong with it is what it rests for.
            #expect(served.value("trawl_poll_error_info", ["device": "leaf1", "class": "transport"]) == 1)
            #expect(served.value("trawl_up", ["device": served.fleet.devices[1].name]) == 1)
            try served.fleet.setFault(nil, for: "leaf1")
            try await eventually { served.value("switch_info", ["device": "leaf1"]) == 1 }
            #expect(served.value("trawl_up", ["device": "leaf1"]) == 1)
        }
    }

    @Test func `a wrong password is tried once, and another one after a reload`() async throws {
        try await withServedFleet(
            ServedSetup(.init(deviceCount: 1)) { fleet in
                var devices = fleet.devices
                devices[0].credential?.password = Secret("wrong")
                return try configuration(devices, every: .milliseconds(200))
            }
        ) { served in
            try await eventually { served.value("trawl_poll_failures_total", ["class": "auth"]) ?? 0 >= 5 }
            #expect(served.fleet.statistics.rejectedLogins == 1)
            #expect(served.value("trawl_up", ["device": "leaf1"]) == 0)
            #expect(served.value("trawl_poll_error_info", ["class": "auth", "code": "login-resting"]) == 1)
            #expect(served.value("trawl_login_resting_devices") == 1)
            _ = try await served.exporter.apply(configuration(served.fleet.devices, every: .milliseconds(200)))
            try await eventually { served.value("trawl_up", ["device": "leaf1"]) == 1 }
            #expect(served.fleet.statistics.rejectedLogins == 1)
        }
    }

    @Test func `an AAA server that fails once is asked again at the next poll`() async throws {
        let setup = ServedSetup(.init(deviceCount: 1)) { fleet in
            var devices = fleet.devices
            // Every call logs in.
            devices[0].session = .never
            return try configuration(devices, every: .milliseconds(300))
        }
        try await withServedFleet(setup) { served in
            try await eventually { served.value("trawl_up", ["device": "leaf1"]) == 1 }
            try served.fleet.setFault(.first(1, .rejectLogin), for: "leaf1")
            try await eventually { served.value("trawl_poll_failures_total", ["class": "auth"]) == 1 }
            try await eventually { served.value("trawl_up", ["device": "leaf1"]) == 1 }
            #expect(served.fleet.statistics.rejectedLogins == 1)
            #expect(served.value("trawl_login_resting_devices") == 0)
        }
    }

    @Test func `a device that is slower each time is well until the timeout, and never asked twice at once`()
        async throws
    {
        let fault = Fault.slow(.milliseconds(100), step: .milliseconds(250))
        let setup = ServedSetup(.init(deviceCount: 1, faults: ["leaf1": fault], nxosShare: 0)) {
            try configuration($0.devices, every: .milliseconds(500), timeout: .seconds(1))
        }
        try await withServedFleet(setup) { served in
            try await eventually { served.value("trawl_up", ["device": "leaf1"]) == 1 }
            try await eventually {
                served.value("trawl_poll_error_info", ["device": "leaf1", "class": "timeout"]) == 1
            }
            #expect(served.fleet.statistics.peakRequestsInFlight == 1)
            #expect(served.value("trawl_polls_skipped_total", ["device": "leaf1"]) ?? 0 >= 1)
        }
    }

    @Test func `a device that is slower than the interval is polled without overlap, and skips are counted`()
        async throws
    {
        try await withServedFleet(
            ServedSetup(.init(deviceCount: 1, faults: ["leaf1": .slow(.milliseconds(700))])) {
                try configuration($0.devices, every: .milliseconds(500), timeout: .seconds(5))
            }
        ) { served in
            try await eventually { served.value("trawl_polls_skipped_total", ["device": "leaf1"]) ?? 0 >= 3 }
            // Its first poll, with the login, may take as long as three ticks.
            try await eventually { served.value("switch_info", ["device": "leaf1"]) == 1 }
            #expect(served.value("trawl_up", ["device": "leaf1"]) == 1)
            #expect(served.fleet.statistics.peakRequestsInFlight == 1)
        }
    }

    @Test func `a device past a limit is refused whole, and its metric says which`() async throws {
        try await withServedFleet(
            ServedSetup(.init(deviceCount: 1)) {
                try configuration(
                    $0.devices,
                    metricLimits: MetricLimits(series: 20),
                    requests: [Request(name: "interfaces", model: Interfaces.self)]
                )
            }
        ) { served in
            try await eventually {
                served.value("trawl_poll_error_info", ["class": "toolarge", "code": "too-many-series"]) == 1
            }
            #expect(served.value("trawl_up", ["device": "leaf1"]) == 0)
            #expect(served.series().keys.allSatisfy { !$0.hasPrefix("switch_") })
        }
    }

    @Test func `a reload adds, changes and removes devices and leaves the others' connections alone`() async throws {
        try await withServedFleet(
            ServedSetup(.init(deviceCount: 6, nxosShare: 0)) { try configuration(Array($0.devices.prefix(4))) }
        ) { served in
            let devices = served.fleet.devices
            try await eventually { devices.prefix(4).allSatisfy { served.value("trawl_up", ["device": $0.name]) == 1 } }
            var changed = devices[1]
            changed.labels["role"] = "renamed"
            let wanted = [devices[0], changed, devices[4], devices[5]]
            let change = try await served.exporter.apply(configuration(wanted))
            #expect(change == "4 devices: 2 added, 2 removed, 1 changed")
            let series = served.series().keys
            for gone in devices[2...3] { #expect(series.allSatisfy { !$0.contains("device=\"\(gone.name)\"") }) }
            try await eventually {
                wanted.allSatisfy { served.value("trawl_up", ["device": $0.name]) == 1 }
                    && served.value("switch_info", ["device": changed.name, "role": "renamed"]) == 1
            }
            // The one that stayed was never connected to again; those that went were logged out of.
            #expect(served.fleet.statistics(of: devices[0].name).connections == 1)
            #expect(served.fleet.statistics(of: devices[2].name).logouts == 1)
            try await eventually { served.fleet.statistics(of: devices[2].name).openConnections == 0 }
            let asked = served.fleet.statistics(of: devices[2].name).requests
            let others = served.fleet.statistics.requests
            try await eventually { served.fleet.statistics.requests > others + 8 }
            #expect(served.fleet.statistics(of: devices[2].name).requests == asked)
        }
    }

    @Test func `a reload changes an output that has a queue on disk`() async throws {
        try await withTemporaryDirectory { directory in
            let receiver = HostileReceiver()
            try await receiver.listen { definition in
                var definition = definition
                definition.queue = QueueDefinition(directory: "\(directory)/queue")
                let (way, name) = (definition, "remote-write:\(definition.url.endpoint)")
                @Sendable func with(_ definition: PushDefinition, _ devices: [Device]) throws -> ExporterConfiguration {
                    var wanted = try configuration(devices, every: .milliseconds(200))
                    let output = OutputDefinition(.remoteWrite(definition))
                    wanted.files[0].outputs = [output]
                    wanted.outputs = [ResolvedOutput(output)]
                    return wanted
                }
                try await withServedFleet(ServedSetup(.init(deviceCount: 1)) { try with(way, $0.devices) }) { served in
                    try await eventually { served.value("trawl_output_samples_sent_total", ["output": name]) ?? 0 > 0 }
                    var changed = way
                    changed.flush = .milliseconds(50)
                    let sent = served.value("trawl_output_samples_sent_total", ["output": name]) ?? 0
                    _ = try await served.exporter.apply(with(changed, served.fleet.devices))
                    // It goes on with the counters of the one before it.
                    #expect(served.value("trawl_output_samples_sent_total", ["output": name]) ?? 0 >= sent)
                    try await eventually {
                        served.value("trawl_output_samples_sent_total", ["output": name]) ?? 0 > sent + 2
                    }
                    // One that cannot be begun changes nothing, and nothing stays that is at its end.
                    var impossible = way
                    impossible.queue = QueueDefinition(directory: "/proc/trawl/queue")
                    let wrong = try with(impossible, served.fleet.devices)
                    await #expect(throws: FileProblems.self) { try await served.exporter.apply(wrong) }
                    let count = receiver.requests.count
                    try await eventually { receiver.requests.count > count + 2 }
                    #expect(served.value("trawl_output_queue_degraded", ["output": name]) == 0)
                }
            }
        }
    }

    @Test func `the same command of several requests is asked once, and a rarer one as often as it says`() async throws
    {
        let requests = [
            Request(name: "facts", model: Facts.self),
            Request(name: "again", model: Facts.self),
            Request(name: "rare", commands: [.eapi: .cli("show vlan")], every: .seconds(3600)),
        ]
        try await withServedFleet(
            ServedSetup(.init(deviceCount: 1, nxosShare: 0)) {
                try configuration($0.devices, every: .milliseconds(300), requests: requests)
            }
        ) { served in
            try await eventually { served.fleet.statistics.commands["show version"] ?? 0 >= 5 }
            #expect(served.fleet.statistics.commands["show vlan"] == 1)
            let versions = served.fleet.statistics.commands["show version"] ?? 0
            let up = served.value("trawl_up", ["request": "again"])
            #expect(up == 1)
            // One in each call, whatever else travels in it.
            #expect(versions <= served.fleet.statistics.requests)
        }
    }

    @Test func `a device that does not answer loses the values of what is rarely asked, and gets them back`()
        async throws
    {
        let requests = [
            Request(name: "arp", model: ARP.self), Request(name: "facts", model: Facts.self, every: .seconds(3600)),
        ]
        let setup = ServedSetup(.init(deviceCount: 1)) {
            try configuration($0.devices, every: .milliseconds(500), requests: requests)
        }
        try await withServedFleet(setup) { served in
            try await eventually { served.value("switch_info") == 1 && served.value("switch_arp_entries") != nil }
            try served.fleet.setFault(.closeUnanswered, for: "leaf1")
            try await eventually { served.value("trawl_up", ["request": "arp"]) == 0 }
            try await eventually { served.value("trawl_up", ["request": "facts"]) == 0 }
            #expect(served.value("switch_info") == nil)
            try served.fleet.setFault(nil, for: "leaf1")
            try await eventually { served.value("switch_info") == 1 }
            #expect(served.value("trawl_up", ["request": "facts"]) == 1)
        }
    }

    @Test func `what is rarely asked and had no turn at first is asked as soon as it has one`() async throws {
        let requests = [
            Request(name: "arp", model: ARP.self), Request(name: "facts", model: Facts.self, every: .seconds(3600)),
        ]
        let limits = Limits(
            logins: Rate(perSecond: 1),
            perHost: HostLimits(rate: Rate(perSecond: 1000), burst: 100),
            retries: RetryLimits(attempts: 1)
        )
        let setup = ServedSetup(.init(deviceCount: 4, nxosShare: 0)) {
            try configuration(
                $0.devices,
                every: .milliseconds(500),
                timeout: .milliseconds(300),
                limits: limits,
                requests: requests
            )
        }
        try await withServedFleet(setup) { served in
            try await eventually {
                served.series().contains { $0.key.contains("code=\"no-turn\"") && $0.key.contains("request=\"facts\"") }
            }
            try await eventually(within: .seconds(60)) {
                served.fleet.devices.allSatisfy {
                    served.value("trawl_up", ["device": $0.name, "request": "facts"]) == 1
                }
            }
        }
    }

    @Test func `a scraper in a hurry says nothing about a device, and its probes keep the values fresh`() async throws {
        let setup = ServedSetup(.init(deviceCount: 1, faults: ["leaf1": .slow(.milliseconds(300))])) {
            try configuration($0.devices, every: .seconds(5), timeout: .seconds(5))
        }
        try await withServedFleet(setup) { served in
            var successes: [Double?] = []
            for _ in 0..<8 {
                let text = await served.exporter.probe("leaf1", until: .now + .milliseconds(100), as: .text)
                successes.append(ServedFleet.series(of: text ?? [])["probe_success"])
            }
            // One that comes shortly before the end of another's poll has its answer.
            #expect(successes.contains(0))
            let text = await served.exporter.probe("leaf1", until: .now + .seconds(20), as: .text)
            #expect(ServedFleet.series(of: text ?? [])["probe_success"] == 1)
            try await eventually { served.value("switch_info", ["device": "leaf1"]) == 1 }
            #expect(served.value("trawl_up", ["device": "leaf1"]) == 1)
            #expect(served.value("trawl_poll_failures_total", ["device": "leaf1"]) == nil)
        }
    }

    @Test func `probes of one device share one poll, and end at their deadline`() async throws {
        try await withServedFleet(
            ServedSetup(.init(deviceCount: 2, faults: ["leaf1": .slow(.milliseconds(300))])) {
                try configuration($0.devices, every: .seconds(3600))
            }
        ) { served in
            let texts = await withTaskGroup(of: [[UInt8]]?.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        await served.exporter.probe("leaf1", until: .now + .seconds(20), as: .text)
                    }
                }
                return await group.reduce(into: [[[UInt8]]?]()) { $0.append($1) }
            }
            #expect(texts.count == 50)
            for text in texts {
                let series = ServedFleet.series(of: text ?? [])
                #expect(series["probe_success"] == 1)
                #expect(series.keys.contains { $0.hasPrefix("switch_info{") })
            }
            #expect(served.fleet.statistics(of: "leaf1").commands.values.max() == 1)
            try served.fleet.setFault(.silent, for: "leaf1")
            let begin = ContinuousClock.now
            let late = await served.exporter.probe("leaf1", until: .now + .milliseconds(400), as: .text)
            #expect(ContinuousClock.now - begin < .seconds(5))
            let series = ServedFleet.series(of: late ?? [])
            #expect(series["probe_success"] == 0)
            #expect(series.first { $0.key.hasPrefix("trawl_up{") }?.value == 0)
            #expect(await served.exporter.probe("127.0.0.1", until: .now + .seconds(1), as: .text) == nil)
        }
    }

    @Test func `one cycle polls everything once and counts what failed`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 5, faults: ["leaf1": .close])) { fleet in
            try await withPoller(PollerOptions(devices: 5, keepsConnections: true)) { poller in
                let exporter = try Exporter(configuration(fleet.devices, every: .seconds(3600)), poller: poller)
                #expect(await exporter.runOnce() == 1)
                let series = ServedFleet.series(of: exporter.metrics(as: .text))
                #expect(series.count { $0.key.hasPrefix("trawl_up{") && $0.value == 1 } == 4)
            }
        }
    }
}
