extension SimulatedSwitch {
    /// Every interface, in the order in which the switch lists them.
    var interfaces: [SimulatedInterface] {
        [management(mac: mac(60))] + ethernets + [loopback] + gateways
    }

    private func management(mac: MACAddress) -> SimulatedInterface {
        var generator = generator(100)
        return SimulatedInterface(
            kind: .management,
            description: "",
            isUp: true,
            mtu: 1500,
            bandwidth: 1_000_000_000,
            mac: mac,
            address: management,
            prefixLength: 12,
            using: &generator
        )
    }

    private var ethernets: [SimulatedInterface] {
        let links = Dictionary(uniqueKeysWithValues: neighbors.map { ($0.link.port, $0) })
        let hosts = Dictionary(uniqueKeysWithValues: hosts.map { ($0.port, $0) })
        let partner = pair?.peer
        let count = role == .leaf ? FleetTopology.accessPorts + 4 : FleetTopology.spinePorts
        return (1...count).map { port in
            var generator = generator(100 + port)
            if let neighbor = links[port] {
                return SimulatedInterface(
                    kind: .ethernet(port),
                    description: "to \(neighbor.name) \(neighbor.portName)",
                    isUp: true,
                    mtu: 9214,
                    bandwidth: 100_000_000_000,
                    mac: mac(port),
                    address: address(on: neighbor.link),
                    prefixLength: 31,
                    isHuge: port == 1 || port == FleetTopology.accessPorts + 1,
                    using: &generator
                )
            }
            let isAccess = role == .leaf && port <= FleetTopology.accessPorts
            let host = hosts[port]
            let link = SwitchPair.linkPorts.contains(port) ? partner : nil
            return SimulatedInterface(
                kind: .ethernet(port),
                description: link.map { "peer link to \($0.name)" } ?? host.map { "server \($0.address)" } ?? "",
                // Unused ports are shut down on spines and left open on leaves, so that both kinds of "down" occur.
                isEnabled: isAccess,
                isUp: host != nil || link != nil,
                mtu: 9214,
                bandwidth: isAccess ? 25_000_000_000 : 100_000_000_000,
                mac: mac(port),
                accessVLAN: isAccess ? host?.vlan ?? 1 : nil,
                using: &generator
            )
        }
    }

    private var loopback: SimulatedInterface {
        var generator = generator(200)
        return SimulatedInterface(
            kind: .loopback(0),
            description: "router id",
            isUp: true,
            mtu: 65_535,
            bandwidth: 8_000_000_000,
            mac: mac(0),
            address: routerID,
            prefixLength: 32,
            using: &generator
        )
    }

    private var gateways: [SimulatedInterface] {
        vlans.filter { $0.id != 1 }.map { vlan in
            var generator = generator(200 + vlan.id)
            return SimulatedInterface(
                kind: .vlan(vlan.id),
                description: vlan.name,
                isUp: true,
                mtu: 9164,
                bandwidth: 1_000_000_000,
                mac: mac(0),
                address: gateway(of: vlan.id),
                prefixLength: 24,
                using: &generator
            )
        }
    }
}
