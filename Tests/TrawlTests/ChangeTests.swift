import Testing
import TrawlCore
import TrawlSimulator

@testable import Trawl

/// What is no plain read: who must allow it, and how it is sent.
@Suite(.timeLimit(.minutes(2)))
struct ChangeTests {
    private static func collection(_ lines: [String], changes: ChangePolicy = .allowed) -> RequestCollection {
        RequestCollection(
            name: "changes",
            changes: changes,
            requests: lines.enumerated().map { number, line in
                Request(name: "step\(number)", commands: [.eapi: .cli(line), .nxapi: .cli(line)])
            }
        )
    }

    @Test(arguments: [(ChangePolicy.refused, false), (.refused, true), (.allowed, false)])
    func `one half of the permission is none, and the error names the other`(
        changes: ChangePolicy,
        isAllowed: Bool
    ) throws {
        let error = #expect(throws: PlanError.self) {
            try Plan(
                collections: [Self.collection(["configure"], changes: changes)],
                devices: [TestDevice.named("leaf1")],
                allowingChanges: isAllowed
            )
        }
        let description = try #require(error?.description)
        #expect(description.contains("step0") && description.contains("`configure`"))
        #expect(description.contains("and not by the collection") == (isAllowed && changes == .refused))
        #expect(description.contains("whoever runs it does not") == (!isAllowed && changes == .allowed))
    }

    @Test
    func `a device that is sent a change is tried once, and others as often as before`() throws {
        var reads = Self.collection(["show version"])
        reads.name = "reads"
        var changes = Self.collection(["show version", "configure"])
        changes.devices = DeviceFilter(names: ["leaf1"])
        let plan = try Plan(
            collections: [reads, changes],
            devices: [TestDevice.named("leaf1"), TestDevice.named("leaf2")],
            allowingChanges: true
        )
        #expect(plan.entries.map(\.changes) == [true, false])
        #expect(plan.entries.map(\.retries.attempts) == [1, 3])
    }

    @Test(arguments: ["configure\nreload", "configure\treload", " "])
    func `what is no one command is refused although changes are allowed`(line: String) {
        #expect(throws: PlanError.self) {
            try Plan(
                collections: [Self.collection([line])],
                devices: [TestDevice.named("leaf1")],
                allowingChanges: true
            )
        }
    }

    @Test
    func `a plan that was changed after it was made is checked again`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            var plan = try Plan(collections: [Self.collection(["show version"])], devices: fleet.devices)
            plan.collections[0].requests[0].commands[.eapi] = .cli("reload")
            let edited = plan
            try await withPoller { poller in
                await #expect(throws: PlanError.self) {
                    try await poller.withOutcomes(of: edited) { _ in }
                }
                await #expect(throws: PlanError.self) {
                    try await poller.reply(to: .cli("reload"), from: fleet.devices[0])
                }
            }
            #expect(fleet.statistics.connections == 0)
        }
    }

    @Test
    func `the commands of a model are checked like any other`() {
        struct Reloading: NormalizedModel {
            static let name = "reloading"
            static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
                [.cli("reload")]
            }
            init(from replies: inout Replies) {}
        }
        let request = Request(name: "reloading", model: Reloading.self)
        #expect(throws: PlanError.self) {
            try Plan(
                collections: [RequestCollection(name: "all", requests: [request])],
                devices: [TestDevice.named("leaf1")]
            )
        }
    }

    @Test(arguments: [DialectName.eapi, .nxapi])
    func `changes are sent once and in order, and nothing is asked again after one that failed`(
        dialect: DialectName
    ) async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, nxosShare: dialect == .nxapi ? 1 : 0)) { fleet in
            // The fleet knows no change, so the third step fails.
            let plan = try Plan(
                collections: [Self.collection(["show version", "show version", "configure", "show hostname"])],
                devices: fleet.devices,
                allowingChanges: true
            )
            let outcomes = try await withPoller { poller in
                try await poller.withOutcomes(of: plan) { outcomes in
                    var all: [String: Outcome] = [:]
                    for await outcome in outcomes { all[outcome.request] = outcome }
                    return all
                }
            }
            #expect(outcomes.count == 4)
            #expect(outcomes["step0"]?.status == .ok)
            #expect(outcomes["step1"]?.status == .ok)
            #expect(outcomes["step2"]?.error?.code == .commandRefused)
            #expect(outcomes["step3"]?.error?.code == .earlierCommandFailed)
            let commands = fleet.statistics.commands
            #expect(commands["configure"] == 1)
            #expect(fleet.statistics.requests == 1)
            // The same command twice is two steps.
            #expect(commands["show version"] == 2)
        }
    }

    @Test(arguments: [Fault.closeUnanswered, .status(500), .status(503, retryAfter: "1"), .wrongID])
    func `a change that went wrong is not sent again`(fault: Fault) async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, faults: ["leaf1": fault], nxosShare: 0)) { fleet in
            let plan = try Plan(
                collections: [Self.collection(["configure"])],
                devices: fleet.devices,
                allowingChanges: true
            )
            try await withPoller { poller in
                try await poller.withOutcomes(of: plan) { outcomes in
                    for await outcome in outcomes {
                        #expect(outcome.status == .failed)
                        #expect(outcome.attempts == 1)
                    }
                }
            }
            #expect(fleet.statistics.requests == 1)
        }
    }
}
