public import TrawlCore

/// What a switch says about itself by SNMP, and to whom.
public struct SNMP: NormalizedModel, Hashable {
    /// Collections call it `snmp`.
    public static let name = "snmp"

    /// Whether the names of communities, which are passwords, are left out.
    public static let arguments = [
        ModelArgument("sanitized", .boolean, "Whether the names of communities, which are passwords, are `<removed>`.")
    ]

    /// What may be done with a community.
    public enum Access: String, Codable, Sendable, Hashable, CaseIterable {
        /// Only reading.
        case readOnly = "ro"
        /// Reading and writing.
        case readWrite = "rw"
    }

    /// One community.
    public struct Community: Codable, Sendable, Hashable {
        /// The name, which is a password; `<removed>` where the request asks for that.
        ///
        /// - Source: eAPI, the lines `snmp-server community` of `show running-config | section snmp-server community`;
        ///   NX-API the same lines of `show running-config`.
        public var name: String

        /// What may be done with it; absent where a role says so that is not known here.
        ///
        /// - Source: eAPI, the word `ro` or `rw`; NX-API that word, or the role behind `group`: `network-operator` and
        ///   `vdc-operator` read, `network-admin` and `vdc-admin` write.
        public var access: Access?

        /// The role that it has.
        ///
        /// - Source: NX-API, the word behind `group`; EOS has none.
        public var group: String?

        /// The part of the tree that it is for.
        ///
        /// - Source: eAPI, the word behind `view`; NX-OS has none.
        public var view: String?

        /// The list of IPv4 addresses that it may be used from.
        ///
        /// - Source: eAPI, the last word; NX-API, the word behind `use-acl` or `use-ipv4acl`.
        public var acl: String?

        /// The list of IPv6 addresses that it may be used from.
        ///
        /// - Source: eAPI, the word behind `ipv6`; NX-API, the word behind `use-ipv6acl`.
        public var ipv6ACL: String?

        private enum CodingKeys: String, CodingKey {
            case name
            case access
            case group
            case view
            case acl
            case ipv6ACL = "ipv6_acl"
        }
    }

    /// What the switch calls its chassis.
    ///
    /// - Source: eAPI `show snmp v2-mib chassis`, `chassisId`; NX-API does not say.
    public var chassisID: String?

    /// Where it stands.
    ///
    /// - Source: eAPI `show snmp v2-mib location`, `location`; NX-API, the line `snmp-server location`.
    public var location: String?

    /// Who looks after it.
    ///
    /// - Source: eAPI `show snmp v2-mib contact`, `contact`; NX-API, the line `snmp-server contact`.
    public var contact: String?

    /// The communities in the device's order.
    public var communities: [Community]

    private enum CodingKeys: String, CodingKey {
        case chassisID = "chassis_id"
        case location
        case contact
        case communities
    }

    /// Where it comes from: NAPALM has NX-OS's role for an access.
    var dialect: DialectName?
    /// Whether anything is configured: NAPALM has an empty dictionary of NX-OS where nothing is.
    private var isConfigured: Bool {
        location != nil || contact != nil || chassisID != nil || !communities.isEmpty
    }

    /// Makes a description; what is not given is not known.
    public init(
        chassisID: String? = nil,
        location: String? = nil,
        contact: String? = nil,
        communities: [Community] = []
    ) {
        self.chassisID = chassisID
        self.location = location
        self.contact = contact
        self.communities = communities
    }

    /// Four commands on eAPI and one on NX-API; no other dialect has them.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi:
            ["chassis", "location", "contact"].map { .cli("show snmp v2-mib \($0)") }
                + [.cli("show running-config | section snmp-server community", format: .text)]
        case .nxapi: [.cli("show running-config", format: .text)]
        default: nil
        }
    }

    /// A switch whose SNMP is off has nothing to say.
    public static func isAbsence(_ error: DeviceError, on dialect: DialectName) -> Bool { error.saysNone }

    /// Reads what is configured.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(eos: &replies)
        case .nxapi: self.init(nxos: &replies)
        default: throw Self.noSpelling(on: replies.device)
        }
        dialect = replies.device.dialect
        guard replies.arguments.isTrue("sanitized") else { return }
        for index in communities.indices { communities[index].name = Sanitizer.removed }
    }
}

extension SNMP: NAPALMConvertible {
    /// NAPALM calls it `get_snmp_information`.
    public static let napalmGetter = "get_snmp_information"

    /// Everything as text, communities in a dictionary; of NX-OS the mode is the role where there is one.
    public func napalm() -> any Encodable & Sendable {
        guard dialect != .nxapi || isConfigured else { return NAPALMValue.object([]) }
        return [
            "chassis_id": .text(chassisID), "location": .text(location), "contact": .text(contact),
            "community": NAPALMValue.object(communities, by: \.name) { community in
                ["mode": .text(community.group ?? community.access?.rawValue), "acl": .text(community.acl)]
            },
        ] as NAPALMValue
    }
}
