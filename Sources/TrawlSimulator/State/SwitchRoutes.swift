/// One route of a switch: a destination and the ways to it.
struct SimulatedRoute: Sendable {
    /// Who made it.
    enum Source: String, Sendable, Hashable {
        case bgp
        case connected
        case fixed = "static"
    }

    /// One way; a connected route has no address.
    struct Hop: Sendable {
        var address: IPv4?
        var interface: SimulatedInterface.Kind
        /// The autonomous systems on the way, of BGP.
        var path: [Int] = []
        /// Who told it, of BGP.
        var routerID: IPv4?
    }

    var network: IPv4
    var length: Int
    var isManagement: Bool
    var source: Source
    var hops: [Hop]

    /// The destination, such as `10.0.0.0/24`.
    var prefix: String { "\(network)/\(length)" }

    /// Whether the destination is a part of another one.
    func isPart(of network: IPv4, _ length: Int) -> Bool {
        self.length >= length && self.network.network(length) == network.network(length)
    }
}

extension SimulatedSwitch {
    /// The routes, by VRF and kind: connected, the management's default, and what BGP told.
    private var routes: [SimulatedRoute] {
        var routes = interfaces.compactMap { interface -> SimulatedRoute? in
            guard let address = interface.address, interface.isUp else { return nil }
            return SimulatedRoute(
                network: address.network(interface.prefixLength),
                length: interface.prefixLength,
                isManagement: interface.kind == .management,
                source: .connected,
                hops: [SimulatedRoute.Hop(interface: interface.kind)]
            )
        }
        let gateway = SimulatedRoute.Hop(address: managementGateway, interface: .management)
        routes.append(
            SimulatedRoute(network: IPv4(0), length: 0, isManagement: true, source: .fixed, hops: [gateway])
        )
        let hops = neighbors.map { neighbor in
            SimulatedRoute.Hop(
                address: neighbor.address,
                interface: .ethernet(neighbor.link.port),
                path: [neighbor.autonomousSystem],
                routerID: neighbor.routerID
            )
        }
        if role == .leaf {
            // Every spine tells the way out, and the loopbacks of the others.
            if !hops.isEmpty { routes.append(told(IPv4(0), 0, hops.map { way($0, to: 65_535) })) }
        } else {
            for (neighbor, hop) in zip(neighbors, hops) {
                let leaf = SimulatedSwitch(topology: topology, seed: seed, index: neighbor.link.peer)
                routes.append(told(leaf.routerID, 32, [hop]))
                routes += leaf.vlans.filter { $0.id != 1 }.map { told(leaf.gateway(of: $0.id).network(24), 24, [hop]) }
            }
        }
        return routes
    }

    private func told(_ network: IPv4, _ length: Int, _ hops: [SimulatedRoute.Hop]) -> SimulatedRoute {
        SimulatedRoute(network: network, length: length, isManagement: false, source: .bgp, hops: hops)
    }

    private func way(_ hop: SimulatedRoute.Hop, to system: Int) -> SimulatedRoute.Hop {
        var hop = hop
        hop.path.append(system)
        return hop
    }

    /// The routes to a destination in a VRF: the one to exactly that, of an address the closest, or all parts of it.
    func routes(to destination: String, inManagement isManagement: Bool, longer: Bool) -> [SimulatedRoute] {
        let parts = destination.split(separator: "/")
        guard let network = parts.first.flatMap({ IPv4(String($0)) }) else { return [] }
        let length = parts.count > 1 ? Int(parts[1]) ?? 32 : 32
        guard (0...32).contains(length) else { return [] }
        let all = routes.filter { $0.isManagement == isManagement }
        if longer { return all.filter { $0.isPart(of: network, length) } }
        let exact = all.filter { $0.length == length && $0.network == network.network(length) }
        if !exact.isEmpty || length < 32 { return exact }
        let covering = all.filter { network.network($0.length) == $0.network }
        return covering.filter { $0.length == covering.map(\.length).max() }
    }
}
