/// Transceivers of a Nexus switch: optics in every port that is up, four lanes where it carries 100 Gbit/s.
enum NXOSOptics {
    static let commands: [String: SimulatedCommand] = [
        "show interface transceiver": SimulatedCommand(json: modules, text: modulesText),
        "show interface transceiver details": SimulatedCommand(json: details, text: detailsText),
    ]

    /// One module in its port.
    private struct Module {
        var port: String
        var type: String
        var partNumber: String
        var productID: String
        var serial: String
        var lanes: [Lane]
    }

    /// What one lane measures.
    private struct Lane {
        var temperature: Double
        var current: Double
        var sent: Double
        var received: Double
    }

    /// The ports in order, with a module or none.
    private static func ports(_ context: CommandContext) -> [(name: String, module: Module?)] {
        let device = context.device
        return device.interfaces.compactMap { interface in
            guard let port = interface.port else { return nil }
            let name = NXOSCommands.interfaceName(interface)
            guard interface.isUp else { return (name, nil) }
            let isFast = interface.accessVLAN == nil
            var generator = device.generator(300 + port)
            let temperature = Double(Int.random(in: 2400...3800, using: &generator)) / 100
            let lanes = (0..<(isFast ? 4 : 1)).map { _ in
                Lane(
                    temperature: temperature,
                    current: Double(Int.random(in: 600...800, using: &generator)) / 100,
                    sent: -Double(Int.random(in: 5...200, using: &generator)) / 100,
                    received: -Double(Int.random(in: 50...500, using: &generator)) / 100
                )
            }
            let module = Module(
                port: name,
                type: isFast ? "QSFP-100G-SR4" : "SFP-25GBASE-SR",
                partNumber: isFast ? "FTLC9558REPM-C1" : "FTLF8536P4BCL-C1",
                productID: isFast ? "QSFP-100G-SR4-S" : "SFP-25G-SR-S",
                serial: "FNS\(device.padded(device.index, 5))\(device.padded(port, 3))",
                lanes: lanes
            )
            return (name, module)
        }
    }

    private static func row(_ port: (name: String, module: Module?)) -> [(key: String, value: JSONValue)] {
        guard let module = port.module else { return [("interface", .string(port.name)), ("sfp", "not present")] }
        return [
            ("interface", .string(port.name)), ("sfp", "present"), ("type", .string(module.type)),
            ("name", "CISCO-FINISAR   "), ("partnum", NXOSTable.padded(module.partNumber, 16)), ("rev", "A   "),
            ("serialnum", NXOSTable.padded(module.serial, 16)),
            ("nom_bitrate", .string(module.lanes.count > 1 ? "25500" : "25600")), ("cisco_id", "17"),
            ("cisco_part_number", "10-3142-02"), ("cisco_product_id", NXOSTable.padded(module.productID, 20)),
        ]
    }

    private static func modules(_ context: CommandContext) -> JSONValue {
        NXOSTable.object("interface", ports(context).map { .object(row($0)) })
    }

    private static func details(_ context: CommandContext) -> JSONValue {
        let rows = ports(context).map { port -> JSONValue in
            let lanes = (port.module?.lanes ?? []).enumerated().map { index, lane -> JSONValue in
                [
                    "lane_number": .string("\(index + 1)"),
                    "temperature": .string(lane.temperature.decimals(2)), "temp_alrm_hi": "75.00",
                    "temp_alrm_lo": "-5.00", "temp_warn_hi": "70.00", "temp_warn_lo": "0.00",
                    "voltage": "3.28", "volt_alrm_hi": "3.63", "volt_alrm_lo": "2.97", "volt_warn_hi": "3.46",
                    "volt_warn_lo": "3.13", "current": .string(lane.current.decimals(2)),
                    "current_alrm_hi": "10.00", "current_alrm_lo": "2.50", "current_warn_hi": "9.50",
                    "current_warn_lo": "3.00", "tx_pwr": .string(lane.sent.decimals(2)),
                    "tx_pwr_alrm_hi": "3.39", "tx_pwr_alrm_lo": "-8.40", "tx_pwr_warn_hi": "2.39",
                    "tx_pwr_warn_lo": "-7.40", "rx_pwr": .string(lane.received.decimals(2)),
                    "rx_pwr_alrm_hi": "3.39", "rx_pwr_alrm_lo": "-14.31", "rx_pwr_warn_hi": "2.39",
                    "rx_pwr_warn_lo": "-10.31", "xmit_faults": "0",
                ]
            }
            return .object(row(port) + NXOSTable.member("lane", lanes))
        }
        return NXOSTable.object("interface", rows)
    }

    private static func headText(_ port: (name: String, module: Module?)) -> String {
        guard let module = port.module else { return "\(port.name)\n    transceiver is not present\n" }
        return """
            \(port.name)
                transceiver is present
                type is \(module.type)
                name is CISCO-FINISAR
                part number is \(module.partNumber)
                revision is A
                serial number is \(module.serial)
                nominal bitrate is 25500 MBit/sec
                cisco id is 17
                cisco part number is 10-3142-02
                cisco product id is \(module.productID)

            """
    }

    private static func modulesText(_ context: CommandContext) -> String {
        ports(context).map { headText($0) + "\n" }.joined()
    }

    private static func detailsText(_ context: CommandContext) -> String {
        ports(context).map { port in
            let lanes = port.module?.lanes ?? []
            let tables = lanes.enumerated().map { index, lane in
                """
                \(lanes.count > 1 ? "\nLane Number:\(index + 1) Network Lane" : "")
                           SFP Detail Diagnostics Information (internal calibration)
                  ----------------------------------------------------------------------------
                                Current              Alarms                  Warnings
                                Measurement     High        Low         High          Low
                  ----------------------------------------------------------------------------
                  Temperature   \(lane.temperature.decimals(2)) C        75.00 C     -5.00 C     70.00 C        0.00 C
                  Voltage        3.28 V         3.63 V      2.97 V      3.46 V        3.13 V
                  Current        \(lane.current.decimals(2)) mA       10.00 mA     2.50 mA     9.50 mA       3.00 mA
                  Tx Power      \(lane.sent.decimals(2)) dBm       3.39 dBm   -8.40 dBm    2.39 dBm     -7.40 dBm
                  Rx Power      \(lane.received.decimals(2)) dBm       3.39 dBm  -14.31 dBm    2.39 dBm    -10.31 dBm
                  Transmit Fault Count = 0
                  ----------------------------------------------------------------------------
                  Note: ++  high-alarm; +  high-warning; --  low-alarm; -  low-warning

                """
            }
            return headText(port) + tables.joined() + "\n"
        }.joined()
    }
}
