/// What a simulated Arista switch knows.
enum EOSCommands {
    /// The commands by name.
    static let table = CommandTable(
        [
            system, network, health, EOSServices.commands, EOSPortChannels.commands, EOSRoutes.commands,
            EOSOSPF.commands,
        ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    )

    static func interfaceName(_ interface: SimulatedInterface) -> String {
        switch interface.kind {
        case .management: "Management1"
        case .ethernet(let port): "Ethernet\(port)"
        case .loopback(let number): "Loopback\(number)"
        case .vlan(let number): "Vlan\(number)"
        }
    }

    static func shortName(_ name: String) -> String {
        for (long, short) in [("Management", "Ma"), ("Ethernet", "Et"), ("Loopback", "Lo"), ("Vlan", "Vl")]
        where name.hasPrefix(long) {
            return short + name.dropFirst(long.count)
        }
        return name
    }

    private static let configuration = SimulatedCommand(
        text: { EOSConfiguration.text($0) },
        isPrivileged: true
    )

    private static let sanitizedConfiguration = SimulatedCommand(
        text: { EOSConfiguration.text($0, isSanitized: true) },
        isPrivileged: true
    )

    private static let system: [String: SimulatedCommand] = [
        "show version": SimulatedCommand(json: EOSSystem.version, text: EOSSystem.versionText),
        "show hostname": SimulatedCommand(json: EOSSystem.hostname, text: EOSSystem.hostnameText),
        "show clock": SimulatedCommand(text: EOSSystem.clockText),
        "show inventory": SimulatedCommand(json: EOSSystem.inventory, text: EOSSystem.inventoryText),
        "show vlan": SimulatedCommand(json: EOSSystem.vlans, text: EOSSystem.vlansText),
        "show running-config": configuration,
        "show running-config all": configuration,
        "show running-config sanitized": sanitizedConfiguration,
        "show running-config all sanitized": sanitizedConfiguration,
        "show startup-config": configuration,
    ]

    private static let arp = SimulatedCommand(json: EOSNetwork.arp, text: EOSNetwork.arpText)
    private static let arpAll = SimulatedCommand(json: EOSNetwork.arpOfAllVRFs, text: EOSNetwork.arpOfAllVRFsText)
    private static let lldp = SimulatedCommand(json: EOSNetwork.lldp, text: EOSNetwork.lldpText)
    private static let bgp = SimulatedCommand(json: EOSRouting.summary, text: EOSRouting.summaryText)

    private static let network: [String: SimulatedCommand] = [
        "show interfaces": SimulatedCommand(json: EOSInterfaces.all, text: EOSInterfaces.allText),
        "show interfaces status": SimulatedCommand(json: EOSInterfaces.status, text: EOSInterfaces.statusText),
        "show ip interface": SimulatedCommand(json: EOSInterfaces.addresses, text: EOSInterfaces.addressesText),
        "show ipv6 interface": SimulatedCommand(json: { _ in ["interfaces": [:]] }, text: { _ in "" }),
        "show ip arp": arp,
        "show arp": arp,
        "show arp vrf all": arpAll,
        "show ip arp vrf all": arpAll,
        "show lldp neighbors": lldp,
        "show lldp neighbors detail": SimulatedCommand(json: EOSNetwork.lldpDetail, text: EOSNetwork.lldpDetailText),
        "show mac address-table": SimulatedCommand(json: EOSNetwork.macTable, text: EOSNetwork.macTableText),
        "show ip bgp summary": bgp,
        "show ip bgp summary vrf all": bgp,
        "show ipv6 bgp summary vrf all": SimulatedCommand(json: EOSRouting.summaryOfIPv6, text: { _ in "" }),
        "show ipv6 bgp peers vrf all": SimulatedCommand(json: EOSRouting.peersOfIPv6, text: { _ in "" }),
        "show ip bgp neighbors vrf all": SimulatedCommand(json: EOSRouting.peers, text: EOSRouting.peersText),
    ]

    private static let health: [String: SimulatedCommand] = [
        "show processes top once": SimulatedCommand(json: EOSHealth.processes, text: EOSHealth.processesText),
        "show system environment cooling": SimulatedCommand(json: EOSHealth.cooling, text: EOSHealth.coolingText),
        "show system environment temperature": SimulatedCommand(
            json: EOSHealth.temperature,
            text: EOSHealth.temperatureText
        ),
        "show system environment power": SimulatedCommand(json: EOSHealth.power, text: EOSHealth.powerText),
    ]
}
