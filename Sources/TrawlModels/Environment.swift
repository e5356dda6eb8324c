public import TrawlCore

/// How a switch is inside: fans, power supplies, temperatures, processor and memory, an entry each.
///
/// The fields of an entry are those that its component has; the others are absent.
public struct Environment: ListModel, Hashable {
    /// Collections call it `environment`.
    public static let name = "environment"

    /// What an entry is about.
    public enum Component: String, Codable, Sendable, Hashable, CaseIterable {
        /// A fan, or a tray of them.
        case fan
        /// A power supply.
        case powerSupply = "power-supply"
        /// A temperature sensor.
        case temperature
        /// The processor.
        case processor = "cpu"
        /// Memory.
        case memory
    }

    /// One component.
    public struct Entry: Codable, Sendable, Hashable {
        /// What it is.
        public var component: Component

        /// Which one it is.
        ///
        /// - Source: fans: eAPI `show system environment cooling`, `label` of the slot; NX-API `show environment`, `fanname`.
        ///   Power supplies: eAPI `show system environment power`, the key; NX-API `psnum`, or the place in the list.
        ///   Temperatures: eAPI `show system environment temperature`, `name`; NX-API `tempmod`, a number within the
        ///   module and `sensor`, as in `1-2 INTAKE`. Processor: `total`. Memory: `system`, and NX-OS's `shared`.
        public var name: String

        /// What the device says that it is: a sensor's place, a power supply's or fan's model.
        ///
        /// - Source: eAPI `description`, `modelName`; NX-API `fanmodel`, `psmodel`.
        public var description: String?

        /// Whether the device finds it well; absent for an empty slot, and where the device does not judge.
        ///
        /// - Source: fans: eAPI `status` of the slot and of each fan in it; NX-API `fanstatus`. Power supplies: eAPI
        ///   `state`; NX-API `ps_status`. Temperatures: eAPI neither above a threshold nor `inAlertState`; NX-API
        ///   `alarmstatus`. Memory: NX-API `current_memory_status`.
        public var ok: Bool?

        /// The state in the device's words.
        ///
        /// - Source: as ``ok``; of eAPI's temperatures `hwStatus`.
        public var status: String?

        /// The speed of a fan.
        ///
        /// - Unit: percent.
        /// - Source: eAPI `speed` of the slot; NX-API does not say.
        public var speed: Double?

        /// The temperature.
        ///
        /// - Unit: degrees Celsius.
        /// - Source: eAPI `currentTemperature`; NX-API `curtemp`.
        public var temperature: Double?

        /// The temperature above which it is too hot.
        ///
        /// - Unit: degrees Celsius.
        /// - Source: eAPI `overheatThreshold`; NX-API `minthres`.
        public var alertTemperature: Double?

        /// The temperature above which it takes harm.
        ///
        /// - Unit: degrees Celsius.
        /// - Source: eAPI `criticalThreshold`; NX-API `majthres`.
        public var criticalTemperature: Double?

        /// What a power supply can give.
        ///
        /// - Unit: watts.
        /// - Source: eAPI `capacity`; NX-API `tot_capa`.
        public var capacity: Double?

        /// What it gives.
        ///
        /// - Unit: watts.
        /// - Source: eAPI `outputPower`; NX-API `actual_out`, or `watts`.
        public var output: Double?

        /// How busy the processor is.
        ///
        /// - Unit: percent.
        /// - Source: eAPI `show processes top once` (text), 100 without `id`; NX-API `show processes cpu`, 100 without
        ///   `idle_percent`.
        public var usage: Double?

        /// Memory there is.
        ///
        /// - Unit: bytes.
        /// - Source: eAPI `show processes top once` (text), `total`; NX-API `show system resources`,
        ///   `memory_usage_total`, and for shared memory `show processes memory shared`.
        public var totalMemory: UInt64?

        /// Memory in use, buffers among it.
        ///
        /// - Unit: bytes.
        /// - Source: eAPI `used`; NX-API `memory_usage_used`.
        public var usedMemory: UInt64?

        /// Memory that is free.
        ///
        /// - Unit: bytes.
        /// - Source: eAPI `free`; NX-API `memory_usage_free`.
        public var freeMemory: UInt64?

        private enum CodingKeys: String, CodingKey {
            case component
            case name
            case ok
            case status
            case temperature = "temperature_celsius"
            case alertTemperature = "alert_celsius"
            case criticalTemperature = "critical_celsius"
            case speed = "speed_percent"
            case output = "output_watts"
            case capacity = "capacity_watts"
            case usage = "usage_percent"
            case usedMemory = "used_bytes"
            case freeMemory = "free_bytes"
            case totalMemory = "total_bytes"
            case description
        }
    }

    /// The components: fans, power supplies, temperatures, processor, memory.
    public var entries: [Entry]

    /// Whether NX-OS told it, whose words NAPALM compares letter by letter.
    private var isFromNXOS = false

    /// Makes a list of components.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// The entries of one kind.
    public func entries(of component: Component) -> [Entry] { entries.filter { $0.component == component } }

