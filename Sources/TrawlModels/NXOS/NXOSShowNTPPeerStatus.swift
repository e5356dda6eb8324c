extension NXOS {
    /// The answer to `show ntp peer-status`.
    public struct ShowNTPPeerStatus: Decodable, Sendable, Hashable {
        /// One server or peer.
        public struct Peer: Decodable, Sendable, Hashable {
            /// `*` for the one that the clock is set by, `+` and `-` for peers, `=` for servers.
            @LenientString public var mode: String?
            /// The server or peer.
            @Lenient public var remote: HostAddress?
            /// The address that it is asked from; `0.0.0.0` where any will do.
            @LenientString public var local: String?
            /// How far the remote is from a clock.
            @LenientInt public var stratum: Int64?
            /// Seconds between two questions.
            @LenientInt public var poll: Int64?
            /// The last eight answers as bits, in octal.
            @LenientString public var reach: String?
            /// Seconds there and back.
            @LenientString public var delay: String?
            /// The VRF.
            @Lenient public var vrf: VRFName?

            private enum CodingKeys: String, CodingKey {
                case mode = "syncmode"
                case remote
                case local
                case stratum = "st"
                case poll
                case reach
                case delay
                case vrf
            }
        }

        /// The servers and peers.
        @NXOSTable public var peers: [Peer]

        private enum CodingKeys: String, CodingKey {
            case peers = "TABLE_peersstatus"
        }
    }
}

extension NTPAssociations {
    /// The associations of `show ntp peer-status`.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(NXOS.ShowNTPPeerStatus.self, at: 0)
        return (answer?.peers ?? []).compactMap { peer in
            func misses(_ key: String, _ noun: String, _ found: String?) -> Entry? {
                let finding = found.map { "`\($0.prefix(60))`" } ?? "nothing"
                let place = peer.remote.map { " of \($0)" } ?? ""
                let detail = "ShowNTPPeerStatus: \(key)\(place): expected \(noun), found \(finding)"
                replies.note(detail, during: "show ntp peer-status")
                return nil
            }
            guard let remote = peer.remote else { return misses("remote", "an IP address or a name", nil) }
            let reach = peer.reach.flatMap { $0.utf8.count <= 3 ? UInt8($0, radix: 8) : nil }
            if peer.reach != nil, reach == nil { return misses("reach", "an octal number of eight bits", peer.reach) }
            let delay = peer.delay.flatMap { Double($0) }
            if peer.delay != nil, delay == nil { return misses("delay", "a number of seconds", peer.delay) }
            return Entry(
                remote: remote,
                vrf: peer.vrf,
                synchronized: peer.mode == "*",
                stratum: peer.stratum.flatMap { Int(exactly: $0) },
                pollInterval: peer.poll.flatMap { Seconds(Double($0))?.duration },
                answeredPolls: reach?.nonzeroBitCount,
                delay: Duration(milliseconds: delay.map { $0 * 1000 }),
                reach: reach
            )
        }
    }
}
