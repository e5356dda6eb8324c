import TrawlCore

extension EOS {
    /// The text of `show running-config | section ntp`.
    public struct NTPSection: Sendable, Hashable {
        /// One line `ntp server` or `ntp peer`.
        public struct Host: Sendable, Hashable {
            /// The address or the name.
            public var address: HostAddress
            /// The VRF; the default one where none is named.
            public var vrf = VRFName.default
            /// Whether it is preferred to others.
            public var prefer = false
            /// Whether it is asked several times at the start.
            public var iburst = false
            /// The protocol's version.
            public var version: Int?
            /// The number of the key, which is not the key.
            public var key: Int64?
            /// The interface whose address it is asked from.
            public var localInterface: InterfaceName?
        }

        /// The lines `ntp server`.
        public var servers: [Host] = []
        /// The lines `ntp peer`, which old releases have.
        public var peers: [Host] = []
        /// What does not fit: the line's beginning, what was expected, and what was found.
        var mistakes: [String] = []

        /// Reads the lines about servers and peers; the others, such as those about keys, are passed over.
        public init(_ text: String) {
            for line in text.split(whereSeparator: \.isNewline) {
                let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
                guard words.first == "ntp", words.count > 1, words[1] == "server" || words[1] == "peer" else {
                    continue
                }
                guard let host = host(words[2...], of: words[1]) else { continue }
                if words[1] == "server" { servers.append(host) } else { peers.append(host) }
            }
        }

        private mutating func host(_ words: ArraySlice<String>, of kind: String) -> Host? {
            var words = words
            var vrf = VRFName.default
            if words.first == "vrf" {
                words.removeFirst()
                guard let name = words.popFirst().flatMap({ VRFName($0) }) else {
                    mistakes.append("ntp \(kind) vrf: expected the name of a VRF, found nothing")
                    return nil
                }
                vrf = name
            }
            guard let address = words.popFirst().flatMap({ HostAddress($0) }) else {
                mistakes.append("ntp \(kind): expected an IP address or a name, found nothing")
                return nil
            }
            var host = Host(address: address, vrf: vrf)
            while let word = words.popFirst() {
                switch word {
                case "prefer": host.prefer = true
                case "iburst": host.iburst = true
                case "version", "key":
                    let text = words.popFirst() ?? "nothing"
                    guard let number = Int64(text) else {
                        mistakes.append("ntp \(kind) \(address) \(word): expected a number, found `\(text.prefix(60))`")
                        return nil
                    }
                    if word == "key" { host.key = number } else { host.version = Int(exactly: number) }
                case "local-interface": host.localInterface = words.popFirst().flatMap { InterfaceName($0) }
                // `burst`, `minpoll 6` and others say nothing that the model has.
                default: break
                }
            }
            return host
        }
    }
}

extension NTPServers {
    /// The servers or the peers of the configuration's section.
    static func eos(_ replies: inout Replies, _ hosts: KeyPath<EOS.NTPSection, [EOS.NTPSection.Host]>) -> [Entry] {
        guard let text = replies.text(at: 0) else { return [] }
        let section = EOS.NTPSection(text)
        let command = replies[0]?.command.title ?? name
        for mistake in section.mistakes { replies.note("NTPSection: \(mistake)", during: command) }
        let addresses = replies.all.count > 1 ? InterfaceAddresses(eos: &replies, at: 1).entries : []
        return section[keyPath: hosts].map { host in
            let own = addresses.filter { $0.interface == host.localInterface }.map(\.address.address)
            let version = host.address.address?.version ?? .v4
            return Entry(
                address: host.address,
                vrf: host.vrf,
                prefer: host.prefer,
                iburst: host.iburst,
                version: host.version,
                keyID: host.key,
                sourceInterface: host.localInterface,
                sourceAddress: own.first { $0.version == version } ?? own.first
            )
        }
    }
}
