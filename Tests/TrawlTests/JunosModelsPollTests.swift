import Testing
import TrawlCore
import TrawlModels
import TrawlSimulator

@testable import Trawl

/// Models of Junos, over the wire.
@Suite(.timeLimit(.minutes(1)))
struct JunosModelsPollTests {
    @Test func `the models agree with the fleet's own state`() async throws {
        let configuration = SimulatedFleet.Configuration(deviceCount: 6, platforms: [.junos, .eos])
        try await withSimulatedFleet(configuration) { fleet in
            let models: [any NormalizedModel.Type] = [
                Facts.self, Interfaces.self, ARP.self, LLDPNeighbors.self, VLANs.self, MACTable.self,
            ]
            let requests = models.map { Request(name: $0.name, model: $0) }
            let devices = fleet.devices.filter { $0.dialect == .junos }
            let fast = Limits(perHost: HostLimits(rate: Rate(perSecond: 1e6), burst: 1000))
            let outcomes = try await poll(devices, requests, fast)
            #expect(outcomes.count == devices.count * models.count)
            for outcome in outcomes {
                #expect(outcome.error == nil, "\(outcome.request): \(outcome.error.map { "\($0)" } ?? "")")
            }
            func model<Model>(_ name: String, _ type: Model.Type) throws -> Model {
                try #require(
                    outcomes.first { $0.request == name && $0.device.name == devices[0].name }?.model as? Model
                )
            }
            let facts = try model("facts", Facts.self)
            #expect(facts.vendor == "Juniper")
            #expect(facts.hostname == devices[0].name)
            #expect(facts.uptime ?? .zero > .zero)
            let interfaces = try model("interfaces", Interfaces.self).entries
            // Logical interfaces do not say whether they are up.
            #expect(facts.interfaces?.count == interfaces.count { $0.up != nil })
            #expect(interfaces.contains { $0.up == true && $0.speed != nil && $0.lastChange != nil })
            #expect(try model("arp", ARP.self).entries.isEmpty == false)
            let neighbors = try model("lldp-neighbors", LLDPNeighbors.self).entries
            #expect(
                neighbors.allSatisfy { $0.neighbor?.hasSuffix(".sim.trawl.test") == true && $0.neighborPort != nil }
            )
            let vlans = try model("vlans", VLANs.self).entries
            #expect(vlans.map(\.id) == [1, 10, 20])
            let macs = try model("mac-table", MACTable.self).entries
            #expect(!macs.isEmpty && macs.allSatisfy { [10, 20].contains($0.vlan) })
            // What two models ask is asked once: six models, and eight RPCs less the two that are shared.
            #expect(fleet.statistics.requests == devices.count * 7)
        }
    }
}
