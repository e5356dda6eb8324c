/// Processes, memory and environment of a Nexus switch.
enum NXOSHealth {
    private static func random(_ context: CommandContext, _ part: Int) -> SeededGenerator {
        SeededGenerator(seed: context.device.seed, context.device.index, part, Int(context.time.seconds))
    }

    private static func load(_ context: CommandContext) -> (user: Double, kernel: Double, idle: Double) {
        var generator = random(context, 1)
        let user = Double(Int.random(in: 100...1500, using: &generator)) / 100
        let kernel = Double(Int.random(in: 50...500, using: &generator)) / 100
        return (user, kernel, 100 - user - kernel)
    }

    static func resources(_ context: CommandContext) -> JSONValue {
        let load = load(context)
        let used = 9_000_000 + Int(context.time.milliseconds % 50_000)
        let cores = (0..<4).map { core -> JSONValue in
            [
                "cpuid": .int(core), "user": .string(load.user.decimals(2)),
                "kernel": .string(load.kernel.decimals(2)), "idle": .string(load.idle.decimals(2)),
            ]
        }
        return .object(
            [
                ("load_avg_1min", "0.36"), ("load_avg_5min", "0.42"), ("load_avg_15min", "0.47"),
                ("processes_total", 678), ("processes_running", 2),
                ("cpu_state_user", .string(load.user.decimals(2))),
                ("cpu_state_kernel", .string(load.kernel.decimals(2))),
                ("cpu_state_idle", .string(load.idle.decimals(2))),
            ] + NXOSTable.member("cpu_usage", cores) + [
                ("memory_usage_total", 24_571_796), ("memory_usage_used", .int(used)),
                ("memory_usage_free", .int(24_571_796 - used)), ("current_memory_status", "OK"),
            ]
        )
    }

    static func resourcesText(_ context: CommandContext) -> String {
        let load = load(context)
        return """
            Load average:   1 minute: 0.36   5 minutes: 0.42   15 minutes: 0.47
            Processes   :   678 total, 2 running
            CPU states  :   \(load.user.decimals(2))% user,   \(load.kernel.decimals(2))% kernel,   \(load.idle.decimals(2))% idle
            Memory usage:   24571796K total,   9000000K used,   15571796K free
            Current memory status: OK

            """
    }

    private static let names = ["init", "kthreadd", "sysmgr", "bgp-4200000001", "nginx_1_fe", "ethpm", "lldp", "arp"]

    static func processes(_ context: CommandContext) -> JSONValue {
        let load = load(context)
        let rows = names.enumerated().map { offset, name -> JSONValue in
            var generator = SeededGenerator(seed: context.device.seed, context.device.index, 7, offset)
            let calls = UInt64.random(in: 1 << 20...1 << 40, using: &generator)
            return [
                "pid": .int(1 + offset * 411),
                "runtime": .unsigned(calls / 17),
                // The scheduler's own count is far beyond 2^53.
                "invoked": .unsigned(offset == 2 ? UInt64.max - calls : calls + context.time.milliseconds),
                "usecs": .unsigned(17),
                "onesec_percent": .string((Double(offset % 3) / 4).decimals(2)),
                "process": .string(name),
            ]
        }
        let total: JSONValue = [
            "user_percent": .string(load.user.decimals(2)), "kernel_percent": .string(load.kernel.decimals(2)),
            "idle_percent": .string(load.idle.decimals(2)),
        ]
        return .object(NXOSTable.member("process_cpu", rows) + NXOSTable.member("cpu_util", [total]))
    }

    static func processesText(_ context: CommandContext) -> String {
        let load = load(context)
        let rows = names.enumerated().map { ["\(1 + $0 * 411)", "292793", "4900233", "59", "0.00%", $1] }
        let heading = ["PID", "Runtime(ms)", "Invoked", "uSecs", "1Sec", "Process"]
        return TextTable.text(heading, widths: [8, 13, 12, 7, 8], rows: rows)
            + "\nCPU util  :   \(load.user.decimals(2))% user,   \(load.kernel.decimals(2))% kernel,   \(load.idle.decimals(2))% idle\n"
    }

