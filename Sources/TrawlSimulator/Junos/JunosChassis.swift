/// The parts of a simulated Junos switch, as `show chassis hardware` nests them.
///
/// No recording of one was at hand: the shape is from memory of Juniper's schema.
enum JunosChassis {
    private static func leaf(_ text: String) -> JSONValue { JunosPersonality.leaf(text) }

    static func inventory(_ context: CommandContext) -> (JSONValue, String) {
        let device = context.device
        let type = device.model.uppercased()
        let optics = device.interfaces.filter(\.isUp).compactMap { interface -> JSONValue? in
            guard let port = interface.port else { return nil }
            return [
                "name": leaf("Xcvr \(port - 1)"), "version": leaf("REV 01"), "part-number": leaf("740-061405"),
                "serial-number": leaf("1F3CQ\(device.padded(device.index, 5))\(device.padded(port, 3))"),
                "description": leaf(interface.accessVLAN == nil ? "QSFP-100G-SR4" : "SFP-25G-SR"),
            ]
        }
        let ports: JSONValue = [
            "name": leaf("PIC 0"), "part-number": leaf("BUILTIN"), "serial-number": leaf("BUILTIN"),
            "description": leaf(type), "chassis-sub-sub-module": .array(optics),
        ]
        let engine: JSONValue = [
            "name": leaf("Routing Engine 0"), "part-number": leaf("BUILTIN"), "serial-number": leaf("BUILTIN"),
            "description": leaf("RE-\(type)"),
        ]
        let board: JSONValue = [
            "name": leaf("FPC 0"), "version": leaf("REV 27"), "part-number": leaf("650-066331"),
            "serial-number": leaf(device.serialNumber), "description": leaf(type),
            "chassis-sub-module": .array([ports]),
        ]
        let supplies = (0...1).map { slot -> JSONValue in
            [
                "name": leaf("Power Supply \(slot)"), "version": leaf("REV 04"), "part-number": leaf("740-085431"),
                "serial-number": leaf("\(device.serialNumber)P\(slot)"), "description": leaf("JPSU-650W-AC-AFO"),
            ]
        }
        let fans = (0...4).map { slot -> JSONValue in
            [
                "name": leaf("Fan Tray \(slot)"),
                "description": leaf("fan-ctrl-\(slot) 0, Front to Back Airflow - AFO"),
            ]
        }
        let chassis: JSONValue = [
            "attributes": ["junos:style": "inventory"], "name": leaf("Chassis"),
            "serial-number": leaf(device.serialNumber), "description": leaf(type),
            "chassis-module": .array([engine, board] + supplies + fans),
        ]
        let text = "Hardware inventory:\nChassis \(device.serialNumber) \(type)\n"
        return (["chassis-inventory": [["chassis": .array([chassis])]]], text)
    }
}
