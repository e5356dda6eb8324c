extension EOS {
    /// The answer to `show snmp v2-mib chassis`.
    public struct ShowSNMPChassis: Decodable, Sendable, Hashable {
        /// What the switch calls its chassis.
        @LenientString public var chassisId: String?
    }

    /// The answer to `show snmp v2-mib location`.
    public struct ShowSNMPLocation: Decodable, Sendable, Hashable {
        /// Where the switch stands; some releases put it into quotes.
        @LenientString public var location: String?
    }

    /// The answer to `show snmp v2-mib contact`.
    public struct ShowSNMPContact: Decodable, Sendable, Hashable {
        /// Who looks after the switch; some releases put it into quotes.
        @LenientString public var contact: String?
    }

    /// The text of `show running-config | section snmp-server community`.
    public struct SNMPCommunitySection: Sendable, Hashable {
        /// The communities in the order of the lines.
        public var communities: [SNMP.Community] = []
        /// What does not fit; a community's name is a password and never in it.
        var mistakes: [String] = []

        /// Reads lines `snmp-server community NAME [view VIEW] [ro|rw] [ipv6 ACL] [ACL]`.
        public init(_ text: String) {
            var number = 0
            for line in text.split(whereSeparator: \.isNewline) {
                var words = line.split(whereSeparator: \.isWhitespace).map(String.init)[...]
                guard words.starts(with: ["snmp-server", "community"]) else { continue }
                words = words.dropFirst(2)
                number += 1
                guard let name = words.popFirst() else {
                    mistakes.append("community \(number): expected a name, found nothing")
                    continue
                }
                var community = SNMP.Community(name: name)
                if words.first == "view" { community.view = words.dropFirst().first }
                words = words.dropFirst(community.view == nil ? 0 : 2)
                if let access = words.first.flatMap({ SNMP.Access(rawValue: $0) }) {
                    community.access = access
                    words.removeFirst()
                }
                if words.first == "ipv6" { community.ipv6ACL = words.dropFirst().first }
                words = words.dropFirst(community.ipv6ACL == nil ? 0 : 2)
                community.acl = words.popFirst()
                if words.isEmpty {
                    communities.append(community)
                } else {
                    mistakes.append(
                        "community \(number): expected the end of the line, found \(words.count) more words"
                    )
                }
            }
        }
    }
}

extension SNMP {
    /// Reads what `show snmp v2-mib` and the configuration's section say.
    init(eos replies: inout Replies) {
        let section = replies.text(at: 3).map { EOS.SNMPCommunitySection($0) }
        for mistake in section?.mistakes ?? [] {
            let detail = "SNMPCommunitySection: \(mistake)"
            replies.note(detail, during: "show running-config | section snmp-server community")
        }
        self.init(
            chassisID: replies.readIfStructured(EOS.ShowSNMPChassis.self, at: 0)?.chassisId,
            location: replies.readIfStructured(EOS.ShowSNMPLocation.self, at: 1)?.location,
            contact: replies.readIfStructured(EOS.ShowSNMPContact.self, at: 2)?.contact,
            communities: section?.communities ?? []
        )
    }
}
