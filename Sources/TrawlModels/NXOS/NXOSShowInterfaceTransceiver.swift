extension NXOS {
    /// The answer to `show interface transceiver`, with or without `details`.
    public struct ShowInterfaceTransceiver: Decodable, Sendable, Hashable {
        /// One port.
        public struct Port: Decodable, Sendable, Hashable {
            /// The interface.
            public var interface: InterfaceName
            /// `present`, or words such as `not present` and `not applicable`.
            @LenientString public var presence: String?
            /// What the module is.
            @LenientString public var type: String?
            /// Who made it.
            @LenientString public var vendor: String?
            /// The maker's part number.
            @LenientString public var partNumber: String?
            /// The maker's revision.
            @LenientString public var revision: String?
            /// The serial number.
            @LenientString public var serialNumber: String?
            /// Cisco's order number.
            @LenientString public var productID: String?
            /// What each lane measures; of `details` alone.
            @NXOSTable public var lanes: [Lane]
            /// The same of a module of one lane in releases that have it beside the rest.
            public var only: Lane

            private enum CodingKeys: String, CodingKey {
                case interface
                case presence = "sfp"
                case type
                case vendor = "name"
                case partNumber = "partnum"
                case revision = "rev"
                case serialNumber = "serialnum"
                case productID = "cisco_product_id"
                case lanes = "TABLE_lane"
            }

            /// Reads a row.
            public init(from decoder: any Decoder) throws {
                let row = try decoder.container(keyedBy: CodingKeys.self)
                interface = try row.decode(InterfaceName.self, forKey: .interface)
                _presence = try row.decode(LenientString.self, forKey: .presence)
                _type = try row.decode(LenientString.self, forKey: .type)
                _vendor = try row.decode(LenientString.self, forKey: .vendor)
                _partNumber = try row.decode(LenientString.self, forKey: .partNumber)
                _revision = try row.decode(LenientString.self, forKey: .revision)
                _serialNumber = try row.decode(LenientString.self, forKey: .serialNumber)
                _productID = try row.decode(LenientString.self, forKey: .productID)
                _lanes = try row.decode(NXOSTable<Lane>.self, forKey: .lanes)
                only = try Lane(from: decoder)
            }

            /// Whether there is a module.
            public var isFitted: Bool { presence.map { $0 == "present" } ?? (type != nil || serialNumber != nil) }
        }

        /// What one lane measures.
        public struct Lane: Decodable, Sendable, Hashable {
            /// Its number, from 1.
            @LenientInt public var number: Int64?
            /// Degrees Celsius.
            @LenientNumber public var temperature: Double?
            /// Volts.
            @LenientNumber public var voltage: Double?
            /// The laser's bias in milliamperes.
            @LenientNumber public var current: Double?
            /// Light sent, in dBm.
            @LenientNumber public var sentPower: Double?
            /// Light received, in dBm.
            @LenientNumber public var receivedPower: Double?

            private enum CodingKeys: String, CodingKey {
                case number = "lane_number"
                case temperature
                case voltage
                case current
                case sentPower = "tx_pwr"
                case receivedPower = "rx_pwr"
            }

            /// Makes a lane that measures nothing.
            init() {}
        }

        /// The ports.
        @NXOSTable public var ports: [Port]

        private enum CodingKeys: String, CodingKey {
            case ports = "TABLE_interface"
        }
    }
}

extension Optics {
    /// The modules of `show interface transceiver details`, which older releases have as text alone.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        if let text = replies.text(at: 0) { return nxos(text: text) }
        let answer = replies.read(NXOS.ShowInterfaceTransceiver.self, at: 0)
        return (answer?.ports ?? []).filter(\.isFitted).flatMap { port -> [Entry] in
            let lanes = port.lanes.isEmpty ? [port.only] : port.lanes
            return lanes.map { lane in
                Entry(
                    interface: port.interface,
                    lane: lanes.count > 1 ? lane.number : nil,
                    media: port.type,
                    vendor: port.vendor,
                    partNumber: port.partNumber,
                    serialNumber: port.serialNumber,
                    receivedPower: lane.receivedPower,
                    sentPower: lane.sentPower,
                    biasCurrent: lane.current,
                    temperature: lane.temperature,
                    voltage: lane.voltage
                )
            }
        }
    }

    /// The blocks of the text, an interface each: what the module is, then what its lanes measure.
    private static func nxos(text: String) -> [Entry] {
        var blocks: [[Substring]] = []
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("Eth") { blocks.append([]) }
            guard let last = blocks.indices.last else { continue }
            blocks[last].append(line)
        }
        return blocks.flatMap(entries(ofBlock:))
    }

    private static func entries(ofBlock lines: [Substring]) -> [Entry] {
        guard let name = lines.first?.split(separator: " ").first.flatMap({ InterfaceName(String($0)) }) else {
            return []
        }
        var module = Entry(interface: name)
        var lanes: [Entry] = []
        var isPresent = false
        for line in lines.dropFirst() {
            let fact = line.drop { $0 == " " }
            if fact.hasPrefix("transceiver is present") {
                isPresent = true
            } else if let range = fact.firstRange(of: " is "), lanes.isEmpty {
                note(fact[..<range.lowerBound], String(fact[range.upperBound...]), in: &module)
            } else if fact.hasPrefix("Lane Number:") {
                lanes.append(module)
                lanes[lanes.count - 1].lane = Int64(fact.dropFirst(12).prefix { $0.isNumber })
            } else if let last = lanes.indices.last {
                measure(fact, &lanes[last])
            } else {
                measure(fact, &module)
            }
        }
        guard isPresent else { return [] }
        return lanes.isEmpty ? [module] : lanes
    }

    private static func note(_ key: Substring, _ text: String, in module: inout Entry) {
        let value = text.split(separator: " ").joined(separator: " ")
        guard !value.saysNothing else { return }
        switch key {
        case "type": module.media = value
        case "name": module.vendor = value
        case "part number": module.partNumber = value
        case "serial number": module.serialNumber = value
        default: break
        }
    }

    /// Takes the first number of a measurement's line: the others are thresholds.
    private static func measure(_ fact: Substring, _ lane: inout Entry) {
        let words = fact.split(separator: " ")
        guard words.count > 2 else { return }
        let number = Double(words[words[1] == "Power" ? 2 : 1])
        switch (words[0], words[1]) {
        case ("Temperature", _): lane.temperature = number
        case ("Voltage", _): lane.voltage = number
        case ("Current", _) where number != nil: lane.biasCurrent = number
        case ("Tx", "Power"): lane.sentPower = number
        case ("Rx", "Power"): lane.receivedPower = number
        default: break
        }
    }
}
