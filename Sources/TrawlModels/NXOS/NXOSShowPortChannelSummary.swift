extension NXOS {
    /// The answer to `show port-channel summary`.
    public struct ShowPortChannelSummary: Decodable, Sendable, Hashable {
        /// One port channel.
        public struct Channel: Decodable, Sendable, Hashable {
            /// The name.
            public var name: InterfaceName
            /// `S` switched, `R` routed.
            @LenientString public var layer: String?
            /// `U` up, `D` down, `M` not in use as too few ports are active.
            @LenientString public var status: String?
            /// `LACP`, `NONE` or `PAGP`.
            @LenientString public var `protocol`: String?
            /// The ports.
            @NXOSTable public var members: [Member]

            private enum CodingKeys: String, CodingKey {
                case name = "port-channel"
                case layer
                case status
                case `protocol` = "prtcl"
                case members = "TABLE_member"
            }
        }

        /// One port of a port channel.
        public struct Member: Decodable, Sendable, Hashable {
            /// The name.
            public var port: InterfaceName
            /// `P` up in the port channel, `D` down, `I` individual, `s` suspended, `H` hot standby and others.
            @LenientString public var status: String?

            private enum CodingKeys: String, CodingKey {
                case port
                case status = "port-status"
            }
        }

        /// The port channels.
        @NXOSTable public var channels: [Channel]

        private enum CodingKeys: String, CodingKey {
            case channels = "TABLE_channel"
        }
    }
}

extension PortChannels {
    /// The port channels of `show port-channel summary`.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(NXOS.ShowPortChannelSummary.self, at: 0)
        return (answer?.channels ?? []).map { channel in
            let inactive = channel.members.filter { $0.status != "P" }
            let reasons = inactive.compactMap(\.status).map(reason)
            return Entry(
                name: channel.name,
                up: channel.status.map { $0 == "U" },
                protocol: channel.protocol.map { $0.uppercased() == "NONE" ? "static" : $0.lowercased() },
                activeMembers: channel.members.filter { $0.status == "P" }.map(\.port),
                inactiveMembers: inactive.map(\.port),
                inactiveReasons: reasons.isEmpty || reasons.count < inactive.count ? nil : reasons
            )
        }
    }

    /// The letter in the words of the legend that stands above the table.
    private static func reason(_ letter: String) -> String {
        switch letter {
        case "D": "down"
        case "I": "individual"
        case "s": "suspended"
        case "H": "hot-standby"
        case "r": "module-removed"
        case "b": "bfd-wait"
        case "p": "delayed"
        default: letter
        }
    }
}
