import TrawlCore

extension NXOS {
    /// The answer to `show environment`, whose keys differ between series: `fandetails` and `fandetails_3k`.
    public struct ShowEnvironment: Decodable, Sendable, Hashable {
        /// One fan.
        public struct Fan: Decodable, Sendable, Hashable {
            /// The name: `Fan1(sys_fan1)`, or `Fan_in_PS1`.
            public var name: String
            /// The model.
            @LenientString public var model: String?
            /// Where the air goes: `front-to-back` and others.
            @LenientString public var direction: String?
            /// `Ok`, `Absent` and others.
            @LenientString public var status: String?

            private enum CodingKeys: String, CodingKey {
                case name = "fanname"
                case model = "fanmodel"
                case direction = "fandir"
                case status = "fanstatus"
            }
        }

        /// One power supply.
        public struct Supply: Decodable, Sendable, Hashable {
            /// Its number; some releases leave it out.
            @LenientString public var number: String?
            /// The model.
            @LenientString public var model: String?
            /// `Ok`, `Absent`, `Shutdown` and others.
            @LenientString public var status: String?
            /// What it can give, in watts.
            @LenientNumber public var capacity: Double?
            /// What it gives, in watts.
            @LenientNumber public var output: Double?
            /// What it takes, in watts.
            @LenientNumber public var input: Double?

            /// Reads a row, whose keys may end in the name of a series.
            public init(from decoder: any Decoder) throws {
                let row = try decoder.container(keyedBy: AnyKey.self)
                _number = try row.decode(LenientString.self, forKey: row.key(beginning: "psnum"))
                _model = try row.decode(LenientString.self, forKey: row.key(beginning: "psmodel"))
                _status = try row.decode(LenientString.self, forKey: row.key(beginning: "ps_status"))
                _capacity = try row.decode(LenientNumber.self, forKey: row.key(beginning: "tot_capa"))
                _input = try row.decode(LenientNumber.self, forKey: row.key(beginning: "actual_input"))
                let watts = try row.decode(LenientNumber.self, forKey: AnyKey("watts"))
                _output = LenientNumber(wrappedValue: watts.wrappedValue)
                if output == nil {
                    _output = try row.decode(LenientNumber.self, forKey: row.key(beginning: "actual_out"))
                }
            }
        }

        /// One temperature sensor.
        public struct Sensor: Decodable, Sendable, Hashable {
            /// The module.
            @LenientString public var module: String?
            /// The name, which need not be the only one in the module.
            @LenientString public var name: String?
            /// Degrees Celsius above which it takes harm.
            @LenientNumber public var major: Double?
            /// Degrees Celsius above which it is too hot.
            @LenientNumber public var minor: Double?
            /// Degrees Celsius.
            @LenientNumber public var now: Double?
            /// `Ok` and others.
            @LenientString public var status: String?

            private enum CodingKeys: String, CodingKey {
                case module = "tempmod"
                case name = "sensor"
                case major = "majthres"
                case minor = "minthres"
                case now = "curtemp"
                case status = "alarmstatus"
            }
        }

        /// The fans.
        public var fans: [Fan]
        /// The power supplies.
        public var supplies: [Supply]
        /// The temperature sensors.
        public var sensors: [Sensor]

        /// Reads the tables, wherever the series has them.
        public init(from decoder: any Decoder) throws {
            let answer = try decoder.container(keyedBy: AnyKey.self)
            fans = try Self.rows(in: answer, below: "fandetails", of: "TABLE_faninfo")
            supplies = try Self.rows(in: answer, below: "powersup", of: "TABLE_psinfo")
            sensors = try Self.rows(in: answer, below: nil, of: "TABLE_tempinfo")
        }

        private static func rows<Row: Decodable & Sendable>(
            in answer: KeyedDecodingContainer<AnyKey>,
            below key: String?,
            of table: String
        ) throws -> [Row] {
            var container = answer
            if let key {
                let key = answer.key(beginning: key)
                guard answer.contains(key) else { return [] }
                container = try answer.nestedContainer(keyedBy: AnyKey.self, forKey: key)
            }
            return try container.decode(NXOSTable<Row>.self, forKey: container.key(beginning: table)).wrappedValue
        }
    }

    /// The total of `show processes cpu`.
    public struct ShowProcessesCPU: Decodable, Sendable, Hashable {
        /// How the processor's time is spent.
        public struct Usage: Decodable, Sendable, Hashable {
            /// Percent for programs.
            @LenientNumber public var user: Double?
            /// Percent for the kernel.
            @LenientNumber public var kernel: Double?
            /// Percent for nothing.
            @LenientNumber public var idle: Double?

            private enum CodingKeys: String, CodingKey {
                case user = "user_percent"
                case kernel = "kernel_percent"
                case idle = "idle_percent"
            }
        }

        /// How the processor's time is spent.
        public var usage: Usage?

        private enum CodingKeys: String, CodingKey {
            case usage = "TABLE_cpu_util"
        }

        /// Reads the table, or the same keys beside the processes.
        public init(from decoder: any Decoder) throws {
            let answer = try decoder.container(keyedBy: CodingKeys.self)
            let rows = try answer.decode(NXOSTable<Usage>.self, forKey: .usage).wrappedValue
            let direct = try Usage(from: decoder)
            usage = direct.idle == nil ? rows.first : direct
        }
    }

    /// The totals of `show processes memory shared`.
    public struct ShowProcessesMemoryShared: Decodable, Sendable, Hashable {
        /// The totals, in megabytes.
        public struct Totals: Decodable, Sendable, Hashable {
            /// Megabytes there are.
            @LenientInt public var size: Int64?
            /// Megabytes in use.
            @LenientInt public var used: Int64?
            /// Megabytes that are free.
            @LenientInt public var available: Int64?

