import Testing

@testable import TrawlSimulator

@Suite(.timeLimit(.minutes(1)))
struct FleetTopologyTests {
    @Test(arguments: [1, 2, 3, 4, 8, 35, 36, 37, 38, 72, 100, 1000])
    func `names are unique, and lead back to their device`(count: Int) {
        let topology = FleetTopology(count: count, nxosShare: 0.5)
        let names = (0..<count).map(topology.name(of:))
        #expect(Set(names).count == count)
        for (index, name) in names.enumerated() { #expect(topology.index(named: name) == index) }
        for stranger in ["leaf0", "leaf01", "spine0", "leaf\(count + 1)", "spine\(count)x", "core1", ""] {
            #expect(topology.index(named: stranger) == nil)
        }
    }

    @Test(arguments: [2, 5, 36, 40, 100])
    func `every link is named back by its other end`(count: Int) {
        let topology = FleetTopology(count: count, nxosShare: 0.5)
        for index in 0..<count {
            for link in topology.links(of: index) {
                let back = topology.links(of: link.peer).filter { $0.peer == index }
                #expect(back.count == 1)
                #expect(back.first?.port == link.peerPort)
                #expect(back.first?.peerPort == link.port)
                #expect(back.first?.number == link.number)
                #expect(topology.role(of: index) != topology.role(of: link.peer))
            }
        }
    }

    @Test(arguments: [(0.0, 0), (0.25, 25), (0.5, 50), (1.0, 100)])
    func `the share of NX-OS is kept`(share: Double, expected: Int) {
        let topology = FleetTopology(count: 100, nxosShare: share)
        #expect((0..<100).filter { topology.platform(of: $0) == .nxos }.count == expected)
    }

    @Test
    func `leaves and spines play both systems`() {
        let topology = FleetTopology(count: 36, nxosShare: 0.5)
        let kinds = Set((0..<36).map { "\(topology.role(of: $0)) \(topology.platform(of: $0))" })
        #expect(kinds == ["leaf eos", "leaf nxos", "spine eos", "spine nxos"])
    }
}
