/// VRFs, optics, NTP, users and SNMP of an Arista switch.
enum EOSServices {
    static let commands: [String: SimulatedCommand] = [
        "show vrf": SimulatedCommand(json: vrfs, text: vrfsText),
        "show interfaces transceiver": SimulatedCommand(json: optics, text: opticsText),
        "show ntp associations": SimulatedCommand(text: associationsText),
        "show users accounts": SimulatedCommand(
            json: accounts,
            text: { _ in "user: admin\n       role: network-admin\nuser: viewer\n       role: network-operator\n" }
        ),
        "show snmp v2-mib chassis": SimulatedCommand(
            json: { ["chassisId": .string($0.device.serialNumber)] },
            text: { "Chassis: \($0.device.serialNumber)\n" }
        ),
        "show snmp v2-mib location": SimulatedCommand(
            json: { ["location": .string($0.device.siteName)] },
            text: { "Location: \($0.device.siteName)\n" }
        ),
        "show snmp v2-mib contact": SimulatedCommand(
            json: { _ in ["contact": "noc@example.net"] },
            text: { _ in "Contact: noc@example.net\n" }
        ),
    ]

    private static func interfaces(ofManagement isManagement: Bool, _ context: CommandContext) -> [String] {
        context.device.interfaces
            .filter { $0.address != nil && ($0.kind == .management) == isManagement }
            .map(EOSCommands.interfaceName)
    }

    private static func vrfs(_ context: CommandContext) -> JSONValue {
        func vrf(_ distinguisher: String, _ interfaces: [String]) -> JSONValue {
            let up: JSONValue = ["supported": true, "protocolState": "up", "routingState": "up"]
            return [
                "routeDistinguisher": .string(distinguisher), "protocols": ["ipv4": up, "ipv6": up], "vrfState": "up",
                "interfaces": .array(interfaces.map { .string($0) }), "interfacesV4": [], "interfacesV6": [],
            ]
        }
        return [
            "vrfs": [
                "MGMT": vrf("", interfaces(ofManagement: true, context)),
                "default": vrf("", interfaces(ofManagement: false, context)),
            ]
        ]
    }

    private static func vrfsText(_ context: CommandContext) -> String {
        let rows = [("MGMT", true), ("default", false)].map { name, isManagement in
            [name, "ipv4,ipv6", "v4:routing", interfaces(ofManagement: isManagement, context).joined(separator: ", ")]
        }
        return TextTable.text(["VRF", "Protocols", "State", "Interfaces"], widths: [12, 16, 16], rows: rows)
    }

    /// The interfaces with optics, their laser power in dBm and bias in mA.
    private static func lasers(
        _ context: CommandContext
    ) -> [(name: String, media: String, serial: String, sent: Double, received: Double)] {
        let device = context.device
        return device.interfaces.compactMap { interface in
            guard let port = interface.port, interface.isUp else { return nil }
            var generator = device.generator(300 + port)
            let sent = -Double(Int.random(in: 5...2000, using: &generator)) / 1000
            let received = -Double(Int.random(in: 500...5000, using: &generator)) / 1000
            let serial = "XKT\(device.padded(device.index, 5))\(device.padded(port, 3))"
            return (EOSCommands.interfaceName(interface), interface.type, serial, sent, received)
        }
    }

    private static func optics(_ context: CommandContext) -> JSONValue {
        let members = lasers(context).map { laser -> (key: String, value: JSONValue) in
            (
                laser.name,
                [
                    "mediaType": .string(laser.media), "vendorSn": .string(laser.serial),
                    "updateTime": .double(context.time.unix), "temperature": 35.26171875, "voltage": 3.2731,
                    "txBias": 6.306, "txPower": .double(laser.sent), "rxPower": .double(laser.received),
                ]
            )
        }
        return ["interfaces": .object(members)]
    }

    private static func opticsText(_ context: CommandContext) -> String {
        let rows = lasers(context).map { laser in
            [
                EOSCommands.shortName(laser.name), "35.26", "3.27", "6.31", laser.sent.decimals(2),
                laser.received.decimals(2),
            ]
        }
        let heading = ["Port", "Temp", "Voltage", "Bias", "Tx", "Rx"]
        return TextTable.text(heading, widths: [10, 10, 10, 10, 10], rows: rows)
    }

    private static func associationsText(_ context: CommandContext) -> String {
        let first = "\(context.device.managementGateway)"
        let second = "\(context.device.managementGateway.advanced(by: 1))"
        func row(_ remote: String, _ rest: String) -> String {
            remote + String(repeating: " ", count: max(1, 17 - remote.count)) + rest
        }
        return """
                 remote           refid      st t when poll reach   delay   offset  jitter
            ==============================================================================
            \(row("*\(first)", ".GPS.            1 u   12   64  377    0.512    0.013   0.021"))
            \(row("+\(second)", "\(first)       2 u   3m  128  376    0.734   -0.108   0.034"))

            """
    }

    private static func accounts(_ context: CommandContext) -> JSONValue {
        func user(_ name: String, _ level: Int, _ role: String, key: String = "") -> JSONValue {
            [
                "username": .string(name), "privLevel": .int(level), "role": .string(role),
                "secret": .string(EOSConfiguration.hash), "sshAuthorizedKey": .string(key),
            ]
        }
        let key = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDsimulated viewer@\(SimulatedSwitch.domain)"
        return [
            "users": [
                "admin": user("admin", 15, "network-admin"),
                "viewer": user("viewer", 1, "network-operator", key: key),
            ]
        ]
    }
}
