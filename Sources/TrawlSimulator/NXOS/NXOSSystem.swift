/// `show version` and what else says what a Nexus switch is.
///
/// The member names are those of NX-API's structured output.
enum NXOSSystem {
    static let version = "10.3(6)"

    private static func uptime(_ context: CommandContext) -> (days: Int, hours: Int, minutes: Int, seconds: Int) {
        let seconds = Int(context.device.uptime(at: context.time))
        return (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
    }

    static func version(_ context: CommandContext) -> JSONValue {
        let device = context.device
        let uptime = uptime(context)
        let reset = CalendarText(unix: device.booted(at: context.time)).line
        let software: JSONValue = [
            "header_str": .string(header),
            "bios_ver_str": "05.52",
            "kickstart_ver_str": .string(version),
            "nxos_ver_str": .string(version),
            "sys_ver_str": .string(version),
            "bios_cmpl_time": "06/24/2024",
            "kick_file_name": "bootflash:///nxos64-cs.10.3.6.M.bin",
            "nxos_file_name": "bootflash:///nxos64-cs.10.3.6.M.bin",
            "kick_cmpl_time": " 8/14/2024 12:00:00",
            "nxos_cmpl_time": " 8/14/2024 12:00:00",
            "kick_tmstmp": "08/14/2024 21:33:41",
            "nxos_tmstmp": "08/14/2024 21:33:41",
        ]
        let hardware: JSONValue = [
            "chassis_id": .string("Nexus9000 \(chassis(device)) Chassis"),
            "cpu_name": "Intel(R) Xeon(R) CPU D-1526 @ 1.80GHz",
            "memory": 24_571_796,
            "mem_type": "kB",
            "proc_board_id": .string(device.serialNumber),
            "host_name": .string(device.name),
            "bootflash_size": "115343360",
            "kern_uptm_days": .int(uptime.days),
            "kern_uptm_hrs": .int(uptime.hours),
            "kern_uptm_mins": .int(uptime.minutes),
            "kern_uptm_secs": .int(uptime.seconds),
            "rr_usecs": "470991",
            "rr_ctime": .string(reset),
            "rr_reason": "Reset Requested by CLI command reload",
            "rr_sys_ver": .string(version),
            "rr_service": "",
            "plugins": "Core Plugin, Ethernet Plugin",
            "manufacturer": "Cisco Systems, Inc.",
        ]
        return software.merging(hardware).merging(NXOSTable.object("package_list", [["package_id": ""]]))
    }

    private static let header = """
        Cisco Nexus Operating System (NX-OS) Software
        TAC support: http://www.cisco.com/tac
        Simulated by Trawl: this is no Cisco product.

        """

    /// The model without its vendor's prefix.
    private static func chassis(_ device: SimulatedSwitch) -> String { String(device.model.dropFirst(4)) }

    static func versionText(_ context: CommandContext) -> String {
        let device = context.device
        let uptime = uptime(context)
        return """
            \(header)
            Software
              BIOS: version 05.52
              NXOS: version \(version) [Maintenance Release]
              NXOS image file is: bootflash:///nxos64-cs.10.3.6.M.bin

            Hardware
              cisco Nexus9000 \(chassis(device)) Chassis
              Intel(R) Xeon(R) CPU D-1526 @ 1.80GHz with 24571796 kB of memory.
              Processor Board ID \(device.serialNumber)

              Device name: \(device.name)
              bootflash:  115343360 kB
            Kernel uptime is \(uptime.days) day(s), \(uptime.hours) hour(s), \(uptime.minutes) minute(s), \(uptime.seconds) second(s)

            """
    }

    static func hostname(_ context: CommandContext) -> JSONValue { ["hostname": .string(context.device.fullName)] }

    static func clock(_ context: CommandContext) -> JSONValue {
        // The line break is the device's own.
        ["simple_time": .string(clockText(context)), "time_source": "NTP"]
    }

    static func clockText(_ context: CommandContext) -> String {
        let now = CalendarText(unix: context.time.unix)
        return "\(now.time).000 UTC \(now.weekday) \(now.monthName) \(now.day) \(now.year)\n"
    }

    private static func parts(
        _ context: CommandContext
    ) -> [(name: String, text: String, model: String, serial: String)] {
        let device = context.device
        return [
            ("Chassis", "Nexus9000 \(chassis(device)) Chassis", device.model, device.serialNumber),
            ("Slot 1", "24x10/25G + 6x40/100G Ethernet Module", device.model, device.serialNumber),
            (
                "Power Supply 1", "Nexus9000 \(chassis(device)) Chassis Power Supply", "NXA-PAC-500W-PE",
                "\(device.serialNumber)P"
            ),
            (
                "Power Supply 2", "Nexus9000 \(chassis(device)) Chassis Power Supply", "NXA-PAC-500W-PE",
                "\(device.serialNumber)Q"
            ),
            ("Fan 1", "Nexus9000 \(chassis(device)) Chassis Fan Module", "NXA-FAN-30CFM-F", "N/A"),
            ("Fan 2", "Nexus9000 \(chassis(device)) Chassis Fan Module", "NXA-FAN-30CFM-F", "N/A"),
        ]
    }

    static func inventory(_ context: CommandContext) -> JSONValue {
        let rows = parts(context).map { part -> JSONValue in
            // NX-OS puts the CLI's quotes into the value.
            [
                "name": "\"\(part.name)\"", "desc": "\"\(part.text)\"", "productid": .string(part.model),
                "vendorid": "V01", "serialnum": .string(part.serial),
            ]
        }
        return NXOSTable.object("inv", rows)
    }

    static func inventoryText(_ context: CommandContext) -> String {
        parts(context).map { part in
            "NAME: \"\(part.name)\",  DESCR: \"\(part.text)\"\nPID: \(part.model)  ,  VID: V01 ,  SN: \(part.serial)\n\n"
        }.joined()
    }

    private static func ports(of vlan: Int, _ context: CommandContext) -> [String] {
        context.device.interfaces.filter { $0.accessVLAN == vlan }.map(NXOSCommands.interfaceName)
    }

    private static func rows(_ context: CommandContext) -> [JSONValue] {
        context.device.vlans.map { vlan in
            var row: [(key: String, value: JSONValue)] = [
                ("vlanshowbr-vlanid", NXOSTable.text(vlan.id)),
                ("vlanshowbr-vlanid-utf", NXOSTable.text(vlan.id)),
                ("vlanshowbr-vlanname", .string(vlan.name)),
                ("vlanshowbr-vlanstate", "active"),
                ("vlanshowbr-shutstate", "noshutdown"),
            ]
            let ports = ports(of: vlan.id, context)
            // A long list of ports is cut in two, in the middle of nothing; an empty one is left out.
            if ports.count > 12 {
                let pieces: JSONValue = [
                    .string(ports.prefix(12).joined(separator: ",") + ","),
                    .string(ports.dropFirst(12).joined(separator: ",")),
                ]
                row.append(("vlanshowplist-ifidx", pieces))
            } else if !ports.isEmpty {
                row.append(("vlanshowplist-ifidx", .string(ports.joined(separator: ","))))
            }
            return .object(row)
        }
    }

    static func vlansBrief(_ context: CommandContext) -> JSONValue {
        NXOSTable.object("vlanbriefxbrief", rows(context))
    }

    static func vlans(_ context: CommandContext) -> JSONValue {
        let media = context.device.vlans.map { vlan -> JSONValue in
            [
                "vlanshowinfo-vlanid": NXOSTable.text(vlan.id), "vlanshowinfo-media-type": "enet",
                "vlanshowinfo-vlanmode": "ce-vlan",
            ]
        }
        return .object(NXOSTable.member("vlanbrief", rows(context)) + NXOSTable.member("mtuinfo", media))
    }

    static func vlansText(_ context: CommandContext) -> String {
        let rows = context.device.vlans.map { vlan in
            let ports = ports(of: vlan.id, context).map(NXOSCommands.shortName).joined(separator: ", ")
            return [String(vlan.id), vlan.name, "active", ports]
        }
        let rule = ["----", "--------------------------------", "---------", "-------------------------------"]
        return "\n" + TextTable.text(["VLAN", "Name", "Status", "Ports"], widths: [5, 33, 10], rows: [rule] + rows)
    }
}
