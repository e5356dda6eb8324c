public import FoundationEssentials
public import TrawlCore

/// The optical modules of a switch: what they are, how warm, and the light they send and receive.
///
/// An entry for each lane of a module; a module that measures nothing has one entry without measurements.
public struct Optics: ListModel, Hashable {
    /// Collections call it `optics`.
    public static let name = "optics"

    /// One lane of a module.
    public struct Entry: Codable, Sendable, Hashable {
        /// The interface.
        ///
        /// - Source: eAPI `show interfaces transceiver`, the key in `interfaces`; NX-API `show interface transceiver
        ///   details`, `interface`.
        public var interface: InterfaceName

        /// The lane, from 1; absent where the module is one lane.
        ///
        /// - Source: NX-API `lane_number`; eAPI has an interface a lane.
        public var lane: Int64?

        /// What the module is, such as `100GBASE-SR4`.
        ///
        /// - Source: eAPI `mediaType`; NX-API `type`.
        public var media: String?

        /// Who made it.
        ///
        /// - Source: NX-API `name`; eAPI does not say.
        public var vendor: String?

        /// The maker's part number.
        ///
        /// - Source: NX-API `partnum`; eAPI has it in ``HardwareInventory``.
        public var partNumber: String?

        /// The serial number.
        ///
        /// - Source: eAPI `vendorSn`; NX-API `serialnum`.
        public var serialNumber: String?

        /// Light received.
        ///
        /// - Unit: dBm.
        /// - Source: eAPI `rxPower`; NX-API `rx_pwr`.
        public var receivedPower: Double?

        /// Light sent.
        ///
        /// - Unit: dBm.
        /// - Source: eAPI `txPower`; NX-API `tx_pwr`.
        public var sentPower: Double?

        /// The laser's bias current.
        ///
        /// - Unit: milliamperes.
        /// - Source: eAPI `txBias`; NX-API `current`.
        public var biasCurrent: Double?

        /// How warm the module is.
        ///
        /// - Unit: degrees Celsius.
        /// - Source: eAPI `temperature`; NX-API `temperature`.
        public var temperature: Double?

        /// What it is fed with.
        ///
        /// - Unit: volts.
        /// - Source: eAPI `voltage`; NX-API `voltage`.
        public var voltage: Double?

        /// When this was measured.
        ///
        /// - Source: eAPI `updateTime`; NX-API does not say.
        @InUTC public var measured: Date?

        private enum CodingKeys: String, CodingKey {
            case interface
            case lane
            case media
            case receivedPower = "rx_power_dbm"
            case sentPower = "tx_power_dbm"
            case biasCurrent = "tx_bias_ma"
            case temperature = "temperature_celsius"
            case voltage = "voltage_volts"
            case serialNumber = "serial_number"
            case vendor
            case partNumber = "part_number"
            case measured
        }
    }

    /// The lanes in the device's order.
    public var entries: [Entry]

    /// The ports that could hold a module and are empty, as far as the device lists them; not in JSON.
    public private(set) var emptyPorts: [InterfaceName] = []

    /// Makes a list of lanes.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on eAPI and NX-API; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show interfaces transceiver")]
        case .nxapi: [.cli("show interface transceiver details")]
        default: nil
        }
    }

    /// Reads the lanes.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi:
            let (entries, empty) = Self.eos(&replies)
            self.init(entries)
            emptyPorts = empty
        case .nxapi: self.init(Self.nxos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
    }
}

extension Optics: NAPALMConvertible {
    /// NAPALM calls it `get_optics`.
    public static let napalmGetter = "get_optics"

    /// A dictionary by interface; the lanes are channels from 0, and what is not measured is 0.
    public func napalm() -> any Encodable & Sendable {
        var order: [String] = []
        var channels: [String: [NAPALMValue]] = [:]
        func add(_ name: String, _ entry: Entry?) {
            if channels[name] == nil { order.append(name) }
            func state(_ instant: Double?) -> NAPALMValue {
                ["instant": .number(instant ?? 0), "avg": 0.0, "min": 0.0, "max": 0.0]
            }
            channels[name, default: []].append([
                "index": .whole(Int64(channels[name]?.count ?? 0)),
                "state": [
                    "input_power": state(entry?.receivedPower), "output_power": state(entry?.sentPower),
                    "laser_bias_current": state(entry?.biasCurrent),
                ],
            ])
        }
        for entry in entries { add(entry.interface.written, entry) }
        for port in emptyPorts { add(port.written, nil) }
        return NAPALMValue.object(order, by: \.self) { name in
            ["physical_channels": ["channel": .list(channels[name] ?? [])]]
        }
    }
}
