import Testing
import TrawlModels

@testable import TrawlMetrics

@Suite(.timeLimit(.minutes(1)))
struct StandardMetricSetTests {
    private static let definitions = StandardMetricSet.all.flatMap { $0.definitions(from: $0.model.name) }

    @Test func `every model has a set, in the order of the models`() {
        #expect(StandardMetricSet.all.map { $0.model.name } == ModelRegistry.all.map { $0.name })
        for set in StandardMetricSet.all { #expect(!set.definitions(from: "it").isEmpty, "\(set.model.name)") }
    }

    @Test(arguments: definitions)
    func `names follow the rules`(definition: MetricDefinition) {
        let family = definition.family
        let objection = MetricNaming.objection(to: family)
        #expect(objection == nil, "\(family.name): \(objection?.message ?? "")")
        #expect(family.name.hasPrefix("switch_"))
        #expect(!family.help.isEmpty && !family.help.hasSuffix(".") && family.help.first?.isUppercase == true)
        for label in definition.labels { #expect(MetricNaming.objection(toLabel: label.name) == nil) }
        #expect(Set(definition.labels.map(\.name)).count == definition.labels.count)
    }

    @Test func `no two metrics have one name, for Prometheus or OpenMetrics`() {
        #expect(Set(Self.definitions.map(\.family.name)).count == Self.definitions.count)
        #expect(Set(Self.definitions.map { MetricNaming.base(of: $0.family) }).count == Self.definitions.count)
    }

    @Test(arguments: StandardMetricSet.all.map { $0.model.name })
    func `every path leads to a field of the model`(name: String) throws {
        let model = try #require(ModelRegistry.model(named: name))
        let fields = ModelFields(of: model)
        #expect(fields != .unknown)
        for definition in try #require(StandardMetricSet.of(model)).definitions(from: name) {
            let rows = try fields.rows(at: definition.each)
            let paths =
                definition.labels.map(\.path) + definition.conditions.map(\.path)
                + [definition.value.path].compactMap(\.self)
            for path in paths {
                #expect(throws: Never.self, "\(definition.family.name): \(path.text)") {
                    try ModelFields.check(path, from: rows)
                }
            }
        }
    }

    @Test func `fields of a model are known without an answer`() throws {
        guard case .list(.object(let fields)) = ModelFields(of: BGPNeighbors.self) else {
            Issue.record("\(ModelFields(of: BGPNeighbors.self))")
            return
        }
        #expect(fields.map(\.key).prefix(3) == ["vrf", "neighbor", "description"])
        let families = fields.first { $0.key == "families" }?.value
        #expect(
            families == .list(.object(["name", "received", "accepted", "sent"].map { .init(key: $0, value: .value) }))
        )
        let mistake = #expect(throws: ModelFields.Mistake.self) {
            try ModelFields.check("nieghbor", from: ModelFields(of: BGPNeighbors.self).rows(at: "entries"))
        }
        #expect(mistake?.key == "nieghbor" && mistake?.known.contains("neighbor") == true)
    }

    @Test func `a neighbour with a long name costs a switch nothing`() throws {
        let name = String(repeating: "n", count: 5000)
        let entries = [("Ethernet1", name), ("Ethernet2", "spine1")].map { interface, neighbor in
            #"{"interface":"\#(interface)","neighbor":"\#(neighbor)"}"#
        }
        let model = try JSONText.decode(LLDPNeighbors.self, "[\(entries.joined(separator: ","))]")
        let definitions = StandardMetricSet.of(LLDPNeighbors.self)?.definitions(from: "it") ?? []
        let evaluation = MetricEvaluator(definitions: definitions).samples(of: Answer(model: model).outcome)
        #expect(evaluation.problem == nil && evaluation.series == 3)
        #expect(evaluation.groups[0].rows.map { $0.labels[1].value.utf8.count } == [256, 6])
    }
}
