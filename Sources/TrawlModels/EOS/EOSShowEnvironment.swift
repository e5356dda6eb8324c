import TrawlCore

extension EOS {
    /// The answer to `show system environment cooling`.
    public struct ShowEnvironmentCooling: Decodable, Sendable, Hashable {
        /// A place for fans.
        public struct Slot: Decodable, Sendable, Hashable {
            /// The place: `1`, or `PowerSupply1`.
            public var label: String
            /// `ok`, `failed`, `notInserted` and others.
            @LenientString public var status: String?
            /// The speed in percent.
            public var speed: Double?
            /// The fans.
            public var fans: Rows<Fan>?
        }

        /// One fan.
        public struct Fan: Decodable, Sendable, Hashable {
            /// The place: `1/1`.
            @LenientString public var label: String?
            /// `ok`, `failed` and others.
            @LenientString public var status: String?
            /// The speed in percent.
            public var actualSpeed: Double?
        }

        /// `coolingOk` and others.
        @LenientString public var systemStatus: String?
        /// The temperature around the switch in degrees Celsius.
        public var ambientTemperature: Double?
        /// The fans' places.
        @Rows public var fanTraySlots: [Slot]
        /// The places of fans that cool power supplies.
        public var powerSupplySlots: Rows<Slot>?
    }

    /// The answer to `show system environment temperature`.
    public struct ShowEnvironmentTemperature: Decodable, Sendable, Hashable {
        /// A card or a power supply.
        public struct Slot: Decodable, Sendable, Hashable {
            /// The sensors in it.
            public var tempSensors: Rows<Sensor>?
        }

        /// One sensor.
        public struct Sensor: Decodable, Sendable, Hashable {
            /// The name: `TempSensor1`.
            public var name: String
            /// Where it is.
            @LenientString public var description: String?
            /// `ok` and others.
            @LenientString public var hwStatus: String?
            /// Degrees Celsius.
            public var currentTemperature: Double?
            /// The temperature above which it is too hot.
            public var overheatThreshold: Double?
            /// The temperature above which it takes harm.
            public var criticalThreshold: Double?
            /// Whether the device gives alarm.
            public var inAlertState: Bool?
        }

        /// `temperatureOk` and others.
        @LenientString public var systemStatus: String?
        /// The sensors of cards.
        public var cardSlots: Rows<Slot>?
        /// The sensors of power supplies.
        public var powerSupplySlots: Rows<Slot>?
        /// The sensors of the chassis.
        @Rows public var tempSensors: [Sensor]
    }

    /// The answer to `show system environment power`.
    public struct ShowEnvironmentPower: Decodable, Sendable, Hashable {
        /// One power supply.
        public struct Supply: Decodable, Sendable, Hashable {
            /// The model.
            @LenientString public var modelName: String?
            /// `ok`, `powerLoss` and others.
            @LenientString public var state: String?
            /// What it can give, in watts.
            public var capacity: Double?
            /// What it gives, in watts.
            public var outputPower: Double?
            /// What goes in, in amperes.
            public var inputCurrent: Double?
            /// What comes out, in amperes.
            public var outputCurrent: Double?
        }

        /// The power supplies by place.
        @RowsByKey public var powerSupplies: [Keyed<Supply>]
    }

    /// What the head of `show processes top once` says, which is text in every release.
    public struct TopHead: Sendable, Hashable {
        /// How much of the processor is idle, in percent.
        public var idle: Double?
        /// Bytes of memory.
        public var totalMemory: UInt64?
        /// Bytes in use.
        public var usedMemory: UInt64?
        /// Bytes that are free.
        public var freeMemory: UInt64?

        /// Reads the lines `Cpu(s):` and `Mem:`, in the words of every release's `top`.
        public init(_ text: String) {
            for line in text.split(whereSeparator: \.isNewline).prefix(12) {
                guard let colon = line.firstIndex(of: ":") else { continue }
                let heading = line[..<colon].split(separator: " ")
                let values = Self.values(of: line[line.index(after: colon)...])
                if heading.last?.hasSuffix("Cpu(s)") == true {
                    idle = values["id"]
                } else if heading.last == "Mem", heading.count <= 2 {
                    let unit = heading.count == 2 ? heading[0] : "KiB"
                    (totalMemory, usedMemory, freeMemory) = (
                        Self.bytes(values["total"], unit), Self.bytes(values["used"], unit),
                        Self.bytes(values["free"], unit)
                    )
                }
            }
        }

