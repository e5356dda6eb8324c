/// The running configuration of an Arista switch; what it says fits the other answers.
enum EOSConfiguration {
    static func text(_ context: CommandContext) -> String {
        let device = context.device
        var lines = [
            "! Command: show running-config",
            "! device: \(device.name) (\(device.model), EOS-\(EOSSystem.version))",
            "!",
            "! boot system flash:/EOS-\(EOSSystem.version).swi",
            "!",
            "hostname \(device.name)",
            "dns domain \(SimulatedSwitch.domain)",
            "!",
            "ntp server vrf MGMT \(device.managementGateway)",
            "!",
            "vrf instance MGMT",
            "!",
        ]
        for vlan in device.vlans where vlan.id != 1 {
            lines += ["vlan \(vlan.id)", "   name \(vlan.name)", "!"]
        }
        for interface in device.interfaces {
            lines.append("interface \(EOSCommands.interfaceName(interface))")
            if !interface.description.isEmpty { lines.append("   description \(interface.description)") }
            if !interface.isEnabled { lines.append("   shutdown") }
            if interface.kind == .management { lines.append("   vrf MGMT") }
            if let vlan = interface.accessVLAN, vlan != 1 { lines.append("   switchport access vlan \(vlan)") }
            if let address = interface.address {
                if interface.port != nil { lines.append("   no switchport") }
                lines.append("   ip address \(address)/\(interface.prefixLength)")
            }
            lines.append("!")
        }
        lines += ["router bgp \(device.autonomousSystem)", "   router-id \(device.routerID)"]
        for neighbor in device.neighbors {
            lines.append("   neighbor \(neighbor.address) remote-as \(neighbor.autonomousSystem)")
            lines.append("   neighbor \(neighbor.address) description \(neighbor.name)")
        }
        lines += ["   redistribute connected", "!", "management api http-commands", "   no shutdown", "!", "end", ""]
        return lines.joined(separator: "\n")
    }
}
