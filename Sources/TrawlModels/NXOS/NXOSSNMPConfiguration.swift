extension NXOS {
    /// The lines `snmp-server` of `show running-config`.
    public struct SNMPConfiguration: Sendable, Hashable {
        /// Where the switch stands.
        public var location: String?
        /// Who looks after it.
        public var contact: String?
        /// The communities in the order in which they come first; one community may have several lines.
        public var communities: [SNMP.Community] = []
        /// What does not fit; a community's name is a password and never in it.
        var mistakes: [String] = []

        /// Reads the lines of a configuration.
        public init(_ text: String) {
            for line in text.split(whereSeparator: \.isNewline) {
                let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
                guard words.first == "snmp-server", words.count > 1 else { continue }
                let rest = words.dropFirst(2)
                switch words[1] {
                case "location": location = rest.joined(separator: " ").trimmed
                case "contact": contact = rest.joined(separator: " ").trimmed
                case "community": read(community: rest)
                default: break
                }
            }
        }

        private mutating func read(community words: ArraySlice<String>) {
            guard let name = words.first else {
                mistakes.append("snmp-server community: expected a name, found nothing")
                return
            }
            let place = communities.firstIndex { $0.name == name }
            var community = place.map { communities[$0] } ?? SNMP.Community(name: name)
            var rest = words.dropFirst()
            while let word = rest.popFirst() {
                switch word {
                case "ro", "rw": community.access = SNMP.Access(rawValue: word)
                case "group":
                    community.group = rest.popFirst()
                    community.access = community.group.flatMap { Self.access(of: $0) }
                case "use-acl", "use-ipv4acl": community.acl = rest.popFirst()
                case "use-ipv6acl": community.ipv6ACL = rest.popFirst()
                default:
                    let number = (place ?? communities.count) + 1
                    mistakes.append(
                        "snmp-server community \(number): expected `group` or a list, found `\(word.prefix(60))`"
                    )
                    return
                }
            }
            if let place { communities[place] = community } else { communities.append(community) }
        }

        private static func access(of role: String) -> SNMP.Access? {
            switch role {
            case "network-operator", "vdc-operator": .readOnly
            case "network-admin", "vdc-admin": .readWrite
            default: nil
            }
        }
    }
}

extension SNMP {
    /// Reads what the configuration says.
    init(nxos replies: inout Replies) {
        let configuration = NXOS.SNMPConfiguration(replies.text(at: 0) ?? "")
        for mistake in configuration.mistakes {
            replies.note("SNMPConfiguration: \(mistake)", during: "show running-config")
        }
        self.init(
            location: configuration.location,
            contact: configuration.contact,
            communities: configuration.communities
        )
    }
}

extension String {
    /// The text without quotes around it; `nil` where nothing is left.
    var trimmed: String? {
        let isQuoted = count > 1 && hasPrefix("\"") && hasSuffix("\"")
        let bare = isQuoted ? String(dropFirst().dropLast()) : self
        return bare.isEmpty ? nil : bare
    }
}
