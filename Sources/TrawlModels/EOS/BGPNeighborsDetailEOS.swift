import TrawlCore

extension BGPNeighborsDetail {
    /// What NAPALM asks too.
    static let eosCommands: [Command] = [
        .cli("show ip bgp neighbors vrf all", format: .text),
        .cli("show ipv6 bgp peers vrf all", format: .text),
        .cli("show ip bgp summary vrf all"),
        .cli("show ipv6 bgp summary vrf all"),
        .cli("show running-config | include service routing protocols model multi-agent", format: .text),
    ]

    /// Reads the replies to ``eosCommands``: the details are text, since the structured answer has few of them.
    static func eos(_ replies: inout Replies) -> [Entry] {
        var entries: [Entry] = []
        for index in [0, 1] {
            let summary = replies.read(EOS.ShowIPBGPSummary.self, at: index + 2)
            guard let reply = replies[index], let text = reply.text else { continue }
            for (number, lines) in eosBlocks(of: text).enumerated() {
                guard var entry = eosEntry(of: lines) else {
                    let finding =
                        "neighbour \(number + 1): expected address, VRF and state, found \(lines.count) lines without"
                    replies.note(finding, during: reply.command.title)
                    continue
                }
                entry.acceptedPrefixes = summary?.peer(entry.neighbor, in: entry.vrf)?.prefixAccepted
                entries.append(entry)
            }
        }
        return entries
    }

    /// The text in blocks, a neighbour each.
    private static func eosBlocks(of text: String) -> [[Substring]] {
        var blocks: [[Substring]] = []
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("BGP neighbor is ") { blocks.append([]) }
            guard let last = blocks.indices.last else { continue }
            blocks[last].append(line.drop { $0 == " " })
        }
        return blocks
    }

    private static func eosEntry(of lines: [Substring]) -> Entry? {
        let text = NeighborText(lines)
        guard let neighbor = text.word(after: "BGP neighbor is").flatMap({ IPAddress($0) }),
            let vrf = text.word(after: "VRF").flatMap({ VRFName($0) }),
            let state = text.rest(after: "BGP state is")
        else { return nil }
        let parts = state.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        var entry = Entry(vrf: vrf, neighbor: neighbor, state: String(parts.first ?? ""))
        let detail = parts.count > 1 ? parts[1].split(separator: " ").joined(separator: " ") : nil
        if let detail, detail.hasPrefix("up for ") {
            entry.uptime = NXOSAge(String(detail.dropFirst(7)))?.duration
        } else {
            entry.reason = detail
        }
        entry.remoteAS = text.word(after: "remote AS").flatMap { AutonomousSystem($0) }
        entry.description = text.rest(after: "Description:").map { $0.replacing("\"", with: "") }?.unlessBlank
        entry.remoteRouterID = text.word(after: "remote router ID").flatMap { IPAddress($0) }.flatMap(Self.told)
        entry.localAS = text.word(after: "Local AS is").flatMap { AutonomousSystem($0) }
        entry.routerID = text.word(after: "local router ID").flatMap { IPAddress($0) }.flatMap(Self.told)
        entry.localAddress = text.word(after: "Local TCP address is").flatMap { IPAddress($0) }
        entry.localPort = text.word(after: "local port is").flatMap { UInt16($0) }
        entry.remotePort = text.word(after: "remote port is").flatMap { UInt16($0) }
        entry.previousState = text.word(after: "Last state was")
        entry.lastEvent = text.word(after: "Last event was")
        (entry.holdTime, entry.keepalive) = text.timers(after: "Hold time is")
        (entry.configuredHoldTime, entry.configuredKeepalive) = text.timers(after: "Configured hold time is")
        entry.established = text.word(after: "Number of transitions to established:").flatMap { UInt64($0) }
        entry.queuedMessages = text.word(after: "OutQ depth is").flatMap { UInt64($0) }
        entry.queuedBytes = text.word(after: "Send-Q:").flatMap { UInt64($0.prefix { $0 != "/" }) }
        (entry.sentMessages, entry.receivedMessages) = text.counts(of: "Total messages:")
        (entry.sentUpdates, entry.receivedUpdates) = text.counts(of: "Updates:")
        let families = [text.counts(of: "IPv4 Unicast:"), text.counts(of: "IPv6 Unicast:")]
        entry.sentPrefixes = sum(families.map(\.sent))
        entry.receivedPrefixes = sum(families.map(\.received))
        entry.importPolicy = text.word(after: "Inbound route map is")
        entry.exportPolicy = text.word(after: "Outbound route map is")
        return entry
    }

    /// A router id; none while it is `0.0.0.0`.
    static func told(_ id: IPAddress) -> IPAddress? { id == IPAddress(v4: 0) ? nil : id }

    /// What is known of some counts; `nil` where nothing is.
    static func sum(_ counts: [UInt64?]) -> UInt64? {
        let known = counts.compactMap { $0 }
        return known.isEmpty ? nil : known.reduce(0) { $0.addingReportingOverflow($1).partialValue }
    }
}

/// One neighbour as a command line prints it: facts behind the words that name them.
struct NeighborText {
    private let lines: [Substring]

    /// Takes lines without the blanks before them.
    init(_ lines: [Substring]) {
        self.lines = lines
    }

    /// What follows some words, up to the end of the line; the words begin a line or stand behind a comma.
    func rest(after words: String) -> String? {
        for line in lines {
            // What somebody wrote about a neighbour may hold any words.
            guard !line.hasPrefix("Description:") || words == "Description:",
                let range = line.firstRange(of: words)
            else { continue }
            let before = line[..<range.lowerBound]
            guard before.isEmpty || before.hasSuffix(", ") else { continue }
            var rest = line[range.upperBound...].drop { $0 == " " }
            while rest.last?.isWhitespace == true { rest.removeLast() }
            return rest.isEmpty ? nil : String(rest)
        }
        return nil
    }

    /// The first word of what follows, without a comma behind it.
    func word(after words: String) -> String? {
        let word = rest(after: words)?.prefix { $0 != " " && $0 != "," }
        return word?.isEmpty == false ? word.map(String.init) : nil
    }

    /// A hold time and the keepalive interval behind it.
    func timers(after words: String) -> (hold: Duration?, keepalive: Duration?) {
        let numbers = (rest(after: words) ?? "").split { !$0.isNumber }.compactMap { Int64($0) }
        return (numbers.first.map { .seconds($0) }, numbers.count > 1 ? .seconds(numbers[1]) : nil)
    }

    /// The two columns of a table's row: sent and received.
    func counts(of row: String) -> (sent: UInt64?, received: UInt64?) {
        for line in lines where line.hasPrefix(row) {
            let numbers = line.dropFirst(row.count).split(separator: " ").map { UInt64($0) }
            // The same words head a list of capabilities.
            if numbers.count >= 2, let sent = numbers[0], let received = numbers[1] { return (sent, received) }
        }
        return (nil, nil)
    }
}
