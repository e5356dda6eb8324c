/// Processes and environment of an Arista switch.
enum EOSHealth {
    private struct Process {
        var id: Int
        var name: String
        var percent: Double
        var memory: Double
        var resident: Int
    }

    private static func list(_ context: CommandContext) -> [Process] {
        var generator = SeededGenerator(seed: context.device.seed, context.device.index, Int(context.time.seconds))
        let names = [
            "SandFabric", "Sysdb", "ConfigAgent", "Strata", "Bgp", "Rib", "Lldp", "Arp", "StpTopology", "nginx-app",
        ]
        return names.enumerated().map { offset, name in
            Process(
                id: 1700 + offset * 37,
                name: name,
                percent: Double(Int.random(in: 0...90, using: &generator)) / 10,
                memory: Double(Int.random(in: 5...40, using: &generator)) / 10,
                resident: Int.random(in: 30_000...300_000, using: &generator)
            )
        }.sorted { $0.percent > $1.percent }
    }

    private static func idle(_ processes: [Process]) -> Double {
        max(1, 100 - processes.reduce(0) { $0 + $1.percent } / 4)
    }

    static func processes(_ context: CommandContext) -> JSONValue {
        let list = list(context)
        let members = list.map { process -> (key: String, value: JSONValue) in
            (
                String(process.id),
                [
                    "userName": "root", "priority": "20", "niceValue": 0, "virtMem": "662m",
                    "residentMem": .string("\(process.resident / 1024)m"), "sharedMem": "37m", "status": "S",
                    "cpuPct": .double(process.percent), "memPct": .double(process.memory),
                    "activeTime": 3592.5, "cmd": .string(process.name),
                ]
            )
        }
        return [
            "timeInfo": [
                "currentTime": .string(CalendarText(unix: context.time.unix).time),
                "upTime": .double(context.device.uptime(at: context.time)),
                "loadAvg": [0.39, 0.29, 0.32],
                "users": 1,
            ],
            "threads": ["total": 383, "running": 1, "sleeping": 382, "stopped": 0, "zombie": 0],
            "cpuInfo": [
                "%Cpu(s)": [
                    "user": .double(100 - idle(list) - 0.6), "system": 0.4, "nice": 0.0, "idle": .double(idle(list)),
                    "ioWait": 0.0, "hwIrq": 0.2, "swIrq": 0.0, "stolen": 0.0,
                ]
            ],
            "memInfo": [
                "memoryUnit": "KiB",
                "physicalMem": [
                    "memTotal": 8_155_180, "memUsed": 3_651_180, "memFree": 4_504_000, "memBuffer": 2_397_000,
                ],
                "swapMem": ["memTotal": 0, "memUsed": 0, "memFree": 0, "memCached": 2_395_436],
            ],
            "processes": .object(members),
        ]
    }

    static func processesText(_ context: CommandContext) -> String {
        let list = list(context)
        let (idle, days) = (idle(list), Int(context.device.uptime(at: context.time)) / 86_400)
        let rows = list.map { process in
            " \(process.id) root      20   0  662m \(process.resident / 1024)m  37m S "
                + "\(process.percent.decimals(1))  \(process.memory.decimals(1))   3592:55 \(process.name)\n"
        }
        return """
            top - \(CalendarText(unix: context.time.unix).time) up \(days) days,  1:26,  1 user,  load average: 0.39, 0.29, 0.32
            Tasks: 383 total,   1 running, 382 sleeping,   0 stopped,   0 zombie
            Cpu(s): \((100 - idle - 0.6).decimals(1))%us,  0.4%sy,  0.0%ni, \(idle.decimals(1))%id,  0.0%wa,  0.2%hi,  0.0%si,  0.0%st
            Mem:   8155180k total,  3651180k used,  4504000k free,   200332k buffers
            Swap:        0k total,        0k used,        0k free,  2395436k cached

              PID USER      PR  NI  VIRT  RES  SHR S %CPU %MEM    TIME+  COMMAND

            """ + rows.joined()
    }

