/// What a simulated Nexus switch knows.
enum NXOSCommands {
    /// The commands by name.
    static let table = CommandTable(
        [
            system, network, health, NXOSServices.commands, NXOSPortChannels.commands, NXOSCDP.commands,
            NXOSRoutes.commands,
        ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    )

    static func interfaceName(_ interface: SimulatedInterface) -> String {
        switch interface.kind {
        case .management: "mgmt0"
        case .ethernet(let port): "Ethernet1/\(port)"
        case .loopback(let number): "loopback\(number)"
        case .vlan(let number): "Vlan\(number)"
        }
    }

    static func shortName(_ name: String) -> String {
        for (long, short) in [("Ethernet", "Eth"), ("loopback", "Lo"), ("Vlan", "Vlan")] where name.hasPrefix(long) {
            return short + name.dropFirst(long.count)
        }
        return name
    }

    private static let system: [String: SimulatedCommand] = [
        "show version": SimulatedCommand(json: NXOSSystem.version, text: NXOSSystem.versionText),
        "show hostname": SimulatedCommand(json: NXOSSystem.hostname, text: { "\($0.device.fullName) \n" }),
        "show clock": SimulatedCommand(json: NXOSSystem.clock, text: NXOSSystem.clockText),
        "show inventory": SimulatedCommand(json: NXOSSystem.inventory, text: NXOSSystem.inventoryText),
        "show vlan": SimulatedCommand(json: NXOSSystem.vlans, text: NXOSSystem.vlansText),
        "show vlan brief": SimulatedCommand(json: NXOSSystem.vlansBrief, text: NXOSSystem.vlansText),
        "show running-config": SimulatedCommand(text: NXOSConfiguration.text),
        "show running-config all": SimulatedCommand(text: NXOSConfiguration.text),
        "show startup-config": SimulatedCommand(text: NXOSConfiguration.text),
    ]

    private static let bgp = SimulatedCommand(json: NXOSRouting.summary, text: NXOSRouting.summaryText)

    private static let network: [String: SimulatedCommand] = [
        "show interface": SimulatedCommand(json: NXOSInterfaces.all, text: NXOSInterfaces.allText),
        "show interface status": SimulatedCommand(json: NXOSInterfaces.status, text: NXOSInterfaces.statusText),
        "show ip interface": SimulatedCommand(
            json: NXOSInterfaces.addressesOfDefaultVRF,
            text: NXOSInterfaces.addressesText
        ),
        "show ip interface vrf <vrf>": SimulatedCommand(
            json: NXOSInterfaces.addresses,
            text: NXOSInterfaces.addressesText
        ),
        "show ip interface brief vrf all": SimulatedCommand(
            json: NXOSInterfaces.addressesBrief,
            text: NXOSInterfaces.addressesText
        ),
        "show ipv6 interface": SimulatedCommand(json: { _ in .null }, text: { _ in "" }),
        "show ipv6 interface vrf <vrf>": SimulatedCommand(json: { _ in [:] }, text: { _ in "" }),
        "show ip arp": SimulatedCommand(json: NXOSNetwork.arp, text: NXOSNetwork.arpText),
        "show ip arp vrf <vrf>": SimulatedCommand(json: NXOSNetwork.arpOfVRF, text: NXOSNetwork.arpText),
        "show lldp neighbors": SimulatedCommand(json: NXOSNetwork.lldp, text: NXOSNetwork.lldpText),
        "show lldp neighbors detail": SimulatedCommand(json: NXOSNetwork.lldpDetail, text: NXOSNetwork.lldpDetailText),
        "show mac address-table": SimulatedCommand(json: NXOSNetwork.macTable, text: NXOSNetwork.macTableText),
        "show ip bgp summary": bgp,
        "show ip bgp summary vrf all": bgp,
        "show bgp all summary vrf all": bgp,
    ]

    private static let health: [String: SimulatedCommand] = [
        "show system resources": SimulatedCommand(json: NXOSHealth.resources, text: NXOSHealth.resourcesText),
        "show processes cpu": SimulatedCommand(json: NXOSHealth.processes, text: NXOSHealth.processesText),
        "show processes memory shared": SimulatedCommand(
            json: NXOSHealth.sharedMemory,
            text: NXOSHealth.sharedMemoryText
        ),
        "show environment": SimulatedCommand(json: NXOSHealth.environment, text: NXOSHealth.environmentText),
    ]
}
