/// A switch in OpenConfig's words: JSON as RFC 7951 writes it, 64-bit numbers as texts.
enum OpenConfigTree {
    /// The top containers, by their names with the module.
    static func top(_ context: CommandContext) -> [(key: String, value: JSONValue)] {
        [
            ("openconfig-interfaces:interfaces", interfaces(context)),
            ("openconfig-system:system", system(context)),
            // A table that is known and empty.
            ("openconfig-acl:acl", .empty),
        ]
    }

    /// The names of the keys of a list.
    static func keys(ofList name: String) -> [String] { name == "interface" ? ["name"] : ["id"] }

    private static func system(_ context: CommandContext) -> JSONValue {
        let device = context.device
        let booted = Int64(device.booted(at: context.time) * 1e9)
        return [
            "config": ["hostname": .string(device.name), "domain-name": .string(SimulatedSwitch.domain)],
            "state": [
                "hostname": .string(device.name), "domain-name": .string(SimulatedSwitch.domain),
                "boot-time": .string(String(booted)), "software-version": .string(device.platform.systemDescription),
            ],
        ]
    }

    private static func interfaces(_ context: CommandContext) -> JSONValue {
        let device = context.device
        let rows = device.interfaces.map { interface -> JSONValue in
            let name = JSONValue.string(device.name(of: interface))
            let config: JSONValue = [
                "name": name, "description": .string(interface.description), "enabled": .bool(interface.isEnabled),
                "mtu": .int(interface.mtu), "type": "iana-if-type:ethernetCsmacd",
            ]
            let state: JSONValue = [
                "name": name, "description": .string(interface.description), "enabled": .bool(interface.isEnabled),
                "mtu": .int(interface.mtu), "type": "iana-if-type:ethernetCsmacd",
                "admin-status": .string(interface.isEnabled ? "UP" : "DOWN"),
                "oper-status": .string(interface.isUp ? "UP" : "DOWN"),
                "counters": counters(interface.counters(at: context.time)),
            ]
            return ["name": name, "config": config, "state": state]
        }
        return ["interface": .array(rows)]
    }

    private static func counters(_ counters: SimulatedInterface.Counters) -> JSONValue {
        [
            "in-octets": .string(String(counters.inOctets)), "out-octets": .string(String(counters.outOctets)),
            "in-unicast-pkts": .string(String(counters.inUnicast)),
            "out-unicast-pkts": .string(String(counters.outUnicast)),
            "in-errors": .string(String(counters.inErrors)), "out-errors": .string(String(counters.outErrors)),
        ]
    }
}
