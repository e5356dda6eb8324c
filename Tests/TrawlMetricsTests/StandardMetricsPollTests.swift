import TestSupport
import Testing
import Trawl
import TrawlCore
import TrawlJSON
import TrawlSimulator

@testable import TrawlMetrics

/// The standard sets over a simulated fleet of every platform that has models.
@Suite(.timeLimit(.minutes(2)))
struct StandardMetricsPollTests {
    /// What no simulated switch says.
    private static let untold: Set<String> = []

    /// A request for every model.
    private static let requests = ModelRegistry.all.map { model in
        let arguments: ModelArguments = model.name == RoutesTo.name ? ["destination": "0.0.0.0/0"] : [:]
        return Request(name: model.name, model: model, arguments: arguments)
    }

    private static let evaluator = MetricEvaluator(
        definitions: StandardMetricSet.all.flatMap { $0.definitions(from: $0.model.name) }
    )

    @Test(.enabled(if: PromTool.isPresent, "promtool")) func `every model of every device gives sound series`()
        async throws
    {
        let configuration = SimulatedFleet.Configuration(deviceCount: 9, platforms: [.eos, .nxos, .junos])
        try await withSimulatedFleet(configuration) { fleet in
            let devices = fleet.devices
            let fast = Limits(perHost: HostLimits(rate: Rate(perSecond: 1e6), burst: 1000))
            let plan = try Plan(
                collections: [RequestCollection(name: "test", limits: fast, requests: Self.requests)],
                devices: devices
            )
            let outcomes: [Outcome] = try await withPoller(PollerOptions(devices: devices.count)) { poller in
                try await poller.withOutcomes(of: plan) { outcomes in
                    await outcomes.reduce(into: []) { $0.append($1) }
                }
            }
            var families: [String: SampleGroup] = [:]
            for outcome in outcomes where outcome.status == .ok {
                let evaluation = Self.evaluator.samples(of: outcome)
                let place = "\(outcome.request) of \(outcome.device.name), \(outcome.device.dialect)"
                #expect(evaluation.problem == nil, "\(place)")
                try checkFields(of: outcome, place)
                #expect(evaluation.dropped == 0, "\(place)")
                for group in evaluation.groups {
                    let rows = group.rows.map {
                        SampleRow([MetricLabel("device", outcome.device.name)] + $0.labels, $0.value)
                    }
                    families[group.family.name, default: SampleGroup(group.family, [])].rows += rows
                    check(group, place)
                }
            }
            for group in families.values {
                #expect(Set(group.rows.map(\.labels)).count == group.rows.count, "duplicates of \(group.family.name)")
            }
            let known = Set(StandardMetricSet.all.flatMap { $0.definitions(from: "") }.map(\.family.name))
            #expect(known.subtracting(families.keys) == Self.untold)
            let sorted = families.values.sorted { $0.family.name < $1.family.name }
            #expect(try await PromTool.complaints(about: sorted) == "")
        }
    }

    /// Every field that a model writes is one that a collection may name.
    private func checkFields(of outcome: Outcome, _ place: String) throws {
        let type = try #require(ModelRegistry.model(named: outcome.request))
        var writer = JSONWriter()
        try writer.encode(try #require(outcome.model))
        check(try JSONSlice(parsing: writer.bytes), ModelFields(of: type), place)
    }

    private func check(_ value: JSONSlice, _ fields: ModelFields, _ place: String) {
        switch (fields, value.kind) {
        case (.object(let known), .object):
            for (key, part) in value.members {
                guard let field = known.first(where: { $0.key == key }) else {
                    Issue.record("`\(key)` is no known field: \(place)")
                    continue
                }
                check(part, field.value, place)
            }
        case (.list(let element), .array):
            for part in value.elements.prefix(50) { check(part, element, place) }
        case (.value, .string), (.value, .number), (.value, .bool): break
        default: Issue.record("\(fields) is not \(value): \(place)")
        }
    }

    private func check(_ group: SampleGroup, _ place: String) {
        let values = group.rows.map(\.value.double)
        let name = group.family.name
        #expect(values.allSatisfy { $0.isFinite }, "\(name): \(place)")
        switch group.family.unit {
        case "ratio": #expect(values.allSatisfy { (0...1).contains($0) }, "\(name): \(place): \(values)")
        case "celsius": #expect(values.allSatisfy { (-40...150).contains($0) }, "\(name): \(place): \(values)")
        case "dbm": #expect(values.allSatisfy { (-60...20).contains($0) }, "\(name): \(place): \(values)")
        default: break
        }
        if name.hasSuffix("_timestamp_seconds") {
            #expect(values.allSatisfy { $0 > 1e9 && $0 < 4e9 }, "\(name): \(place): \(values)")
        }
        if name.hasSuffix("_up") || name.hasSuffix("_ok")
            || group.family.kind != .gauge && group.family.kind != .counter
        {
            #expect(values.allSatisfy { $0 == 0 || $0 == 1 }, "\(name): \(place): \(values)")
        }
    }
}
