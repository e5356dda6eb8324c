/// Reads a YAML file into a tree with places, on libyaml's events.
///
/// Not on `Yams.compose`: that resolves aliases before anybody can refuse them, stops at the first duplicate key, keeps
/// no end of a value for the caret, and recurses. What Trawl's files must not hold is refused here, while reading:
/// anchors and aliases, merge keys, tags, depth, more values than any real file has, a second document.
struct YAMLReader {
    /// Deeper than any key of a collection or an inventory lies.
    static let deepest = 16

    private let mostValues: Int
    private var builder = YAMLTreeBuilder()
    private var valueCount = 0
    private var hasToldAnchors = false

    /// Reads the only document of a file; `nil` where it has none that can be used, which the log then says.
    static func read(_ source: SourceFile, mostValues: Int, log: inout ProblemLog) -> YAMLNode? {
        if let offset = source.bytes.firstIndex(of: 0) {
            log.error(
                at: source.mark(ofByte: offset),
                "a NUL byte: this is no text file",
                hint: "save the file as UTF-8"
            )
            return nil
        }
        var reader = YAMLReader(mostValues: mostValues)
        let root = reader.readDocument(of: source, log: &log)
        if root == nil, !log.hasErrors { log.error(at: .file, "the file is empty") }
        return root
    }

    private init(mostValues: Int) {
        self.mostValues = mostValues
    }

    private mutating func readDocument(of source: SourceFile, log: inout ProblemLog) -> YAMLNode? {
        do {
            return try YAMLEvents.with(source) { events in read(events, log: &log) }
        } catch {
            log.error(at: error.mark, error.message, hint: error.hint)
            return nil
        }
    }

    private mutating func read(_ events: YAMLEvents, log: inout ProblemLog) -> YAMLNode? {
        while true {
            let event: YAMLEvents.Event
            do {
                event = try events.next()
            } catch {
                log.error(at: error.mark, error.message, hint: error.hint)
                return nil
            }
            if case .end = event.kind { return builder.root }
            guard take(event, log: &log) else { return nil }
        }
    }

    /// Adds an event to the tree; false where reading must end.
    private mutating func take(_ event: YAMLEvents.Event, log: inout ProblemLog) -> Bool {
        if event.hasAnchor { refuseAnchor(at: event.mark, log: &log) }
        if event.hasTag {
            log.error(
                at: event.mark,
                "tags (`!…`) are not supported",
                hint: "leave it out: values are taken as written"
            )
        }
        switch event.kind {
        case .documentStart:
            guard builder.root == nil else {
                log.error(at: event.mark, "a second document; a file holds one", hint: "put it into a file of its own")
                return false
            }
        case .scalar(let text, let isPlain):
            builder.add(YAMLNode(content: .scalar(text, isPlain: isPlain), mark: event.mark), log: &log)
        case .alias:
            refuseAnchor(at: event.mark, log: &log)
            builder.add(YAMLNode(content: .refused, mark: event.mark), log: &log)
        case .sequenceStart:
            builder.begin(isMapping: false, at: event.mark)
        case .mappingStart:
            builder.begin(isMapping: true, at: event.mark)
        case .collectionEnd:
            builder.end(log: &log)
        case .end:
            return true
        }
        valueCount += 1
        guard builder.depth <= Self.deepest else {
            log.error(at: event.mark, "nested more than \(Self.deepest) levels deep")
            return false
        }
        guard valueCount <= mostValues else {
            log.error(at: event.mark, "the file holds more than \(mostValues) values")
            return false
        }
        return true
    }

    /// Told once a file: a file with one anchor has its aliases too.
    private mutating func refuseAnchor(at mark: YAMLMark, log: inout ProblemLog) {
        guard !hasToldAnchors else { return }
        hasToldAnchors = true
        log.error(
            at: mark,
            "anchors and aliases (`&…`, `*…`) are not supported",
            hint: "in an inventory, put what devices share into `groups` or `defaults`"
        )
    }
}
