import TrawlCore

extension EOS {
    /// The answer to `show mlag detail`; of `show mlag` the same without ``detail``.
    public struct ShowMLAG: Decodable, Sendable, Hashable {
        /// What only `detail` tells.
        public struct Detail: Decodable, Sendable, Hashable {
            /// `primary` or `secondary`.
            public var mlagState: String?
            /// `primary` or `secondary`, of the other one.
            public var peerMlagState: String?
            /// The lower, the sooner it is the primary one.
            public var primaryPriority: Int?
        }

        /// `active`, `inactive` or `disabled`.
        public var state: String
        /// The name that both switches have in common; empty where there is none.
        @LenientString public var domainId: String?
        /// The VLAN interface over which the two talk.
        @Lenient public var localInterface: InterfaceName?
        /// The other one's address on that VLAN; `0.0.0.0` where there is none.
        @Lenient public var peerAddress: IPAddress?
        /// The link between the two.
        @Lenient public var peerLink: InterfaceName?
        /// `up` or another state.
        @LenientString public var peerLinkStatus: String?
        /// `connected` or another state.
        @LenientString public var negStatus: String?
        /// `consistent` or `inconsistent`.
        @LenientString public var configSanity: String?
        /// The MAC address that both have in common.
        @Lenient public var systemId: MACAddress?
        /// More.
        public var detail: Detail?
    }

    /// The answer to `show mlag interfaces`.
    public struct ShowMLAGInterfaces: Decodable, Sendable, Hashable {
        /// One port channel that both switches have.
        public struct Interface: Decodable, Sendable, Hashable {
            /// The port channel here.
            @Lenient public var localInterface: InterfaceName?
            /// `up`, `down` and others.
            @LenientString public var localInterfaceStatus: String?
            /// The port channel at the peer.
            @Lenient public var peerInterface: InterfaceName?
            /// `up`, `down` and others.
            @LenientString public var peerInterfaceStatus: String?
            /// `active-full`, `active-partial`, `inactive`, `configured` or `disabled`.
            @LenientString public var status: String?
        }

        /// The port channels by number; missing where there are none.
        public var interfaces: RowsByKey<Interface>?
    }
}

extension MLAG {
    /// The error that nothing is known, which a state must not be made up for.
    static func noState(in replies: Replies) -> DeviceError {
        let detail = "the first command has no answer"
        let device = replies.device.name
        return replies.problem ?? DeviceError(.wrongShape, device: device, operation: name, detail: detail)
    }

    /// Reads `show mlag detail` and `show mlag interfaces`.
    init(eos replies: inout Replies) throws(DeviceError) {
        guard !replies.absences.contains(0) else {
            self.init(state: .disabled)
            return
        }
        guard let answer = replies.read(EOS.ShowMLAG.self, at: 0) else { throw Self.noState(in: replies) }
        guard let state = State(rawValue: answer.state.lowercased()) else {
            let detail =
                "ShowMLAG: state: expected `active`, `inactive` or `disabled`, found `\(answer.state.prefix(60))`"
            throw DeviceError(.wrongShape, device: replies.device.name, operation: "show mlag detail", detail: detail)
        }
        self.init(state: state)
        guard state != .disabled else { return }
        domainID = answer.domainId
        role = answer.detail?.mlagState.flatMap { Role(rawValue: $0) }
        systemID = answer.systemId?.bits == 0 ? nil : answer.systemId
        peerAddress = answer.peerAddress == IPAddress(v4: 0) ? nil : answer.peerAddress
        peerConnected = answer.negStatus.map { $0.lowercased() == "connected" }
        peerLink = answer.peerLink
        peerLinkUp = answer.peerLinkStatus.map { $0 == "up" }
        consistent = answer.configSanity.map { $0 == "consistent" }
        guard let found = replies.readIfStructured(EOS.ShowMLAGInterfaces.self, at: 1) else { return }
        let rows = found.interfaces?.wrappedValue ?? []
        interfaces = rows.compactMap { interface in
            guard let id = Int(interface.key) else {
                let finding = "ShowMLAGInterfaces: interfaces: expected a number, found `\(interface.key.prefix(60))`"
                replies.note(finding, during: "show mlag interfaces")
                return nil
            }
            return Interface(
                id: id,
                name: interface.row.localInterface,
                up: interface.row.localInterfaceStatus.map { $0 == "up" },
                peerUp: interface.row.peerInterfaceStatus.map { $0 == "up" },
                status: interface.row.status
            )
        }
    }
}
