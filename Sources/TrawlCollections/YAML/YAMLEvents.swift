// The module belongs to Yams, which fetches and builds libyaml; this is the only file that speaks to it.
#if Collections
import CYaml
#endif

/// A mistake in the YAML itself, after which nothing of the file can be trusted.
struct YAMLSyntaxError: Error {
    var mark: YAMLMark
    var message: String
    var hint: String?
}

/// libyaml's events of one file, one at a time.
@safe final class YAMLEvents {
    /// One event, as far as Trawl's files need it.
    struct Event {
        enum Kind {
            case documentStart
            case scalar(String, isPlain: Bool)
            case alias
            case sequenceStart
            case mappingStart
            case collectionEnd
            case end
        }

        var kind: Kind
        var mark: YAMLMark
        var hasAnchor = false
        var hasTag = false
    }

    private let source: SourceFile

    #if Collections
    /// Nothing in these files is longer; libyaml would hold it several times over.
    private static let longestValue = 1 << 20

    /// What libyaml reads from.
    @unsafe private struct Input {
        var bytes: UnsafeBufferPointer<UInt8>
        var offset = 0
        /// Beyond this offset nothing is given out before the next event.
        var allowed = YAMLEvents.longestValue
        var isRefused = false
    }

    /// On the heap, both of them, because libyaml keeps addresses of its own parser and of its input.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutablePointer<Input>
    /// Where the last event ended.
    private var lastMark = YAMLMark(line: 1, column: 1)

    /// Gives a body the events of a file, which is not copied.
    static func with<Result>(_ source: SourceFile, _ body: (YAMLEvents) -> Result) throws(YAMLSyntaxError) -> Result {
        let result: Result? = unsafe source.bytes.withUnsafeBufferPointer { bytes in
            (unsafe YAMLEvents(source, bytes)).map(body)
        }
        guard let result else { throw YAMLSyntaxError(mark: .file, message: "there is no memory to read the file") }
        return result
    }

    private init?(_ source: SourceFile, _ bytes: UnsafeBufferPointer<UInt8>) {
        self.source = source
        unsafe parser = .allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        unsafe input = .allocate(capacity: 1)
        unsafe input.initialize(to: Input(bytes: bytes))
        guard unsafe yaml_parser_initialize(parser) == 1 else { return nil }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input(
            parser,
            { state, buffer, size, count in
                guard let input = unsafe state?.assumingMemoryBound(to: Input.self) else { return 0 }
                return unsafe YAMLEvents.fill(buffer, size, count, from: input)
            },
            input
        )
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe input.deallocate()
    }

    private static func fill(
        _ buffer: UnsafeMutablePointer<UInt8>?,
        _ size: Int,
        _ count: UnsafeMutablePointer<Int>?,
        from input: UnsafeMutablePointer<Input>
    ) -> Int32 {
        let start = unsafe input.pointee.offset
        let length = unsafe min(size, input.pointee.bytes.count - start)
        if length > 0, unsafe start >= input.pointee.allowed {
            unsafe input.pointee.isRefused = true
            return 0
        }
        if length > 0, let base = unsafe input.pointee.bytes.baseAddress {
            unsafe buffer?.update(from: base + start, count: length)
        }
        unsafe input.pointee.offset = start + length
        unsafe count?.pointee = length
        return 1
    }

    /// The next event; events that say nothing about the file's content are passed over.
    func next() throws(YAMLSyntaxError) -> Event {
        while true {
            var event = unsafe yaml_event_t()
            guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
            defer { unsafe yaml_event_delete(&event) }
            unsafe input.pointee.allowed = input.pointee.offset + Self.longestValue
            unsafe lastMark = Self.mark(from: event.end_mark, to: event.end_mark)
            if let event = unsafe Self.event(event) { return event }
        }
    }

    private static func event(_ event: yaml_event_t) -> Event? {
        let mark = unsafe mark(from: event.start_mark, to: event.end_mark)
        switch unsafe event.type {
        case YAML_STREAM_END_EVENT:
            return Event(kind: .end, mark: mark)
        case YAML_DOCUMENT_START_EVENT:
            return Event(kind: .documentStart, mark: mark)
        case YAML_ALIAS_EVENT:
            return Event(kind: .alias, mark: mark)
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let text = unsafe String(decoding: bytes, as: UTF8.self)
            let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
            let (hasAnchor, hasTag) = unsafe (scalar.anchor != nil, scalar.tag != nil)
            return Event(kind: .scalar(text, isPlain: isPlain), mark: mark, hasAnchor: hasAnchor, hasTag: hasTag)
        case YAML_SEQUENCE_START_EVENT:
            let start = unsafe event.data.sequence_start
            let (hasAnchor, hasTag) = unsafe (start.anchor != nil, start.tag != nil)
            return Event(kind: .sequenceStart, mark: mark, hasAnchor: hasAnchor, hasTag: hasTag)
        case YAML_MAPPING_START_EVENT:
            let start = unsafe event.data.mapping_start
            let (hasAnchor, hasTag) = unsafe (start.anchor != nil, start.tag != nil)
            return Event(kind: .mappingStart, mark: mark, hasAnchor: hasAnchor, hasTag: hasTag)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            return Event(kind: .collectionEnd, mark: mark)
        default:
            return nil
        }
    }

    private static func mark(from start: yaml_mark_t, to end: yaml_mark_t) -> YAMLMark {
        let length = start.line == end.line ? max(1, end.column - start.column) : 0
        return YAMLMark(line: start.line + 1, column: start.column + 1, length: length)
    }

    private func syntaxError() -> YAMLSyntaxError {
        if unsafe input.pointee.isRefused {
            return YAMLSyntaxError(mark: lastMark, message: "what follows is longer than 1 MiB without an end")
        }
        let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "the YAML cannot be read"
        if unsafe parser.pointee.error == YAML_READER_ERROR {
            let offset = unsafe parser.pointee.problem_offset
            return YAMLSyntaxError(reading: problem, at: source.mark(ofByte: offset))
        }
        let start = unsafe parser.pointee.problem_mark
        let mark = YAMLMark(line: start.line + 1, column: start.column + 1)
        let context = unsafe parser.pointee.context == nil ? nil : parser.pointee.context_mark.line + 1
        return YAMLSyntaxError(problem, at: mark, opened: context, text: source.lines([Int(mark.line)]))
    }
    #else
    private init(_ source: SourceFile) {
        self.source = source
    }

    static func with<Result>(_ source: SourceFile, _ body: (YAMLEvents) -> Result) throws(YAMLSyntaxError) -> Result {
        throw YAMLSyntaxError(
            mark: .file,
            message: "this build of Trawl reads no YAML",
            hint: "build it with the package trait `Collections`"
        )
    }

    func next() throws(YAMLSyntaxError) -> Event {
        Event(kind: .end, mark: .file)
    }
    #endif
}
