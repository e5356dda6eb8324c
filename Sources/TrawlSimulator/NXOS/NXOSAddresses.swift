extension NXOSInterfaces {
    private static func withAddress(_ context: CommandContext) -> [(interface: SimulatedInterface, address: IPv4)] {
        context.device.interfaces.compactMap { interface in interface.address.map { (interface, $0) } }
    }

    private static func vrf(of interface: SimulatedInterface) -> String {
        interface.kind == .management ? "management" : "default"
    }

    /// The addresses of the VRF that the command ends with, or of all.
    static func addresses(_ context: CommandContext) -> JSONValue {
        let wanted = context.words.last ?? "all"
        return addresses(of: withAddress(context).filter { wanted == "all" || vrf(of: $0.interface) == wanted })
    }

    static func addressesOfDefaultVRF(_ context: CommandContext) -> JSONValue {
        addresses(of: withAddress(context).filter { $0.interface.kind != .management })
    }

    /// The VRF of every interface stands beside the interfaces, row for row.
    private static func addresses(of list: [(interface: SimulatedInterface, address: IPv4)]) -> JSONValue {
        let vrfs = list.map { entry -> JSONValue in ["vrf-name-out": .string(vrf(of: entry.interface))] }
        let rows = list.enumerated().map { offset, entry -> JSONValue in
            let (interface, address) = (entry.interface, entry.address)
            return [
                "intf-name": .string(NXOSCommands.interfaceName(interface)),
                "proto-state": interface.isUp ? "up" : "down",
                "link-state": interface.isUp ? "up" : "down",
                "admin-state": interface.isEnabled ? "up" : "down",
                "iod": NXOSTable.text(offset + 2),
                "prefix": "\(address)",
                "subnet": "\(address.network(interface.prefixLength))",
                "masklen": NXOSTable.text(interface.prefixLength),
                "num-addr": "1",
                "ip-disabled": "FALSE",
                "bcast-addr": "255.255.255.255",
                "num-maddr": "0",
                "mtu": NXOSTable.text(interface.mtu),
                "pref": "0",
                "tag": "0",
                "proxy-arp": "disabled",
                "lcl-proxy-arp": "disabled",
                "mrouting": "disabled",
                "icmp-redirect": "enabled",
                "dir-bcast": "disabled",
                "ip-unreach": "disabled",
                "port-unreach": "enabled",
                "urpf-mode": "none",
                "ip-ls-type": "none",
            ]
        }
        return .object(NXOSTable.member("vrf", vrfs) + NXOSTable.member("intf", rows))
    }

    static func addressesBrief(_ context: CommandContext) -> JSONValue {
        let rows = withAddress(context).enumerated().map { offset, entry -> JSONValue in
            [
                "vrf-name-out": .string(vrf(of: entry.interface)),
                "intf-name": .string(NXOSCommands.shortName(NXOSCommands.interfaceName(entry.interface))),
                "proto-state": entry.interface.isUp ? "up" : "down",
                "link-state": entry.interface.isUp ? "up" : "down",
                "admin-state": entry.interface.isEnabled ? "up" : "down",
                "iod": NXOSTable.text(offset + 2),
                "prefix": "\(entry.address)",
                "ip-disabled": "FALSE",
            ]
        }
        return NXOSTable.object("intf", rows)
    }

    static func addressesText(_ context: CommandContext) -> String {
        let rows = withAddress(context).map { entry in
            let state = entry.interface.isUp ? "protocol-up/link-up/admin-up" : "protocol-down/link-down/admin-up"
            let name = NXOSCommands.shortName(NXOSCommands.interfaceName(entry.interface))
            return [name, "\(entry.address)", state]
        }
        return "IP Interface Status for VRF \"default\"\n"
            + TextTable.text(["Interface", "IP Address", "Interface Status"], widths: [21, 16], rows: rows)
    }
}
