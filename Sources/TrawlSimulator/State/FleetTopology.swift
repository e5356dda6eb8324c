/// Who is who in a fleet, and which port leads where; everything follows from the number of devices.
///
/// Devices come in sites of up to 32 leaves and 4 spines. Every leaf has a link to every spine of its site: leaf *k*
/// uses its port 24 + *j* for spine *j*, which uses its port *k*.
struct FleetTopology: Sendable, Hashable {
    /// A leaf connects hosts, a spine connects leaves.
    enum Role: String, Sendable, Hashable {
        case leaf
        case spine
    }

    /// One link, seen from one of its ends.
    struct Link: Sendable, Hashable {
        /// The port on this switch, from 1.
        var port: Int
        /// The switch at the other end.
        var peer: Int
        /// The port at the other end, from 1.
        var peerPort: Int
        /// The link's number in the fleet; addresses follow from it.
        var number: Int
    }

    /// Ports of a leaf where hosts are connected.
    static let accessPorts = 24
    /// Ports of a spine.
    static let spinePorts = 32
    private static let spinesPerSite = 4
    private static let siteSize = spinePorts + spinesPerSite

    /// How many devices there are.
    let count: Int
    /// How many of them play NX-OS, from 0 to 1.
    let nxosShare: Double
    /// What the devices play in turn, in place of a share; empty for EOS and NX-OS.
    var platforms: [SimulatedPlatform] = []

    /// The site of a device, from 0.
    func site(of index: Int) -> Int { index / Self.siteSize }

    private func size(ofSite site: Int) -> Int { min(Self.siteSize, count - site * Self.siteSize) }

    private func spines(ofSite site: Int) -> Int {
        let size = size(ofSite: site)
        return size < 2 ? 0 : min(Self.spinesPerSite, max(1, size / 4))
    }

    private func leaves(ofSite site: Int) -> Int { size(ofSite: site) - spines(ofSite: site) }

    /// What a device is there for; in a site the leaves come first.
    func role(of index: Int) -> Role {
        index % Self.siteSize < leaves(ofSite: site(of: index)) ? .leaf : .spine
    }

    /// A device's number among those of its role, from 1.
    func number(of index: Int) -> Int {
        let (site, position) = (site(of: index), index % Self.siteSize)
        let leaves = leaves(ofSite: site)
        return position < leaves
            ? site * Self.spinePorts + position + 1
            : site * Self.spinesPerSite + position - leaves + 1
    }

    /// A device's name, such as `leaf1`.
    func name(of index: Int) -> String { "\(role(of: index).rawValue)\(number(of: index))" }

    /// The device with a name; `nil` where there is none.
    func index(named name: String) -> Int? {
        for (role, perSite) in [(Role.leaf, Self.spinePorts), (.spine, Self.spinesPerSite)]
        where name.hasPrefix(role.rawValue) {
            guard let number = Int(name.dropFirst(role.rawValue.count)), number > 0 else { continue }
            let site = (number - 1) / perSite
            guard site * Self.siteSize < count else { continue }
            let first = site * Self.siteSize + (role == .leaf ? 0 : leaves(ofSite: site))
            let index = first + (number - 1) % perSite
            if index < count, self.name(of: index) == name { return index }
        }
        return nil
    }

    /// What a device plays: NX-OS devices are spread evenly over the fleet, leaves and spines alike.
    func platform(of index: Int) -> SimulatedPlatform {
        if !platforms.isEmpty { return platforms[index % platforms.count] }
        let before = (Double(index) * nxosShare).rounded(.down)
        let after = (Double(index + 1) * nxosShare).rounded(.down)
        return after > before ? .nxos : .eos
    }

    /// The links of a device, by port.
    func links(of index: Int) -> [Link] {
        let site = site(of: index)
        let (leaves, spines) = (leaves(ofSite: site), spines(ofSite: site))
        let (first, position) = (site * Self.siteSize, index % Self.siteSize)
        switch role(of: index) {
        case .leaf:
            return (0..<spines).map { spine in
                Link(
                    port: Self.accessPorts + spine + 1,
                    peer: first + leaves + spine,
                    peerPort: position + 1,
                    number: linkNumber(site: site, leaf: position, spine: spine)
                )
            }
        case .spine:
            let spine = position - leaves
            return (0..<leaves).map { leaf in
                Link(
                    port: leaf + 1,
                    peer: first + leaf,
                    peerPort: Self.accessPorts + spine + 1,
                    number: linkNumber(site: site, leaf: leaf, spine: spine)
                )
            }
        }
    }

    private func linkNumber(site: Int, leaf: Int, spine: Int) -> Int {
        (site * Self.spinePorts + leaf) * Self.spinesPerSite + spine
    }
}
