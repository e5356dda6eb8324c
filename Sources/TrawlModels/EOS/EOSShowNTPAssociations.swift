import FoundationEssentials
import TrawlCore

extension EOS {
    /// The answer to `show ntp associations`, of releases that have it as structured data.
    public struct ShowNTPAssociations: Decodable, Sendable, Hashable {
        /// One association.
        public struct Peer: Decodable, Sendable, Hashable {
            /// `sys.peer`, `candidate`, `reject` and others.
            public var condition: String?
            /// The address.
            @Lenient public var peerIpAddr: HostAddress?
            /// `unicast` and others.
            public var peerType: String?
            /// What the remote sets its clock by.
            @LenientString public var refid: String?
            /// How far the remote is from a clock.
            public var stratumLevel: Int?
            /// Seconds since 1970 when it was last heard.
            public var lastReceived: Double?
            /// Seconds between two questions.
            public var pollInterval: Double?
            /// Whether each of the last eight questions was answered.
            public var reachabilityHistory: [Bool]?
            /// Milliseconds there and back.
            public var delay: Double?
            /// Milliseconds that the remote is ahead.
            public var offset: Double?
            /// Milliseconds that the offset varies.
            public var jitter: Double?
        }

        /// The associations by address or name; missing where there are none.
        public var peers: RowsByKey<Peer>?
    }

    /// The text of `show ntp associations`.
    public struct NTPAssociationTable: Sendable, Hashable {
        /// One line.
        public struct Row: Sendable, Hashable {
            /// `*` for the one that the clock is set by, `+` for candidates, and others.
            public var mark: Character
            /// The columns `remote`, `refid`, `st`, `t`, `when`, `poll`, `reach`, `delay`, `offset` and `jitter`.
            public var columns: [String]
        }

        /// The lines below the heading.
        public var rows: [Row] = []
        /// Lines below the heading that are no rows.
        var mistakes: [String] = []

        /// Reads the lines below the ruler; without one there are no associations.
        public init(_ text: String) {
            var isBelow = false
            for line in text.split(whereSeparator: \.isNewline) {
                if line.hasPrefix("====") {
                    isBelow = true
                    continue
                }
                guard isBelow, !line.allSatisfy(\.isWhitespace) else { continue }
                // The mark has a column of its own, which may be blank; some releases put a blank before it.
                var rest = line[...]
                var mark: Character = " "
                if let first = rest.first, " *+-#o.x".contains(first) { mark = rest.removeFirst() }
                if mark == " ", let first = rest.first, "*+-#".contains(first) { mark = rest.removeFirst() }
                let columns = rest.split(whereSeparator: \.isWhitespace).map(String.init)
                if columns.count == 10 {
                    rows.append(Row(mark: mark, columns: columns))
                } else {
                    mistakes.append("expected 10 columns, found \(columns.count) in `\(line.prefix(60))`")
                }
            }
        }
    }
}

extension NTPAssociations {
    /// The associations of `show ntp associations`, in structured data or in text.
    static func eos(_ replies: inout Replies) -> [Entry] {
        if let text = replies.text(at: 0) { return eos(EOS.NTPAssociationTable(text), &replies) }
        let answer = replies.read(EOS.ShowNTPAssociations.self, at: 0)
        return (answer?.peers?.wrappedValue ?? []).compactMap { peer in
            let row = peer.row
            guard
                let remote = row.peerIpAddr ?? peer.key.split(separator: " ").first.flatMap({ HostAddress(String($0)) })
            else { return nil }
            let heard = row.lastReceived.flatMap { Seconds(replies.time.timeIntervalSince1970 - $0)?.duration }
            let answers = row.reachabilityHistory?.suffix(8)
            return Entry(
                remote: remote,
                synchronized: row.condition == "sys.peer",
                referenceID: row.refid,
                stratum: row.stratumLevel,
                type: row.peerType,
                lastHeard: heard,
                pollInterval: row.pollInterval.flatMap { Seconds($0)?.duration },
                answeredPolls: answers?.count { $0 },
                delay: Duration(milliseconds: row.delay),
                offset: Duration(milliseconds: row.offset),
                jitter: Duration(milliseconds: row.jitter),
                reach: answers?.reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
            )
        }
    }

    private static func eos(_ table: EOS.NTPAssociationTable, _ replies: inout Replies) -> [Entry] {
        let command = replies[0]?.command.title ?? name
        for mistake in table.mistakes { replies.note("NTPAssociationTable: \(mistake)", during: command) }
        return table.rows.compactMap { row in
            let columns = row.columns
            let reach = columns[6].utf8.count <= 3 ? UInt8(columns[6], radix: 8) : nil
            let numbers = columns[7...].map { Double($0) }
            guard let remote = HostAddress(columns[0]), let stratum = Int(columns[2]), let poll = seconds(columns[5]),
                let reach, !numbers.contains(nil)
            else {
                let found = columns.joined(separator: " ").prefix(100)
                replies.note(
                    "NTPAssociationTable: \(columns[0]): expected numbers in `st`, `poll`, `reach` and behind, found `\(found)`",
                    during: command
                )
                return nil
            }
            return Entry(
                remote: remote,
                synchronized: row.mark == "*",
                referenceID: columns[1],
                stratum: stratum,
                type: columns[3] == "-" ? nil : columns[3],
                lastHeard: seconds(columns[4]),
                pollInterval: poll,
                answeredPolls: reach.nonzeroBitCount,
                delay: Duration(milliseconds: numbers[0]),
                offset: Duration(milliseconds: numbers[1]),
                jitter: Duration(milliseconds: numbers[2]),
                reach: reach,
                written: Written(type: columns[3], when: columns[4])
            )
        }
    }

    /// Seconds, or minutes, hours and days with their letter.
    private static func seconds(_ text: String) -> Duration? {
        let factors: [Character: Int] = ["m": 60, "h": 3600, "d": 86400]
        let factor = text.last.flatMap { factors[$0] }
        let number = UInt32(factor == nil ? text[...] : text.dropLast())
        return number.map { .seconds(Int($0) * (factor ?? 1)) }
    }
}