    static func cooling(_ context: CommandContext) -> JSONValue {
        func fan(_ label: String) -> JSONValue {
            [
                "status": "ok", "uptime": .double(context.device.booted(at: context.time)), "maxSpeed": 23_000,
                "lastSpeedStableChangeTime": .double(context.device.booted(at: context.time) + 60),
                "configuredSpeed": 35, "actualSpeed": 35, "speedHwOverride": false, "speedStable": true,
                "label": .string(label),
            ]
        }
        let trays = (1...4).map { slot -> JSONValue in
            ["status": "ok", "label": "\(slot)", "speed": 35, "fans": [fan("\(slot)/1")]]
        }
        let supplies = (1...2).map { slot -> JSONValue in
            ["status": "ok", "label": "PowerSupply\(slot)", "speed": 35, "fans": [fan("PowerSupply\(slot)/1")]]
        }
        return [
            "systemStatus": "coolingOk", "ambientTemperature": 24.5, "airflowDirection": "frontToBackAirflow",
            "coolingMode": "automatic", "overrideFanSpeed": 0, "minFanSpeed": 30,
            "shutdownOnInsufficientFans": true, "currentZones": 1, "configuredZones": 0, "defaultZones": false,
            "numCoolingZones": [], "fanTraySlots": .array(trays), "powerSupplySlots": .array(supplies),
        ]
    }

    static func coolingText(_ context: CommandContext) -> String {
        let rows = (1...4).map { ["\($0)/1", "Ok", "35%", "35%", "Stable"] }
        return "System cooling status is: Ok\nAmbient temperature: 24C\nAirflow: port-side-intake\n"
            + TextTable.text(["Fan", "Status", "Config", "Actual", "Speed"], widths: [16, 11, 8, 8], rows: rows)
    }

    private static let sensors = [
        "Cpu temp sensor", "Cpu board temp sensor", "Back-panel temp sensor", "Switch chip sensor",
    ]

    private static func celsius(_ sensor: Int, _ context: CommandContext) -> Double {
        var generator = SeededGenerator(
            seed: context.device.seed,
            context.device.index,
            sensor,
            Int(context.time.seconds) / 10
        )
        return 30 + Double(sensor * 4) + Double(Int.random(in: 0...160, using: &generator)) / 16
    }

    static func temperature(_ context: CommandContext) -> JSONValue {
        func sensor(_ name: String, _ number: Int, _ description: String) -> JSONValue {
            [
                "name": .string(name), "relPos": "\(number)", "description": .string(description), "hwStatus": "ok",
                "currentTemperature": .double(celsius(number, context)), "maxTemperature": 61.25,
                "maxTemperatureLastChange": .double(context.time.started - 90_000),
                "overheatThreshold": 95.0, "criticalThreshold": 105.0, "inAlertState": false, "alertCount": 0,
                "isPidDriver": false, "pidDriverCount": 0,
            ]
        }
        let chassis = sensors.enumerated().map { sensor("TempSensor\($0 + 1)", $0 + 1, $1) }
        let supplies = (1...2).map { slot -> JSONValue in
            [
                "entPhysicalClass": "PowerSupply", "relPos": "\(slot)",
                "tempSensors": [sensor("TempSensorP\(slot)/1", 1, "Power supply sensor")],
            ]
        }
        return [
            "systemStatus": "temperatureOk", "shutdownOnOverheat": true, "tempSensors": .array(chassis),
            "cardSlots": [], "powerSupplySlots": .array(supplies),
        ]
    }

    static func temperatureText(_ context: CommandContext) -> String {
        let rows = sensors.enumerated().map { offset, description in
            ["\(offset + 1)", description, "\(celsius(offset + 1, context).decimals(1))C", "95C", "105C"]
        }
        let heading = ["Sensor", "Description", "Temperature", "Alert", "Critical"]
        return "System temperature status is: Ok\n" + TextTable.text(heading, widths: [8, 40, 14, 8], rows: rows)
    }

    static func power(_ context: CommandContext) -> JSONValue {
        let supplies = (1...2).map { slot -> (key: String, value: JSONValue) in
            let draw = 88.5 + Double(slot) * 2.25
            return (
                String(slot),
                [
                    "modelName": "PWR-500AC-F", "capacity": 500.0, "dominant": false, "inputCurrent": 0.44,
                    "inputVoltage": 229.75, "outputCurrent": 7.35, "outputPower": .double(draw), "state": "ok",
                    "uptime": .double(context.device.booted(at: context.time)), "managed": true,
                    "fans": ["FanP\(slot)/1": ["status": "ok", "speed": 35]],
                    "tempSensors": ["TempSensorP\(slot)/1": ["status": "ok", "temperature": 28.0]],
                ]
            )
        }
        return ["powerSupplies": .object(supplies)]
    }

    static func powerText(_ context: CommandContext) -> String {
        let rows = (1...2).map { slot in
            ["\(slot)", "PWR-500AC-F", "500W", "0.44A", "7.35A", "\((88.5 + Double(slot) * 2.25).decimals(1))W", "Ok"]
        }
        let heading = ["Supply", "Model", "Capacity", "Input", "Output", "Power", "Status"]
        return TextTable.text(heading, widths: [8, 19, 10, 8, 8, 8], rows: rows)
    }
}
