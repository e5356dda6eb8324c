/// `show version` and what else says what an Arista switch is.
///
/// The member names are those of eAPI's models.
enum EOSSystem {
    static let version = "4.33.1F"
    private static let internalVersion = "4.33.1F-39879738.4331F"
    private static let memory = 8_155_180

    static func version(_ context: CommandContext) -> JSONValue {
        let device = context.device
        return [
            "mfgName": "Arista",
            "modelName": .string(device.model),
            "hardwareRevision": "11.02",
            "serialNumber": .string(device.serialNumber),
            "systemMacAddress": .string(device.mac(0).colons),
            "hwMacAddress": .string(device.mac(0).colons),
            "configMacAddress": "00:00:00:00:00:00",
            "version": .string(version),
            "architecture": "x86_64",
            "internalVersion": .string(internalVersion),
            "internalBuildId": "7f1f2b9e-63c1-4d5b-9a44-0f6f5a3b7c10",
            "imageFormatVersion": "3.0",
            "imageOptimization": "Default",
            "bootupTimestamp": .double(device.booted(at: context.time)),
            "uptime": .double(device.uptime(at: context.time)),
            "memTotal": .int(memory),
            "memFree": .int(memoryFree(context)),
            "isIntlVersion": false,
        ]
    }

    static func versionText(_ context: CommandContext) -> String {
        let device = context.device
        let minutes = Int(device.uptime(at: context.time)) / 60
        return """
            Arista \(device.model)
            Hardware version: 11.02
            Serial number: \(device.serialNumber)
            Hardware MAC address: \(device.mac(0).dots)
            System MAC address: \(device.mac(0).dots)

            Software image version: \(version)
            Architecture: x86_64
            Internal build version: \(internalVersion)
            Internal build ID: 7f1f2b9e-63c1-4d5b-9a44-0f6f5a3b7c10
            Image format version: 3.0
            Image optimization: Default

            Uptime: \(minutes / 1440) days, \(minutes / 60 % 24) hours and \(minutes % 60) minutes
            Total memory: \(memory) kB
            Free memory: \(memoryFree(context)) kB

            """
    }

    private static func memoryFree(_ context: CommandContext) -> Int {
        4_000_000 + Int(context.time.milliseconds / 100 % 9973) * 4
    }

    static func hostname(_ context: CommandContext) -> JSONValue {
        ["hostname": .string(context.device.name), "fqdn": .string(context.device.fullName)]
    }

    static func hostnameText(_ context: CommandContext) -> String {
        "Hostname: \(context.device.name)\nFQDN:     \(context.device.fullName)\n"
    }

    static func clockText(_ context: CommandContext) -> String {
        "\(CalendarText(unix: context.time.unix).line)\nTimezone: UTC\nClock source: NTP server (\(context.device.managementGateway))\n"
    }

    static func inventory(_ context: CommandContext) -> JSONValue {
        let device = context.device
        let ethernets = device.interfaces.filter { $0.port != nil }
        let optics = ethernets.filter(\.isUp).compactMap { interface -> (key: String, value: JSONValue)? in
            guard let port = interface.port else { return nil }
            let model = interface.accessVLAN == nil ? "QSFP-100G-SR4" : "SFP-25G-SR"
            let serial = "XKT\(device.padded(device.index, 5))\(device.padded(port, 3))"
            return (
                String(port),
                [
                    "mfgName": "Arista Networks", "modelName": .string(model), "serialNum": .string(serial),
                    "hardwareRev": "0002",
                ]
            )
        }
        let supplies = (1...2).map { slot -> (key: String, value: JSONValue) in
            (String(slot), ["name": "PWR-500AC-F", "serialNum": .string("\(device.serialNumber)P\(slot)")])
        }
        let fans = (1...4).map { slot -> (key: String, value: JSONValue) in
            (String(slot), ["name": "FAN-7011H-F", "numFans": 1, "serialNum": ""])
        }
        return [
            "systemInformation": [
                "name": .string(device.model),
                "description": .string("Arista \(device.model) 1RU switch"),
                "mfgDate": "2024-05-13",
                "hardwareRev": "11.02",
                "serialNum": .string(device.serialNumber),
                "hwEpoch": "02.00",
            ],
            "cardSlots": [:],
            "powerSupplySlots": .object(supplies),
            "fanTraySlots": .object(fans),
            "portCount": .int(ethernets.count + 1),
            "managementPortCount": 1,
            "switchedPortCount": .int(ethernets.count),
            "xcvrSlots": .object(optics),
            "storageDevices": [:],
            "subcompSerNums": [:],
        ]
    }

    static func inventoryText(_ context: CommandContext) -> String {
        let device = context.device
        return """
            System information
              Model                    Description
              ------------------------ ----------------------------------------------------
              \(device.model)     Arista \(device.model) 1RU switch

              HW Version  Serial Number  Mfg Date   Epoch
              ----------- -------------- ---------- -----
              11.02       \(device.serialNumber)    2024-05-13 02.00

            System has 2 power supply slots
              Slot Model            Serial Number
              ---- ---------------- ----------------
              1    PWR-500AC-F      \(device.serialNumber)P1
              2    PWR-500AC-F      \(device.serialNumber)P2

            """
    }

    static func vlans(_ context: CommandContext) -> JSONValue {
        let interfaces = context.device.interfaces
        let vlans = context.device.vlans.map { vlan -> (key: String, value: JSONValue) in
            let ports = interfaces.filter { $0.accessVLAN == vlan.id }.map {
                interface -> (key: String, value: JSONValue) in
                (EOSCommands.interfaceName(interface), ["privatePromoted": false, "blocked": .null])
            }
            return (
                String(vlan.id),
                [
                    "name": .string(vlan.name), "dynamic": false, "status": "active", "interfaces": .object(ports),
                ]
            )
        }
        return ["sourceDetail": "", "vlans": .object(vlans)]
    }

    static func vlansText(_ context: CommandContext) -> String {
        let interfaces = context.device.interfaces
        let rows = context.device.vlans.map { vlan in
            let ports = interfaces.filter { $0.accessVLAN == vlan.id }
                .map { EOSCommands.shortName(EOSCommands.interfaceName($0)) }
            return [String(vlan.id), vlan.name, "active", ports.joined(separator: ", ")]
        }
        let rule = ["-----", "--------------------------------", "---------", "-------------------------------"]
        return TextTable.text(["VLAN", "Name", "Status", "Ports"], widths: [6, 33, 10], rows: [rule] + rows)
    }
}
