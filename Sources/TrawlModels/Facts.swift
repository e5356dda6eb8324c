public import TrawlCore

/// What a switch is: make, model, software, name and interfaces.
///
/// A field is absent where the device says nothing, never 0 or empty.
public struct Facts: NormalizedModel, Hashable {
    /// Collections call it `facts`.
    public static let name = "facts"

    /// Who made the switch.
    ///
    /// - Source: the dialect: `Arista` for eAPI, `Cisco` for NX-API, `Juniper` for Junos.
    public var vendor: String

    /// The chassis, in the vendor's words.
    ///
    /// - Source: eAPI `show version`, key `modelName`; NX-API `show version`, key `chassis_id`; Junos
    ///   `get-system-information`, `hardware-model`.
    public var model: String?

    /// The serial number of the chassis.
    ///
    /// - Source: eAPI `show version`, key `serialNumber`; NX-API `show inventory`, key `serialnum` of the row named
    ///   `Chassis`, and without such a row `show version`, key `proc_board_id`; Junos `serial-number`.
    public var serialNumber: String?

    /// The release of the operating system that runs.
    ///
    /// - Source: eAPI `show version`, key `version`; NX-API `show version`, the first of `sys_ver_str`, `nxos_ver_str`
    ///   and `kickstart_ver_str` that says something; Junos `os-version`.
    public var version: String?

    /// The vendor's exact build, where it has a name of its own.
    ///
    /// - Source: eAPI `show version`, key `internalVersion`; NX-API has none.
    public var internalVersion: String?

    /// How long the operating system has been up.
    ///
    /// - Unit: seconds in JSON, as `uptime_seconds`.
    /// - Source: eAPI `show version`, key `uptime`; NX-API `show version`, keys `kern_uptm_days`, `kern_uptm_hrs`,
    ///   `kern_uptm_mins` and `kern_uptm_secs`; Junos `get-system-uptime-information`, `system-booted-time`.
    public var uptime: Duration?

    /// The name without a domain.
    ///
    /// - Source: eAPI `show hostname`, key `hostname`; NX-API `show version`, key `host_name`, and without it the first
    ///   label of `show hostname`; Junos `host-name`.
    public var hostname: String?

    /// The name with its domain, as far as the device has one.
    ///
    /// - Source: eAPI `show hostname`, key `fqdn`; NX-API `show hostname`, key `hostname`.
    public var fqdn: String?

    /// The names of the interfaces, without sub-interfaces on EOS.
    ///
    /// - Source: eAPI `show interfaces`, the keys of `interfaces` in natural order; NX-API `show interface`, key
    ///   `interface` in the device's order; Junos `get-interface-information`, the physical interfaces.
    public var interfaces: [String]?

    /// Makes facts; what is not given is not known.
    public init(
        vendor: String,
        model: String? = nil,
        serialNumber: String? = nil,
        version: String? = nil,
        internalVersion: String? = nil,
        uptime: Duration? = nil,
        hostname: String? = nil,
        fqdn: String? = nil,
        interfaces: [String]? = nil
    ) {
        self.vendor = vendor
        self.model = model
        self.serialNumber = serialNumber
        self.version = version
        self.internalVersion = internalVersion
        self.uptime = uptime
        self.hostname = hostname
        self.fqdn = fqdn
        self.interfaces = interfaces
    }

    /// The commands on eAPI, NX-API and Junos; no other dialect has facts.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: eosCommands
        case .nxapi: nxosCommands
        case .junos: junosCommands
        default: nil
        }
    }

    /// Reads facts; a command that failed, or that has no structured form, leaves its fields out.
    ///
    /// - Throws: ``DeviceError/Code/wrongShape`` where none came in structured form.
    public init(from replies: inout Replies) throws(DeviceError) {
        let device = replies.device
        guard replies.all.contains(where: { $0?.json != nil }) else {
            let detail = "no command of `facts` was answered with structured data"
            throw DeviceError(.wrongShape, device: device.name, operation: Self.name, detail: detail)
        }
        switch device.dialect {
        case .eapi: self.init(eos: &replies)
        case .nxapi: self.init(nxos: &replies)
        case .junos: self.init(junos: &replies)
        default: throw Self.noSpelling(on: device)
        }
    }
}

extension Facts: Codable {
    private enum CodingKeys: String, CodingKey {
        case vendor
        case model
        case serialNumber = "serial_number"
        case version
        case internalVersion = "internal_version"
        case uptime = "uptime_seconds"
        case hostname
        case fqdn
        case interfaces
    }

    /// Reads facts as ``encode(to:)`` writes them.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        vendor = try container.decode(String.self, forKey: .vendor)
        model = try container.decodeIfPresent(String.self, forKey: .model)
        serialNumber = try container.decodeIfPresent(String.self, forKey: .serialNumber)
        version = try container.decodeIfPresent(String.self, forKey: .version)
        internalVersion = try container.decodeIfPresent(String.self, forKey: .internalVersion)
        uptime = try container.decodeIfPresent(Seconds.self, forKey: .uptime)?.duration
        hostname = try container.decodeIfPresent(String.self, forKey: .hostname)
        fqdn = try container.decodeIfPresent(String.self, forKey: .fqdn)
        interfaces = try container.decodeIfPresent([String].self, forKey: .interfaces)
    }

    /// Writes what is known, in the order of the fields, with keys in snake case.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(vendor, forKey: .vendor)
        try container.encodeIfPresent(model, forKey: .model)
        try container.encodeIfPresent(serialNumber, forKey: .serialNumber)
        try container.encodeIfPresent(version, forKey: .version)
        try container.encodeIfPresent(internalVersion, forKey: .internalVersion)
        try container.encodeIfPresent(uptime.map(Seconds.init), forKey: .uptime)
        try container.encodeIfPresent(hostname, forKey: .hostname)
        try container.encodeIfPresent(fqdn, forKey: .fqdn)
        try container.encodeIfPresent(interfaces, forKey: .interfaces)
    }
}
