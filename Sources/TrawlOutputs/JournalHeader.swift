import TrawlJSON

/// The first line of a journal: which run it is.
struct JournalHeader {
    private static let version = 1

    let run: String
    private let format: String
    /// A hash of what each request asks.
    private let requests: [OutcomeOrder.RequestName: String]

    init(run: String, _ identity: RunJournal.Identity) {
        self.run = run
        format = identity.format.rawValue
        requests = identity.requests.mapValues { StableHash.hex(of: $0) }
    }

    /// Reads a line that ``line`` wrote; `nil` for anything else.
    init?(line bytes: [UInt8]) {
        // Why it is no JSON does not matter: it is no journal then.
        guard let slice = try? JSONSlice(parsing: bytes), slice["journal"]?.int == Self.version,
            let run = slice["run"]?.string, let format = slice["format"]?.string, let list = slice["requests"]
        else { return nil }
        var requests: [OutcomeOrder.RequestName: String] = [:]
        for entry in list.elements {
            guard let collection = entry["collection"]?.string, let request = entry["request"]?.string,
                let hash = entry["asks"]?.string
            else { return nil }
            requests[OutcomeOrder.RequestName(collection: collection, request: request)] = hash
        }
        self.run = run
        self.format = format
        self.requests = requests
    }

    /// The header as a line.
    var line: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("journal")
        writer.number(Self.version)
        writer.member("run", run)
        writer.member("format", format)
        writer.key("requests")
        writer.beginArray()
        for (name, hash) in requests.sorted(by: {
            ($0.key.collection, $0.key.request) < ($1.key.collection, $1.key.request)
        }) {
            writer.beginObject()
            writer.member("collection", name.collection)
            writer.member("request", name.request)
            writer.member("asks", hash)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes + [0x0A]
    }

    /// Why a run is not this one; `nil` where it can go on with it.
    func difference(from identity: RunJournal.Identity, output: String) -> String? {
        let output = TerminalText.escape(output)
        guard identity.format.rawValue == format else {
            return
                "the interrupted run to \(output) wrote `\(TerminalText.escape(format))`: say `--format \(TerminalText.escape(format))`"
        }
        let now = JournalHeader(run: run, identity).requests
        let changed = now.filter { requests[$0.key] != nil && requests[$0.key] != $0.value }.keys
            .map { "`\($0.request)` of `\($0.collection)`" }.sorted()
        guard let first = changed.first else { return nil }
        let others = changed.count > 1 ? " and \(changed.count - 1) more ask" : " asks"
        return "request \(TerminalText.escape(first))\(others) something else than when the run to \(output) was "
            + "interrupted: put it back, or begin anew without `--resume`"
    }
}
