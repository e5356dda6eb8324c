import TrawlCore

extension NXOS {
    /// The answer to `show vpc`.
    public struct ShowVPC: Decodable, Sendable, Hashable {
        /// The link between the two switches.
        public struct PeerLink: Decodable, Sendable, Hashable {
            /// The port channel.
            @Lenient public var interface: InterfaceName?
            /// 1 where it is up.
            @LenientInt public var state: Int64?

            private enum CodingKeys: String, CodingKey {
                case interface = "peerlink-ifindex"
                case state = "peer-link-port-state"
            }
        }

        /// One port channel that both switches have.
        public struct VPC: Decodable, Sendable, Hashable {
            /// The number that it has on both.
            public var id: Int
            /// The port channel.
            @Lenient public var interface: InterfaceName?
            /// 1 where it is up.
            @LenientInt public var state: Int64?
            /// `consistent` or `inconsistent`.
            @LenientString public var consistency: String?
            /// Why.
            @LenientString public var consistencyStatus: String?

            private enum CodingKeys: String, CodingKey {
                case id = "vpc-id"
                case interface = "vpc-ifindex"
                case state = "vpc-port-state"
                case consistency = "vpc-consistency"
                case consistencyStatus = "vpc-consistency-status"
            }

            /// Reads one row; the number may be text.
            public init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                guard let number = try container.decode(LenientInt.self, forKey: .id).wrappedValue else {
                    throw DecodingError.keyNotFound(
                        CodingKeys.id,
                        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "a number was expected")
                    )
                }
                id = Int(clamping: number)
                _interface = try container.decode(Lenient<InterfaceName>.self, forKey: .interface)
                _state = try container.decode(LenientInt.self, forKey: .state)
                _consistency = try container.decode(LenientString.self, forKey: .consistency)
                _consistencyStatus = try container.decode(LenientString.self, forKey: .consistencyStatus)
            }
        }

        /// The domain's number; `not configured` and the like where there is none.
        @LenientString public var domain: String?
        /// `peer-ok`, `peer-link-down` and others.
        @LenientString public var peerStatus: String?
        /// `peer-alive`, `peer-is-unreachable` and others.
        @LenientString public var keepaliveStatus: String?
        /// `consistent` or `inconsistent`.
        @LenientString public var consistency: String?
        /// `primary`, `secondary`, `primary, operational secondary` and others.
        @LenientString public var role: String?
        /// The link between the two, in at most one row.
        @NXOSTable public var peerLinks: [PeerLink]
        /// The port channels that both have.
        @NXOSTable public var vpcs: [VPC]

        private enum CodingKeys: String, CodingKey {
            case domain = "vpc-domain-id"
            case peerStatus = "vpc-peer-status"
            case keepaliveStatus = "vpc-peer-keepalive-status"
            case consistency = "vpc-peer-consistency"
            case role = "vpc-role"
            case peerLinks = "TABLE_peerlink"
            case vpcs = "TABLE_vpc"
        }
    }

    /// The answer to `show vpc role`.
    public struct ShowVPCRole: Decodable, Sendable, Hashable {
        /// `primary`, `secondary`, `primary, operational secondary` and others.
        @LenientString public var role: String?
        /// Not 0 where both think that they are the primary one.
        @LenientInt public var dualActive: Int64?
        /// The MAC address that both have in common.
        @Lenient public var systemMAC: MACAddress?

        private enum CodingKeys: String, CodingKey {
            case role = "vpc-current-role"
            case dualActive = "dual-active-detected"
            case systemMAC = "vpc-system-mac"
        }
    }

    /// The answer to `show vpc peer-keepalive`, which has the destination twice.
    public struct ShowVPCPeerKeepalive: Decodable, Sendable, Hashable {
        /// `peer-alive`, `peer-is-unreachable` and others.
        @LenientString public var status: String?
        /// The other one's address; where the key stands twice, the first.
        @LenientString public var destination: String?

        private enum CodingKeys: String, CodingKey {
            case status = "vpc-peer-keepalive-status"
            case destination = "vpc-keepalive-dest"
        }
    }
}

extension MLAG {
    /// Reads `show vpc`, `show vpc role` and `show vpc peer-keepalive`.
    init(nxos replies: inout Replies) throws(DeviceError) {
        guard !replies.absences.contains(0) else {
            self.init(state: .disabled)
            return
        }
        guard let answer = replies.read(NXOS.ShowVPC.self, at: 0) else { throw Self.noState(in: replies) }
        guard let domain = answer.domain, domain.allSatisfy(\.isNumber) else {
            // `not configured`, or nothing at all.
            self.init(state: .disabled)
            return
        }
        self.init(state: answer.peerStatus == "peer-ok" ? .active : .inactive)
        let role = replies.readIfStructured(NXOS.ShowVPCRole.self, at: 1)
        let keepalive = replies.readIfStructured(NXOS.ShowVPCPeerKeepalive.self, at: 2)
        domainID = domain
        self.role = (answer.role ?? role?.role).flatMap(Self.role)
        systemID = role?.systemMAC?.bits == 0 ? nil : role?.systemMAC
        if let destination = keepalive?.destination?.split(separator: ",").first {
            peerAddress = IPAddress(String(destination))
            if peerAddress == nil {
                let finding = "vpc-keepalive-dest: expected an IP address, found `\(destination.prefix(60))`"
                replies.note("ShowVPCPeerKeepalive: \(finding)", during: "show vpc peer-keepalive")
            }
        }
        peerConnected = answer.peerStatus.map { $0 == "peer-ok" }
        peerAlive = (keepalive?.status ?? answer.keepaliveStatus).map { $0 == "peer-alive" }
        peerLink = answer.peerLinks.first?.interface
        peerLinkUp = answer.peerLinks.first?.state.map { $0 == 1 }
        consistent = answer.consistency.map { $0 == "consistent" }
        dualActive = role?.dualActive.map { $0 != 0 }
        interfaces = answer.vpcs.map { vpc in
            Interface(
                id: vpc.id,
                name: vpc.interface,
                up: vpc.state.map { $0 == 1 },
                consistent: vpc.consistency.map { $0 == "consistent" },
                status: vpc.consistencyStatus
            )
        }
    }

    /// The role that is played: `primary, operational secondary` is the secondary one for now.
    private static func role(_ text: String) -> Role? {
        let words = text.lowercased().split { !$0.isLetter }
        return words.last { $0 == "primary" || $0 == "secondary" }.flatMap { Role(rawValue: String($0)) }
    }
}