        /// `3.5%us,  0.5%sy` and `8.5 us, 1.4 sy`, `16012300k total`: the numbers by their words.
        private static func values(of text: Substring) -> [Substring: Double] {
            var values: [Substring: Double] = [:]
            for part in text.split(whereSeparator: { $0 == "," }) {
                let part = part.drop { $0 == " " }
                let number = part.prefix { $0.isNumber || $0 == "." }
                let word = part[number.endIndex...].drop { $0 == " " || $0 == "%" || $0 == "k" || $0 == "+" }
                if let value = Double(number) { values[word.prefix { $0.isLetter }] = value }
            }
            return values
        }

        private static func bytes(_ count: Double?, _ unit: some StringProtocol) -> UInt64? {
            let factor =
                switch unit {
                case "MiB": 1_048_576.0
                case "GiB": 1_073_741_824.0
                default: 1024.0
                }
            return count.flatMap { UInt64(exactly: ($0 * factor).rounded(.down)) }
        }
    }
}

extension Environment {
    /// What NAPALM asks too; power comes last, since virtual switches refuse it.
    static let eosCommands: [Command] = [
        .cli("show version"),
        .cli("show system environment cooling"),
        .cli("show system environment temperature"),
        .cli("show processes top once", format: .text),
        .cli("show system environment power"),
    ]

    /// Reads the replies to ``eosCommands``; a virtual switch's power supplies are none.
    static func eos(_ replies: inout Replies) -> [Entry] {
        let model = replies.readIfStructured(EOS.ShowVersion.self, at: 0)?.modelName?.lowercased()
        let cooling = replies.read(EOS.ShowEnvironmentCooling.self, at: 1)
        let heat = replies.read(EOS.ShowEnvironmentTemperature.self, at: 2)
        let isVirtual = model == "veos" || model == "ceoslab"
        let power = isVirtual ? nil : replies.read(EOS.ShowEnvironmentPower.self, at: 4)
        let slots = (cooling?.fanTraySlots ?? []) + (cooling?.powerSupplySlots?.wrappedValue ?? [])
        let inSlots = (heat?.cardSlots?.wrappedValue ?? []) + (heat?.powerSupplySlots?.wrappedValue ?? [])
        let sensors = inSlots.flatMap { $0.tempSensors?.wrappedValue ?? [] } + (heat?.tempSensors ?? [])
        return slots.map(fan) + (power?.powerSupplies ?? []).map(supply) + sensors.map(temperature)
            + top(replies.text(at: 3), &replies)
    }

    private static func fan(_ slot: EOS.ShowEnvironmentCooling.Slot) -> Entry {
        var entry = Entry(.fan, slot.label)
        entry.status = slot.status
        let judged = ([slot.status] + (slot.fans?.wrappedValue ?? []).map(\.status)).compactMap(Entry.isWell)
        entry.ok = Entry.isWell(slot.status) == nil || judged.isEmpty ? nil : !judged.contains(false)
        entry.speed = slot.speed
        return entry
    }

    private static func supply(_ supply: Keyed<EOS.ShowEnvironmentPower.Supply>) -> Entry {
        var entry = Entry(.powerSupply, supply.key)
        entry.description = supply.row.modelName
        entry.status = supply.row.state
        entry.ok = Entry.isWell(supply.row.state)
        entry.capacity = supply.row.capacity
        entry.output = supply.row.outputPower
        return entry
    }

    private static func temperature(_ sensor: EOS.ShowEnvironmentTemperature.Sensor) -> Entry {
        var entry = Entry(.temperature, sensor.name)
        entry.description = sensor.description
        entry.status = sensor.hwStatus
        entry.temperature = sensor.currentTemperature
        entry.alertTemperature = sensor.overheatThreshold
        entry.criticalTemperature = sensor.criticalThreshold
        if let now = sensor.currentTemperature {
            let isHot = [sensor.overheatThreshold, sensor.criticalThreshold].contains { $0.map { now > $0 } ?? false }
            entry.ok = !isHot && sensor.inAlertState != true && Entry.isWell(sensor.hwStatus) != false
        } else {
            entry.ok = Entry.isWell(sensor.hwStatus) == false ? false : nil
        }
        return entry
    }

    private static func top(_ text: String?, _ replies: inout Replies) -> [Entry] {
        guard let text else { return [] }
        let head = EOS.TopHead(text)
        var entries: [Entry] = []
        if let idle = head.idle {
            var processor = Entry(.processor, "total")
            processor.usage = ((100 - idle) * 10).rounded() / 10
            entries.append(processor)
        } else {
            replies.note("TopHead: expected a line `Cpu(s):` with `id`, found none", during: "show processes top once")
        }
        if head.totalMemory != nil {
            var memory = Entry(.memory, "system")
            (memory.totalMemory, memory.usedMemory, memory.freeMemory) = (
                head.totalMemory, head.usedMemory, head.freeMemory
            )
            entries.append(memory)
        } else {
            replies.note("TopHead: expected a line `Mem:` with `total`, found none", during: "show processes top once")
        }
        return entries
    }
}
