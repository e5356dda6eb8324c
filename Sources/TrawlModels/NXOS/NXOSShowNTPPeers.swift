extension NXOS {
    /// The answer to `show ntp peers`, which lists servers too.
    public struct ShowNTPPeers: Decodable, Sendable, Hashable {
        /// One server or peer.
        public struct Peer: Decodable, Sendable, Hashable {
            /// The address or the name.
            public var address: HostAddress
            /// `Server` or `Peer`.
            @LenientString public var kind: String?
            /// `(configured)`, or `(dynamic)` where another protocol told it.
            @LenientString public var origin: String?

            private enum CodingKeys: String, CodingKey {
                case address = "PeerIPAddress"
                case kind = "serv_peer"
                case origin = "conf_flag"
            }

            /// Reads one row; the address may be padded.
            public init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                let written = try container.decode(LenientString.self, forKey: .address).wrappedValue
                address = try HostAddress.read(written ?? "", at: decoder.codingPath + [CodingKeys.address])
                _kind = try container.decode(LenientString.self, forKey: .kind)
                _origin = try container.decode(LenientString.self, forKey: .origin)
            }
        }

        /// The servers and peers.
        @NXOSTable public var peers: [Peer]

        private enum CodingKeys: String, CodingKey {
            case peers = "TABLE_peers"
        }
    }
}

extension NTPServers {
    /// The rows of `show ntp peers` of one kind.
    static func nxos(_ replies: inout Replies, as kind: String) -> [Entry] {
        let answer = replies.read(NXOS.ShowNTPPeers.self, at: 0)
        return (answer?.peers ?? []).compactMap { peer in
            peer.kind?.lowercased() == kind.lowercased() ? Entry(address: peer.address) : nil
        }
    }
}
