/// The running configuration of an Arista switch; what it says fits the other answers.
enum EOSConfiguration {
    /// The hash of a password that nobody knows.
    static let hash = "$6$simulated$NoPasswordHasThisHash0123456789"

    /// The configuration; sanitized it has `<removed>` in place of hashes and communities.
    static func text(_ context: CommandContext, isSanitized: Bool = false) -> String {
        let device = context.device
        func secret(_ text: String) -> String { isSanitized ? "<removed>" : text }
        var lines = [
            "! Command: show running-config",
            "! device: \(device.name) (\(device.model), EOS-\(EOSSystem.version))",
            "!",
            "! boot system flash:/EOS-\(EOSSystem.version).swi",
            "!",
            "hostname \(device.name)",
            "dns domain \(SimulatedSwitch.domain)",
            "!",
            "ntp server vrf MGMT \(device.managementGateway) prefer iburst",
            "ntp server vrf MGMT \(device.managementGateway.advanced(by: 1)) local-interface Management1",
            "!",
            "snmp-server contact noc@example.net",
            "snmp-server location \(device.siteName)",
            "snmp-server community \(secret("simulated-ro")) ro",
            "snmp-server community \(secret("simulated-rw")) rw NMS",
            "!",
            "aaa root secret sha512 \(secret(hash))",
            "username admin privilege 15 role network-admin secret sha512 \(secret(hash))",
            "username viewer privilege 1 role network-operator secret sha512 \(secret(hash))",
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
