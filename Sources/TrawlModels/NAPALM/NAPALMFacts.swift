public import TrawlCore

/// Facts in the shape of NAPALM's `get_facts`, where nothing is absent: unknown is `""`, -1 or an empty list.
public struct NAPALMFacts: Encodable, Sendable, Hashable {
    /// Seconds since the operating system started; -1 where unknown.
    private let uptime: Seconds?
    /// The maker.
    public let vendor: String
    /// The exact build: EOS's internal version, NX-OS's version.
    public let osVersion: String
    /// The chassis' serial number.
    public let serialNumber: String
    /// The chassis.
    public let model: String
    /// The name without a domain.
    public let hostname: String
    /// The name with its domain.
    public let fqdn: String
    /// The names of the interfaces.
    public let interfaceList: [String]

    /// Words facts as NAPALM does.
    public init(_ facts: Facts) {
        uptime = facts.uptime.map(Seconds.init)
        vendor = facts.vendor
        osVersion = facts.internalVersion ?? facts.version ?? ""
        serialNumber = facts.serialNumber ?? ""
        model = facts.model ?? ""
        hostname = facts.hostname ?? ""
        fqdn = facts.fqdn ?? ""
        interfaceList = facts.interfaces ?? []
    }

    private enum CodingKeys: String, CodingKey {
        case uptime
        case vendor
        case osVersion = "os_version"
        case serialNumber = "serial_number"
        case model
        case hostname
        case fqdn
        case interfaceList = "interface_list"
    }

    /// Writes the dictionary that `get_facts` returns.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if let uptime {
            try container.encode(uptime, forKey: .uptime)
        } else {
            try container.encode(-1, forKey: .uptime)
        }
        try container.encode(vendor, forKey: .vendor)
        try container.encode(osVersion, forKey: .osVersion)
        try container.encode(serialNumber, forKey: .serialNumber)
        try container.encode(model, forKey: .model)
        try container.encode(hostname, forKey: .hostname)
        try container.encode(fqdn, forKey: .fqdn)
        try container.encode(interfaceList, forKey: .interfaceList)
    }
}

extension Facts: NAPALMConvertible {
    /// NAPALM calls it `get_facts`.
    public static let napalmGetter = "get_facts"

    /// The facts as ``NAPALMFacts``.
    public func napalm() -> any Encodable & Sendable { NAPALMFacts(self) }
}
