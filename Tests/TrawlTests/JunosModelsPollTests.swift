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
                BGPNeighbors.self, HardwareInventory.self,
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
            let sessions = try model("bgp-neighbors", BGPNeighbors.self).entries
            let names = neighbors.map { neighbor in neighbor.neighbor.map { String($0.prefix { $0 != "." }) } }
            #expect(!sessions.isEmpty && Set(sessions.map(\.description)) == Set(names))
            for session in sessions {
                #expect(session.up && session.vrf == .default && session.families.map(\.name) == ["ipv4"])
                #expect(session.uptime ?? .zero > .zero && session.lastChange != nil)
                #expect(session.receivedPrefixes ?? 0 > 0 && session.sentPrefixes == 3)
            }
            let parts = try model("inventory", HardwareInventory.self).entries
            #expect(parts.first?.kind == .chassis && parts.first?.serialNumber == facts.serialNumber)
            #expect(parts.contains { $0.kind == .transceiver && $0.name.hasPrefix("FPC 0 PIC 0 Xcvr ") })
            // What two models ask is asked once.
            #expect(fleet.statistics.requests == devices.count * 10)
        }
    }
}
