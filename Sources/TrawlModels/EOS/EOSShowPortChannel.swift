extension EOS {
    /// The answer to `show port-channel`.
    public struct ShowPortChannel: Decodable, Sendable, Hashable {
        /// One port channel.
        public struct PortChannel: Decodable, Sendable, Hashable {
            /// The ports that carry its traffic.
            public var activePorts: RowsByKey<Port>?
            /// The ports that do not.
            public var inactivePorts: RowsByKey<Port>?
            /// The fewest active ports with which it is up.
            public var minLinks: Int?
            /// Whether it is configured to stay down.
            public var inactiveLag: Bool?
        }

        /// One port.
        public struct Port: Decodable, Sendable, Hashable {
            /// `lacp` or `static`; old releases do not say.
            @LenientString public var `protocol`: String?
            /// Why it carries no traffic.
            @LenientString public var reasonUnconfigured: String?
        }

        /// The port channels by name.
        @RowsByKey public var portChannels: [Keyed<PortChannel>]
    }
}

extension PortChannels {
    /// The port channels of `show port-channel`.
    static func eos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(EOS.ShowPortChannel.self, at: 0)
        return (answer?.portChannels ?? []).compactMap { channel in
            guard let name = InterfaceName(channel.key) else {
                let finding = "ShowPortChannel: portChannels: expected the name of an interface, found nothing"
                replies.note(finding, during: "show port-channel")
                return nil
            }
            let active = channel.row.activePorts?.wrappedValue ?? []
            let inactive = channel.row.inactivePorts?.wrappedValue ?? []
            let protocols = (active + inactive).compactMap { $0.row.protocol?.lowercased() }
            let reasons = inactive.compactMap(\.row.reasonUnconfigured)
            return Entry(
                name: name,
                up: channel.row.activePorts == nil ? nil : !active.isEmpty,
                protocol: protocols.first,
                minimumLinks: channel.row.minLinks,
                activeMembers: active.compactMap { InterfaceName($0.key) },
                inactiveMembers: inactive.compactMap { InterfaceName($0.key) },
                inactiveReasons: reasons.isEmpty || reasons.count < inactive.count ? nil : reasons
            )
        }
    }
}