    /// Five commands on eAPI and four on NX-API; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: eosCommands
        case .nxapi: nxosCommands
        default: nil
        }
    }

    /// A virtual switch has no power supplies and refuses to tell of them; older NX-OS may lack what NAPALM does not ask.
    public static func isAbsence(_ error: DeviceError, on dialect: DialectName) -> Bool {
        switch dialect {
        case .eapi: error.operation.contains("environment power") && error.saysNone
        case .nxapi: error.operation.contains("system resources") && error.saysFeatureIsOff(on: dialect)
        default: false
        }
    }

    /// Reads the components.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(Self.eos(&replies))
        case .nxapi:
            self.init(Self.nxos(&replies))
            isFromNXOS = true
        default: throw Self.noSpelling(on: replies.device)
        }
    }
}

extension Environment.Entry {
    /// A component of which only its name is known.
    init(_ component: Environment.Component, _ name: String) {
        self.component = component
        self.name = name
    }

    /// What a status means: well, not well, or nothing there.
    static func isWell(_ status: String?) -> Bool? {
        switch status?.lowercased() {
        case nil, "absent", "none", "notinserted", "not-inserted", "unknown", "unknownhwstatus", "": nil
        case "ok", "good", "normal": true
        default: false
        }
    }
}

extension Environment: NAPALMConvertible {
    /// NAPALM calls it `get_environment`.
    public static let napalmGetter = "get_environment"

    /// Five dictionaries; fans of power supplies are left out, and memory is in KiB, on NX-OS the shared one.
    public func napalm() -> any Encodable & Sendable {
        let fans = entries(of: .fan).filter { !$0.name.contains("PS") && !$0.name.hasPrefix("PowerSupply") }
        let result: NAPALMValue = [
            "fans": NAPALMValue.object(fans, by: \.name) { ["status": .truth(napalmStatus(of: $0))] },
            "temperature": napalmTemperatures,
            "power": NAPALMValue.object(entries(of: .powerSupply), by: \.name) { supply in
                [
                    "status": .truth((supply.status?.lowercased() ?? "ok") == "ok"),
                    "capacity": .number(supply.capacity ?? Self.capacity(inName: supply.description) ?? -1),
                    "output": .number(supply.output ?? -1),
                ]
            },
            "cpu": NAPALMValue.object(entries(of: .processor).prefix(1).map { ("0", $0) }, by: \.0) { _, processor in
                ["%usage": .number(processor.usage ?? 0)]
            },
            "memory": napalmMemory,
        ]
        return result
    }

    /// NX-OS's `ok` is no `Ok` to NAPALM.
    private func napalmStatus(of entry: Entry) -> Bool {
        isFromNXOS ? entry.status == nil || entry.status == "Ok" : entry.status == "ok"
    }

    private var napalmTemperatures: NAPALMValue {
        let sensors = entries(of: .temperature)
        let names = isFromNXOS ? Self.numbered(sensors.map(\.name)) : sensors.map(\.name)
        return NAPALMValue.object(Array(zip(names, sensors)), by: \.0) { _, sensor in
            let now = sensor.temperature ?? (isFromNXOS ? -1 : 0)
            let isAlert = isFromNXOS ? !napalmStatus(of: sensor) : sensor.alertTemperature.map { now > $0 } ?? false
            return [
                "temperature": .number(now), "is_alert": .truth(isAlert),
                "is_critical": .truth(sensor.criticalTemperature.map { now > $0 } ?? false),
            ]
        }
    }

    /// NX-OS's sensors as NAPALM counts them: on from 1 in module 1, and always 1 in the others.
    private static func numbered(_ names: [String]) -> [String] {
        var count = 1
        return names.map { name in
            guard let space = name.firstIndex(of: " "), let dash = name[..<space].lastIndex(of: "-") else {
                return name
            }
            let module = name[..<dash]
            if module != "1" { count = 1 }
            defer { count += 1 }
            return "\(module)-\(count)\(name[space...])"
        }
    }

    private var napalmMemory: NAPALMValue {
        let memory = entries(of: .memory)
        if isFromNXOS {
            guard let shared = memory.first(where: { $0.name == "shared" }) else { return [:] }
            // NAPALM takes the device's megabytes a thousandfold.
            let inKilobytes: (UInt64?) -> NAPALMValue = { .counter(($0 ?? 0) / 1_048_576 * 1000) }
            return ["available_ram": inKilobytes(shared.freeMemory), "used_ram": inKilobytes(shared.usedMemory)]
        }
        guard let system = memory.first else { return [:] }
        return [
            "available_ram": .counter((system.totalMemory ?? 0) / 1024),
            "used_ram": .counter((system.usedMemory ?? 0) / 1024),
        ]
    }

    /// The watts in a model's name: 400 of `N2200-PAC-400W`.
    private static func capacity(inName model: String?) -> Double? {
        model?.split(separator: "-").last.flatMap { $0.last == "W" ? Double($0.dropLast()) : nil }
    }
}
