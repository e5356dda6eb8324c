/// One simulated switch: everything it could be asked, derived from the fleet's seed and the switch's place in it.
///
/// A value is cheap to make and holds no documents, so a fleet of 10,000 keeps none of them.
struct SimulatedSwitch: Sendable {
    /// A host on an access port.
    struct Host: Sendable, Hashable {
        var address: IPv4
        var mac: MACAddress
        var vlan: Int
        var port: Int
        /// Seconds since it was last seen, at the fleet's start.
        var age: Int
    }

    /// A switch at the other end of a link.
    struct Neighbor: Sendable {
        var link: FleetTopology.Link
        var name: String
        var platform: SimulatedPlatform
        var role: FleetTopology.Role
        /// The port at the other end, as that switch calls it.
        var portName: String
        var portDescription: String
        var chassis: MACAddress
        var portMAC: MACAddress
        /// The address at the other end of the link.
        var address: IPv4
        var management: IPv4
        var routerID: IPv4
        var autonomousSystem: Int
    }

    /// A VLAN.
    struct VLAN: Sendable, Hashable {
        var id: Int
        var name: String
    }

    /// The VLANs of every leaf; a spine has the default one alone.
    private static let leafVLANs = [
        VLAN(id: 1, name: "default"), VLAN(id: 10, name: "SERVERS"), VLAN(id: 20, name: "STORAGE"),
    ]
    /// The domain of every switch.
    static let domain = "sim.trawl.test"

    let topology: FleetTopology
    let seed: UInt64
    let index: Int

    var name: String { topology.name(of: index) }
    var role: FleetTopology.Role { topology.role(of: index) }
    var platform: SimulatedPlatform { topology.platform(of: index) }
    var fullName: String { "\(name).\(Self.domain)" }
    var siteName: String { "dc\(topology.site(of: index) + 1)" }
    var vlans: [VLAN] { role == .leaf ? Self.leafVLANs : Array(Self.leafVLANs.prefix(1)) }

    /// A series of random numbers for one part of this switch.
    func generator(_ part: Int) -> SeededGenerator { SeededGenerator(seed: seed, index, part) }

    /// Seconds that the switch had been up when the fleet started.
    var uptimeAtStart: Double {
        var generator = generator(-1)
        return Double(UInt64.random(in: 86_400_000...34_560_000_000, using: &generator)) / 1000
    }

    func uptime(at time: SimulatedTime) -> Double { uptimeAtStart + time.seconds }

    /// Seconds since 1970 when the switch started.
    func booted(at time: SimulatedTime) -> Double { time.started - uptimeAtStart }

    var serialNumber: String {
        var generator = generator(-2)
        let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789")
        let tail = (0..<4).map { _ in String(letters[Int.random(in: 0..<letters.count, using: &generator)]) }.joined()
        return (platform == .eos ? "JPE" : "FDO") + padded(index % 100_000, 5) + tail.prefix(platform == .eos ? 3 : 3)
    }

    var model: String {
        switch (platform, role) {
        case (.eos, .leaf): "DCS-7050SX3-24YC4C-F"
        case (.eos, .spine): "DCS-7060CX-32S-F"
        case (.nxos, .leaf): "N9K-C93180YC-FX-24"
        case (.nxos, .spine): "N9K-C9332C"
        case (.sonic, _): "DellEMC-S5248f-P-25G-DPB"
        case (.cumulus, .leaf): "SN2201"
        case (.cumulus, .spine): "SN4700"
        case (.junos, .leaf): "qfx5120-48y-8c"
        case (.junos, .spine): "qfx5220-32cd"
        }
    }

    var autonomousSystem: Int {
        // Spines of a site share a two-octet number, each leaf has a four-octet one of its own.
        role == .spine ? 64_512 + topology.site(of: index) % 1000 : 4_200_000_000 + topology.number(of: index)
    }

    var routerID: IPv4 { IPv4(0x0A00_0000).advanced(by: index + 1) }
    var management: IPv4 { IPv4(0xAC10_0000).advanced(by: 10 + index) }
    var managementGateway: IPv4 { IPv4(0xAC10_0000).advanced(by: 1) }

    /// The MAC address of the chassis (ordinal 0) or of an interface.
    func mac(_ ordinal: Int) -> MACAddress {
        let vendor: UInt64 = platform == .eos ? 0x001C_7300_0000 : 0x003A_9C00_0000
        return MACAddress(value: vendor + UInt64((index * 64 + ordinal) & 0xFF_FFFF))
    }

    /// The name of an Ethernet port in this switch's words.
    func portName(_ port: Int) -> String {
        switch platform {
        case .eos: "Ethernet\(port)"
        case .nxos: "Ethernet1/\(port)"
        case .sonic: "Ethernet\((port - 1) * 4)"
        case .cumulus: "swp\(port)"
        case .junos: "et-0/0/\(port - 1)"
        }
    }

    /// The address of this switch's end of a link; spines have the even one.
    func address(on link: FleetTopology.Link) -> IPv4 {
        IPv4(0x0A40_0000).advanced(by: link.number * 2 + (role == .leaf ? 1 : 0))
    }

    private func peer(_ index: Int) -> SimulatedSwitch {
        SimulatedSwitch(topology: topology, seed: seed, index: index)
    }

    /// The switches at the other ends of the links, by port.
    var neighbors: [Neighbor] {
        topology.links(of: index).map { link in
            let peer = peer(link.peer)
            return Neighbor(
                link: link,
                name: peer.name,
                platform: peer.platform,
                role: peer.role,
                portName: peer.portName(link.peerPort),
                portDescription: "to \(name) \(portName(link.port))",
                chassis: peer.mac(0),
                portMAC: peer.mac(link.peerPort),
                address: peer.address(on: link),
                management: peer.management,
                routerID: peer.routerID,
                autonomousSystem: peer.autonomousSystem
            )
        }
    }

    /// The gateway address of a VLAN on this leaf.
    func gateway(of vlan: Int) -> IPv4 {
        let leaf = topology.number(of: index) % 16_384
        return IPv4(0x0A80_0000).advanced(by: leaf * 512 + (vlan == 10 ? 0 : 256) + 1)
    }

    /// The hosts behind the access ports; a spine has none.
    var hosts: [Host] {
        guard role == .leaf else { return [] }
        var generator = generator(-3)
        // The last access ports are a pair's own.
        let count = Int.random(in: 6...(SwitchPair.linkPorts[0] - 1), using: &generator)
        return (0..<count).map { number in
            let vlan = number.isMultiple(of: 2) ? 10 : 20
            let mac = 0x0200_0000_0000 + UInt64(index) << 16 + UInt64.random(in: 0...255, using: &generator) << 8
            return Host(
                address: gateway(of: vlan).advanced(by: 9 + number),
                mac: MACAddress(value: mac + UInt64(number)),
                vlan: vlan,
                port: number + 1,
                age: Int.random(in: 0...14_000, using: &generator)
            )
        }
    }

    /// A number with leading zeros.
    func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
