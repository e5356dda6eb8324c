/// The running configuration of a Nexus switch; what it says fits the other answers.
enum NXOSConfiguration {
    static func text(_ context: CommandContext) -> String {
        let device = context.device
        var lines = [
            "",
            "!Command: show running-config",
            "!Running configuration last done at: \(CalendarText(unix: device.booted(at: context.time)).line)",
            "!Time: \(CalendarText(unix: context.time.unix).line)",
            "",
            "version \(NXOSSystem.version) Bios:version 05.52",
            "hostname \(device.name)",
            "",
            "feature nxapi",
            "feature bgp",
            "feature interface-vlan",
            "feature lldp",
            "",
            "username admin password 5 \(EOSConfiguration.hash)  role network-admin",
            "username viewer password 5 \(EOSConfiguration.hash)  role network-operator",
            "username viewer sshkey ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDsimulated viewer@\(SimulatedSwitch.domain)",
            "username viewer passphrase  lifetime 99999 warntime 14 gracetime 3",
            "ip domain-name \(SimulatedSwitch.domain)",
            "snmp-server contact noc@example.net",
            "snmp-server location \(device.siteName)",
            "snmp-server community simulated-ro group network-operator",
            "snmp-server community simulated-ro use-ipv4acl NMS",
            "snmp-server community simulated-rw group network-admin",
            "ntp server \(device.managementGateway) prefer use-vrf management",
        ]
        if let pair = device.pair { lines.append("ntp peer \(pair.peer.management) use-vrf management") }
        lines += [
            "vlan \(device.vlans.map { String($0.id) }.joined(separator: ","))"
        ]
        for vlan in device.vlans where vlan.id != 1 {
            lines += ["vlan \(vlan.id)", "  name \(vlan.name)"]
        }
        lines.append("")
        for interface in device.interfaces {
            lines.append("interface \(NXOSCommands.interfaceName(interface))")
            if !interface.description.isEmpty { lines.append("  description \(interface.description)") }
            if interface.port != nil, interface.accessVLAN == nil { lines.append("  no switchport") }
            if let vlan = interface.accessVLAN, vlan != 1 { lines.append("  switchport access vlan \(vlan)") }
            if interface.kind == .management { lines.append("  vrf member management") }
            if let address = interface.address { lines.append("  ip address \(address)/\(interface.prefixLength)") }
            lines += [interface.isEnabled ? "  no shutdown" : "  shutdown", ""]
        }
        lines += ["router bgp \(device.autonomousSystem)", "  router-id \(device.routerID)"]
        for neighbor in device.neighbors {
            lines.append("  neighbor \(neighbor.address)")
            lines += ["    remote-as \(neighbor.autonomousSystem)", "    description \(neighbor.name)"]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