    static func sharedMemory(_ context: CommandContext) -> JSONValue {
        let rows = ["smm", "cli", "npacl"].enumerated().map { offset, name -> JSONValue in
            [
                "process-memory-share-smr-addr": "\(50_000_000 + offset * 40_000)",
                "process-memory-share-proc-smr-name": .string(name),
                "process-memory-share-smr-size": 1088, "process-memory-share-smr-used": .int(3 + offset),
                "process-memory-share-smr-avail": .int(1085 - offset), "process-memory-share-smr-ref-count": 44,
                // A flag that is an empty object where it is not set.
                "process-memory-share-smr-star-char": offset == 1 ? "*" : .empty,
                "process-memory-share-smr-empty-char": "",
            ]
        }
        return NXOSTable.object(
            "process_tag",
            [
                .object(
                    NXOSTable.member("SHOWPROC", [NXOSTable.object("ONEITEM", rows)]) + [
                        ("process-memory-share-total-shm-avail", 268), ("process-memory-share-total-shm-size", 291),
                        ("process-memory-share-total-shm-used", 24),
                    ]
                )
            ]
        )
    }

    static func sharedMemoryText(_ context: CommandContext) -> String {
        "Component        Shared Memory  Size    Used  Available  Ref\nsmm              0X50000000     1088       3       1085   44\n"
            + "Total Shared Memory Size  291M\n"
    }

    private static func temperatures(_ context: CommandContext) -> [(sensor: String, major: Int, minor: Int, now: Int)]
    {
        var generator = random(context, 2)
        return [("FRONT", 80, 70, 24), ("BACK", 70, 42, 27), ("CPU", 90, 80, 38), ("Homewood", 110, 90, 51)].map {
            ($0.0, $0.1, $0.2, $0.3 + Int.random(in: 0...3, using: &generator))
        }
    }

    static func environment(_ context: CommandContext) -> JSONValue {
        let fans = ["Fan1(sys_fan1)", "Fan2(sys_fan2)", "Fan3(sys_fan3)", "Fan4(sys_fan4)", "Fan_in_PS1", "Fan_in_PS2"]
            .map { name -> JSONValue in
                [
                    "fanname": .string(name), "fanmodel": name.contains("PS") ? "--" : "NXA-FAN-30CFM-F",
                    "fanhwver": "--", "fandir": "front-to-back", "fanstatus": "Ok",
                ]
            }
        let supplies = (1...2).map { slot -> JSONValue in
            [
                "psnum": .int(slot), "psmodel": "NXA-PAC-500W-PE", "actual_out": .string("   \(100 + slot) W"),
                "actual_input": .string("   \(110 + slot) W"), "tot_capa": "  500 W", "ps_status": "Ok",
            ]
        }
        let temperatures = temperatures(context).map { entry -> JSONValue in
            [
                "tempmod": NXOSTable.padded("1", 8), "sensor": NXOSTable.padded(entry.sensor, 10),
                "majthres": NXOSTable.padded("\(entry.major)", 13), "minthres": NXOSTable.padded("\(entry.minor)", 12),
                "curtemp": NXOSTable.padded("\(entry.now)", 11), "alarmstatus": NXOSTable.padded("Ok", 15),
            ]
        }
        let zone: JSONValue = ["zone": "1", "zonespeed": "0x80"]
        let fanDetails: JSONValue = NXOSTable.object("faninfo", fans)
            .merging(NXOSTable.object("fan_zone_speed", [zone]))
            .merging(["fan_filter_status": "NotSupported"])
        let power: JSONValue = ["voltage_level": 12]
        return JSONValue.empty
            .adding("fandetails", fanDetails)
            .adding(
                "powersup",
                power.merging(NXOSTable.object("psinfo", supplies)).adding("power_summary", powerSummary)
            )
            .merging(NXOSTable.object("tempinfo", temperatures))
    }

    private static let powerSummary: JSONValue = [
        "ps_redun_mode": "PS-Redundant", "ps_oper_mode": "PS-Redundant", "tot_pow_capacity": " 500.00 W",
        "tot_gridA_capacity": " 500.00 W", "tot_gridB_capacity": " 500.00 W", "cumulative_power": "1000.00 W",
        "tot_pow_out_actual_draw": " 203.00 W", "tot_pow_input_actual_draw": " 223.00 W",
        "tot_pow_alloc_budgeted": "   N/A   ", "available_pow": "   N/A   ",
    ]

    static func environmentText(_ context: CommandContext) -> String {
        let fans = (1...4).map { ["Fan\($0)(sys_fan\($0))", "NXA-FAN-30CFM-F", "--", "front-to-back", "Ok"] }
        let temperatures = temperatures(context).map {
            ["1", $0.sensor, "\($0.major)", "\($0.minor)", "\($0.now)", "Ok"]
        }
        return "Fan:\n"
            + TextTable.text(["Fan", "Model", "Hw", "Direction", "Status"], widths: [18, 20, 8, 16], rows: fans)
            + "\nTemperature:\n"
            + TextTable.text(
                ["Module", "Sensor", "MajorThresh", "MinorThres", "CurTemp", "Status"],
                widths: [9, 14, 13, 13, 11],
                rows: temperatures
            )
    }
}