            private enum CodingKeys: String, CodingKey {
                case size = "process-memory-share-total-shm-size"
                case used = "process-memory-share-total-shm-used"
                case available = "process-memory-share-total-shm-avail"
            }
        }

        @NXOSTable private var rows: [Totals]

        private enum CodingKeys: String, CodingKey {
            case rows = "TABLE_process_tag"
        }

        /// The totals.
        public var totals: Totals? { rows.first }
    }

    /// The answer to `show system resources`, without each core.
    public struct ShowSystemResources: Decodable, Sendable, Hashable {
        /// Percent of the processor that is idle.
        @LenientNumber public var idle: Double?
        /// KiB of memory.
        @LenientInt public var totalMemory: Int64?
        /// KiB in use.
        @LenientInt public var usedMemory: Int64?
        /// KiB that are free.
        @LenientInt public var freeMemory: Int64?
        /// `OK` and others.
        @LenientString public var memoryStatus: String?

        private enum CodingKeys: String, CodingKey {
            case idle = "cpu_state_idle"
            case totalMemory = "memory_usage_total"
            case usedMemory = "memory_usage_used"
            case freeMemory = "memory_usage_free"
            case memoryStatus = "current_memory_status"
        }
    }
}

extension KeyedDecodingContainer where Key == AnyKey {
    /// The key that is this text, or this text and the name of a series; where neither is there, the text.
    func key(beginning text: String) -> AnyKey {
        let exact = AnyKey(text)
        guard !contains(exact) else { return exact }
        return allKeys.first { $0.stringValue.hasPrefix(text + "_") } ?? exact
    }
}

extension Environment {
    /// What NAPALM asks, and the system's memory, which it does not.
    static let nxosCommands: [Command] = [
        .cli("show environment"),
        .cli("show processes cpu"),
        .cli("show processes memory shared"),
        .cli("show system resources"),
    ]

    /// Reads the replies to ``nxosCommands``.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(NXOS.ShowEnvironment.self, at: 0)
        let processor = replies.read(NXOS.ShowProcessesCPU.self, at: 1)
        let shared = replies.read(NXOS.ShowProcessesMemoryShared.self, at: 2)?.totals
        let resources = replies.readIfStructured(NXOS.ShowSystemResources.self, at: 3)
        var entries = (answer?.fans ?? []).map(fan)
        for (place, row) in (answer?.supplies ?? []).enumerated() { entries.append(supply(row, at: place + 1)) }
        entries += temperatures(answer?.sensors ?? [])
        if let idle = processor?.usage?.idle ?? resources?.idle {
            var entry = Entry(.processor, "total")
            entry.usage = ((100 - idle) * 100).rounded() / 100
            entries.append(entry)
        }
        if let resources, resources.totalMemory != nil {
            var entry = Entry(.memory, "system")
            entry.status = resources.memoryStatus
            entry.ok = Entry.isWell(resources.memoryStatus)
            (entry.totalMemory, entry.usedMemory, entry.freeMemory) = (
                bytes(resources.totalMemory, 1024), bytes(resources.usedMemory, 1024), bytes(resources.freeMemory, 1024)
            )
            entries.append(entry)
        }
        if let shared {
            var entry = Entry(.memory, "shared")
            (entry.totalMemory, entry.usedMemory, entry.freeMemory) = (
                bytes(shared.size, 1_048_576), bytes(shared.used, 1_048_576), bytes(shared.available, 1_048_576)
            )
            entries.append(entry)
        }
        return entries
    }

    private static func bytes(_ count: Int64?, _ unit: UInt64) -> UInt64? { bytes(of: count, times: unit) }

    /// A count of a unit in bytes; `nil` where it is negative or overflows.
    static func bytes(of count: Int64?, times unit: UInt64) -> UInt64? {
        guard let count, let count = UInt64(exactly: count) else { return nil }
        let (bytes, overflows) = count.multipliedReportingOverflow(by: unit)
        return overflows ? nil : bytes
    }

    private static func fan(_ fan: NXOS.ShowEnvironment.Fan) -> Entry {
        var entry = Entry(.fan, fan.name)
        entry.description = told(fan.model)
        entry.status = fan.status
        entry.ok = Entry.isWell(fan.status)
        return entry
    }

    private static func supply(_ supply: NXOS.ShowEnvironment.Supply, at place: Int) -> Entry {
        var entry = Entry(.powerSupply, supply.number ?? String(place))
        entry.description = told(supply.model)
        entry.status = supply.status
        entry.ok = Entry.isWell(supply.status)
        entry.capacity = supply.capacity
        entry.output = supply.output
        return entry
    }

    private static func temperatures(_ sensors: [NXOS.ShowEnvironment.Sensor]) -> [Entry] {
        var counts: [String: Int] = [:]
        return sensors.map { sensor in
            let module = sensor.module ?? "1"
            let number = (counts[module] ?? 0) + 1
            counts[module] = number
            var entry = Entry(.temperature, "\(module)-\(number) \(sensor.name ?? "sensor")")
            entry.status = sensor.status
            entry.ok = Entry.isWell(sensor.status)
            entry.temperature = sensor.now
            entry.alertTemperature = sensor.minor
            entry.criticalTemperature = sensor.major
            return entry
        }
    }

    /// A model's name, which is dashes where there is none.
    private static func told(_ text: String?) -> String? {
        text.flatMap { $0.saysNothing || $0.allSatisfy { $0 == "-" } ? nil : $0 }
    }
}
