import TrawlCore

extension BGPNeighborsDetail {
    /// The neighbours of `show bgp all neighbors vrf all` on releases that have it as text alone.
    static func nxos(text: String, _ replies: inout Replies) -> [Entry] {
        var blocks: [[Substring]] = []
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("BGP neighbor is ") { blocks.append([]) }
            guard let last = blocks.indices.last else { continue }
            blocks[last].append(line.drop { $0 == " " })
        }
        var entries: [Entry] = []
        for (number, lines) in blocks.enumerated() {
            let text = NeighborText(lines)
            guard let neighbor = text.word(after: "BGP neighbor is").flatMap({ BGPPeer($0) }),
                let state = text.word(after: "BGP state =")
            else {
                let finding = "neighbour \(number + 1): expected address and state, found \(lines.count) lines without"
                replies.note(finding, during: "show bgp all neighbors vrf all")
                continue
            }
            // A range is no session.
            guard let address = neighbor.address else { continue }
            let vrf = text.word(after: "Neighbor vrf:").flatMap { VRFName($0) } ?? .default
            entries.append(entry(of: text, lines, at: address, in: vrf, state))
        }
        return entries
    }

    private static func entry(
        of text: NeighborText,
        _ lines: [Substring],
        at address: IPAddress,
        in vrf: VRFName,
        _ state: String
    ) -> Entry {
        var entry = Entry(vrf: vrf, neighbor: address, state: state)
        if entry.up { entry.uptime = text.word(after: "up for").flatMap { NXOSAge($0)?.duration } }
        entry.description = text.rest(after: "Description:")
        entry.remoteAS = text.word(after: "remote AS").flatMap { AutonomousSystem($0) }
        entry.localAS = text.word(after: "local AS").flatMap { AutonomousSystem($0) }
        entry.remoteRouterID = text.word(after: "remote router ID").flatMap { IPAddress($0) }.flatMap(told)
        entry.previousState = text.word(after: "Neighbor previous state =")
        entry.holdTime = text.word(after: "hold time =").flatMap { Int64($0) }.map { .seconds($0) }
        entry.keepalive = text.word(after: "keepalive interval is").flatMap { Int64($0) }.map { .seconds($0) }
        entry.established = text.word(after: "Connections established").flatMap { UInt64($0) }
        entry.receivedMessages = text.word(after: "Received").flatMap { UInt64($0) }
        entry.sentMessages = text.word(after: "Sent").flatMap { UInt64($0) }
        (entry.sentUpdates, entry.receivedUpdates) = text.counts(of: "Updates:")
        entry.localAddress = text.word(after: "Local host:").flatMap { IPAddress($0) }
        entry.localPort = port(text.word(after: "Local port:"))
        entry.remotePort = port(text.word(after: "Foreign port:"))
        entry.importPolicy = text.word(after: "Inbound route-map configured is")
        entry.exportPolicy = text.word(after: "Outbound route-map configured is")
        entry.acceptedPrefixes = prefixes("accepted", in: lines)
        entry.sentPrefixes = prefixes("sent", in: lines)
        return entry
    }

    /// The prefixes of every address family: `94 accepted paths consume …`, `3 sent prefixes (3 paths)`.
    private static func prefixes(_ word: Substring, in lines: [Substring]) -> UInt64? {
        sum(
            lines.map { line in
                let words = line.split(separator: " ")
                let isCount = words.count > 2 && words[1] == word && (words[2] == "paths" || words[2] == "prefixes")
                return isCount ? UInt64(words[0]) : nil
            }
        )
    }

    private static func port(_ text: String?) -> UInt16? {
        text.flatMap { UInt16($0) }.flatMap { $0 == 0 ? nil : $0 }
    }
}
