import Testing
import TrawlCore
import TrawlDialects

@testable import Trawl

@Suite(.timeLimit(.minutes(1)))
struct PlanTests {
    private let devices = [
        TestDevice.named("leaf1", labels: ["role": "leaf"]),
        TestDevice.named("leaf2", dialect: .nxapi, labels: ["role": "leaf"]),
        TestDevice.named("spine1", labels: ["role": "spine"]),
    ]

    private func collection(
        _ name: String,
        devices: DeviceFilter = DeviceFilter(),
        limits: Limits = Limits(),
        requests: Int = 1
    ) -> RequestCollection {
        RequestCollection(
            name: name,
            devices: devices,
            limits: limits,
            requests: (0..<requests).map { Request(name: "\(name)\($0)", commands: [.eapi: .cli("show version")]) }
        )
    }

    @Test
    func `each device is asked what its collections ask, in their order`() throws {
        let plan = try Plan(
            collections: [
                collection("leaves", devices: DeviceFilter(labels: ["role": ["leaf"]]), requests: 2),
                collection("all"),
                collection("none", devices: DeviceFilter(names: ["absent"])),
            ],
            devices: devices
        )
        let names = plan.entries.map { entry in
            entry.device.name + ":" + entry.items.map { plan.request(of: $0).name }.joined(separator: ",")
        }
        #expect(names == ["leaf1:leaves0,leaves1,all0", "leaf2:leaves0,leaves1,all0", "spine1:all0"])
        #expect(plan.outcomeCount == 7)
    }

    @Test
    func `devices that nothing is asked of are not in the plan`() throws {
        let plan = try Plan(
            collections: [collection("spines", devices: DeviceFilter(names: ["spine*"]))],
            devices: devices
        )
        #expect(plan.entries.map(\.device.name) == ["spine1"])
    }

    @Test
    func `the strictest limits of a device's collections hold for it, and no other collection's`() throws {
        let hard = Limits(
            concurrency: 10,
            logins: Rate(perSecond: 5),
            authFailures: 1,
            perHost: HostLimits(concurrency: 4, rate: Rate(perSecond: 1), requestTimeout: .seconds(90)),
            runTimeout: .seconds(60),
            retries: RetryLimits(attempts: 1)
        )
        let plan = try Plan(
            collections: [
                collection("all", limits: Limits(perHost: HostLimits(concurrency: 8, requestTimeout: .seconds(20)))),
                collection("leaves", devices: DeviceFilter(labels: ["role": ["leaf"]]), limits: hard),
            ],
            devices: devices
        )
        #expect(plan.concurrency == 10)
        #expect(plan.logins == Rate(perSecond: 5))
        #expect(plan.authFailures == 1)
        #expect(plan.runTimeout == .seconds(60))
        #expect(plan.entries.map(\.limits.rate.perSecond) == [1, 1, 10])
        #expect(plan.entries.map(\.limits.requestTimeout) == [.seconds(20), .seconds(20), .seconds(20)])
        #expect(plan.entries.map(\.limits.concurrency) == [4, 4, 8])
        #expect(plan.entries.map(\.retries.attempts) == [1, 1, 3])
    }

    @Test
    func `NX-API is asked four calls at once at most`() throws {
        let limits = Limits(perHost: HostLimits(concurrency: 32))
        let plan = try Plan(collections: [collection("all", limits: limits)], devices: devices)
        #expect(plan.entries.map(\.limits.concurrency) == [32, 4, 32])
    }

    @Test
    func `the first override that matches is used whole`() throws {
        var old = HostOverride(match: DeviceFilter(names: ["leaf*"]))
        old.rate = Rate(perSecond: 1)
        old.retries = RetryLimits(attempts: 7)
        var later = HostOverride(match: DeviceFilter(names: ["leaf1"]))
        later.requestTimeout = .seconds(120)
        let limits = Limits(hosts: [old, later])
        let plan = try Plan(collections: [collection("all", limits: limits)], devices: devices)
        #expect(plan.entries.map(\.limits.rate.perSecond) == [1, 1, 10])
        #expect(plan.entries.map(\.limits.requestTimeout) == Array(repeating: .seconds(30), count: 3))
        #expect(plan.entries.map(\.retries.attempts) == [7, 7, 3])
    }

    @Test
    func `only what a test lets through is kept`() throws {
        let plan = try Plan(collections: [collection("all", requests: 2)], devices: devices)
        let kept = plan.keeping { device, item in
            device.name == "leaf2" || (device.name == "leaf1" && item.request == 1)
        }
        #expect(kept.entries.map(\.device.name) == ["leaf1", "leaf2"])
        #expect(kept.entries.map(\.items.count) == [1, 2])
    }

    @Test(arguments: ["configure terminal", "show x | bash"])
    func `a plan with a command that is no read is refused, naming it`(line: String) {
        let request = Request(name: "oops", commands: [.eapi: .cli(line)])
        let error = #expect(throws: PlanError.self) {
            try Plan(collections: [RequestCollection(name: "all", requests: [request])], devices: devices)
        }
        #expect(error?.description.contains(line) == true)
        #expect(error?.description.contains("oops") == true)
    }

    @Test
    func `names that cannot be told apart and dialects that nobody speaks are refused`() {
        #expect(throws: PlanError.duplicateDevice("leaf1")) {
            try Plan(collections: [collection("all")], devices: devices + [TestDevice.named("leaf1")])
        }
        let gopher = DialectName(rawValue: "gopher")
        #expect(throws: PlanError.unknownDialect(gopher, device: "old")) {
            try Plan(collections: [collection("all")], devices: [TestDevice.named("old", dialect: gopher)])
        }
        let request = Request(name: "arp", commands: [gopher: .cli("show arp")])
        #expect(throws: PlanError.unknownDialect(gopher, device: nil)) {
            try Plan(collections: [RequestCollection(name: "all", requests: [request])], devices: [])
        }
    }
}
