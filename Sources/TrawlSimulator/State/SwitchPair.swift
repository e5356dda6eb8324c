/// A leaf's half of a pair of leaves of the same platform, and the port channels that go with it.
///
/// Hosts on the first two access ports are connected to both leaves; the last two access ports are the link between
/// them. A leaf without a partner has the hosts' port channels all the same.
struct SwitchPair: Sendable {
    /// One port channel.
    struct Channel: Sendable, Hashable {
        var number: Int
        var active: [Int]
        var inactive: [Int]
    }

    /// The number of the port channel between the two.
    static let linkNumber = 500
    /// The access ports between the two, on which no host is.
    static let linkPorts = [FleetTopology.accessPorts - 1, FleetTopology.accessPorts]

    /// The other leaf.
    var peer: SimulatedSwitch
    /// Whether this one is the primary.
    var isPrimary: Bool
    /// The number that both have in common.
    var domain: Int
}

extension SimulatedSwitch {
    /// The pair that this leaf is half of; `nil` where it has no partner.
    var pair: SwitchPair? {
        guard let found = topology.partner(of: index) else { return nil }
        return SwitchPair(
            peer: SimulatedSwitch(topology: topology, seed: seed, index: found.index),
            isPrimary: index < found.index,
            domain: found.number
        )
    }

    /// The port channels to hosts: two that are up, and one whose host does not answer where a port is free.
    var hostChannels: [SwitchPair.Channel] {
        guard role == .leaf else { return [] }
        let count = hosts.count
        let up = [1, 2].map { SwitchPair.Channel(number: $0, active: [$0], inactive: []) }
        let free = count + 1
        return free < SwitchPair.linkPorts[0] ? up + [SwitchPair.Channel(number: 3, active: [], inactive: [free])] : up
    }

    /// All port channels.
    var channels: [SwitchPair.Channel] {
        let link = SwitchPair.Channel(number: SwitchPair.linkNumber, active: SwitchPair.linkPorts, inactive: [])
        return hostChannels + (pair == nil ? [] : [link])
    }
}

extension FleetTopology {
    /// The leaf that a leaf is paired with, and the number of their pair: leaves of one platform of a site in turn.
    func partner(of index: Int) -> (index: Int, number: Int)? {
        guard role(of: index) == .leaf else { return nil }
        let platform = platform(of: index)
        let first = site(of: index) * Self.spinePorts
        var rank = 0
        var mates: [Int] = []
        var candidate = index - (number(of: index) - first - 1)
        while candidate < count, role(of: candidate) == .leaf, site(of: candidate) == site(of: index) {
            if self.platform(of: candidate) == platform {
                if candidate == index { rank = mates.count }
                mates.append(candidate)
            }
            candidate += 1
        }
        let mate = rank ^ 1
        return mates.indices.contains(mate) ? (mates[mate], rank / 2 + 1) : nil
    }
}
