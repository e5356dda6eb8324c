import Testing

@testable import TrawlSimulator

@Suite(.timeLimit(.minutes(1)))
struct SimulatedSwitchTests {
    private let topology = FleetTopology(count: 40, nxosShare: 0.5)
    private let start = SimulatedTime(elapsed: .zero, started: 1_800_000_000)
    private let later = SimulatedTime(elapsed: .seconds(10), started: 1_800_000_000)

    private func device(_ index: Int, seed: UInt64 = 1) -> SimulatedSwitch {
        SimulatedSwitch(topology: topology, seed: seed, index: index)
    }

    @Test
    func `the same seed makes the same switch, another seed another`() {
        #expect(device(3).interfaces == device(3).interfaces)
        #expect(device(3).hosts == device(3).hosts)
        #expect(device(3).serialNumber != device(3, seed: 2).serialNumber)
        #expect(device(3).interfaces != device(3, seed: 2).interfaces)
    }

    @Test
    func `counters move with time, and only where a link is up`() {
        for interface in device(0).interfaces {
            let (before, after) = (interface.counters(at: start), interface.counters(at: later))
            #expect(interface.isUp == (after.inOctets > before.inOctets))
            #expect(interface.isUp == (after.outOctets > before.outOctets))
            #expect(after.inUnicast >= before.inUnicast)
        }
    }

    @Test(arguments: 0..<40)
    func `some counters are beyond what a Double can count`(index: Int) {
        let counters = device(index).interfaces.map { $0.counters(at: start) }
        #expect(counters.contains { $0.inOctets > 1 << 53 && UInt64(Double($0.inOctets)) != $0.inOctets })
    }

    @Test
    func `the address of a link's other end is the one that end has`() {
        for index in 0..<40 {
            let device = device(index)
            for neighbor in device.neighbors {
                let peer = self.device(neighbor.link.peer)
                let interface = peer.interfaces.first { $0.port == neighbor.link.peerPort }
                #expect(interface?.address == neighbor.address)
                #expect(interface?.mac == neighbor.portMAC)
                #expect(interface?.description == "to \(device.name) \(device.portName(neighbor.link.port))")
                #expect(peer.autonomousSystem == neighbor.autonomousSystem)
            }
        }
    }

    @Test
    func `no two ports of a fleet share a MAC address, no two devices a router id`() {
        let ports = (0..<40).flatMap { device($0).interfaces.filter { $0.port != nil }.map(\.mac) }
        #expect(Set(ports).count == ports.count)
        #expect(Set((0..<40).map { device($0).routerID }).count == 40)
    }

    @Test
    func `EOS prints each neighbour in detail, as its command line does`() throws {
        let devices = (0..<40).map { self.device($0) }
        let device = try #require(devices.first { $0.platform == .eos && !$0.neighbors.isEmpty })
        let context = CommandContext(device: device, time: start)
        let lines = EOSNetwork.lldpDetailText(context).split(separator: "\n", omittingEmptySubsequences: false)
        let neighbor = try #require(device.neighbors.first)
        let place = try #require(
            lines.firstIndex(of: "Interface Ethernet\(neighbor.link.port) detected 1 LLDP neighbors:")
        )
        #expect(
            lines[place...].prefix(13) == [
                "Interface Ethernet\(neighbor.link.port) detected 1 LLDP neighbors:", "",
                "  Neighbor \(neighbor.chassis.dots)/\"\(neighbor.portName)\", age 5 seconds",
                "  Discovered 1:00:00 ago; Last changed 1:00:00 ago",
                "  - Chassis ID type: MAC address (4)", "    Chassis ID     : \(neighbor.chassis.dots)",
                "  - Port ID type: Interface name (5)", "    Port ID     : \"\(neighbor.portName)\"",
                "  - Time To Live: 120 seconds", "  - Port Description: \"\(neighbor.portDescription)\"",
                "  - System Name: \"\(neighbor.name).\(SimulatedSwitch.domain)\"",
                "  - System Description: \"\(neighbor.platform.systemDescription)\"",
                "  - System Capabilities : Bridge, Router",
            ]
        )
        #expect(lines.count { $0.hasSuffix("detected 1 LLDP neighbors:") } == device.neighbors.count)
    }

    @Test
    func `both platforms tell the same LLDP story`() throws {
        var edges: Set<String> = []
        for index in 0..<40 {
            let device = device(index)
            let context = CommandContext(device: device, time: start)
            let rows: [(local: String, remote: String, port: String)]
            if device.platform == .eos {
                rows = try #require(EOSNetwork.lldp(context)["lldpNeighbors"]?.elements).map { row in
                    (row["port"]?.text ?? "", row["neighborDevice"]?.text ?? "", row["neighborPort"]?.text ?? "")
                }
            } else {
                let table = NXOSTable.withArrays(NXOSNetwork.lldpDetail(context))
                rows = (table.at("TABLE_nbor_detail", "ROW_nbor_detail")?.elements ?? []).map { row in
                    let local = "Ethernet" + (row["l_port_id"]?.text ?? "").dropFirst(3)
                    return (local, row["sys_name"]?.text ?? "", row["port_id"]?.text ?? "")
                }
            }
            for row in rows { edges.insert("\(device.fullName) \(row.local) > \(row.remote) \(row.port)") }
        }
        #expect(!edges.isEmpty)
        for edge in edges {
            let ends = edge.split(separator: ">").map { $0.split(separator: " ").joined(separator: " ") }
            #expect(edges.contains("\(ends[1]) > \(ends[0])"))
        }
    }

    @Test
    func `every host in the ARP table is in the MAC table, on the same VLAN`() {
        let context = CommandContext(device: device(0), time: start)
        let entries = EOSNetwork.macTable(context).at("unicastTable", "tableEntries")?.elements ?? []
        let known = Set(entries.compactMap { $0["macAddress"]?.text })
        for host in context.device.hosts { #expect(known.contains(host.mac.colons)) }
    }
}
