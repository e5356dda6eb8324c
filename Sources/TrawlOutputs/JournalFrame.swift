import TrawlJSON

/// One outcome in a journal: a line that names it and counts what follows, then the item itself.
struct JournalFrame {
    let key: OutcomeKey
    /// Where the item lies; `nil` where the format shows nothing of the outcome.
    let item: Range<Int>?

    /// The frame of an outcome as bytes.
    static func bytes(of key: OutcomeKey, _ item: [UInt8]?) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("device", key.device)
        writer.member("collection", key.collection)
        writer.member("request", key.request)
        if let item {
            writer.key("bytes")
            writer.number(item.count)
        }
        writer.endObject()
        var bytes = writer.bytes + [0x0A]
        if let item { bytes += item + [0x0A] }
        return bytes
    }
}

/// Reads a journal from its beginning, up to the first thing that is not whole.
struct JournalReader {
    /// Names of devices and requests are shorter by far, and a header with many requests is not.
    private static let longestLine = 16 << 20

    let descriptor: Int32
    let path: String
    /// Where the next frame begins.
    private(set) var offset = 0

    init(descriptor: Int32, path: String, offset: Int = 0) {
        self.descriptor = descriptor
        self.path = path
        self.offset = offset
    }

    /// The first line, and where the first frame begins; `nil` where there is no journal.
    mutating func header() throws(OutputError) -> (header: JournalHeader, end: Int)? {
        guard let line = try line(), let header = JournalHeader(line: line) else { return nil }
        offset += line.count + 1
        return (header, offset)
    }

    /// Whether not even the first line is whole.
    func isBarelyBegun() throws(OutputError) -> Bool {
        let size = try SystemCalls.status(of: descriptor, path: path).size
        let first = try line()
        return first == nil && size < Self.longestLine
    }

    /// The next whole frame; `nil` at the end, or where the rest is torn.
    mutating func next() throws(OutputError) -> JournalFrame? {
        // Why it is no JSON does not matter: nothing after it can be trusted.
        guard let line = try line(), let slice = try? JSONSlice(parsing: line),
            let device = slice["device"]?.string, let collection = slice["collection"]?.string,
            let request = slice["request"]?.string
        else { return nil }
        let key = OutcomeKey(device: device, collection: collection, request: request)
        let start = offset + line.count + 1
        guard let bytes = slice["bytes"] else {
            offset = start
            return JournalFrame(key: key, item: nil)
        }
        guard let count = bytes.int.flatMap({ Int(exactly: $0) }), count >= 0, count < Int.max - start,
            try SystemCalls.read(1, at: start + count, from: descriptor, path: path) == [0x0A]
        else { return nil }
        offset = start + count + 1
        return JournalFrame(key: key, item: start..<start + count)
    }

    /// What the frame holds; `nil` where its format shows nothing of the outcome.
    func item(of frame: JournalFrame) throws(OutputError) -> [UInt8]? {
        guard let range = frame.item else { return nil }
        let bytes = try SystemCalls.read(range.count, at: range.lowerBound, from: descriptor, path: path)
        return bytes.count == range.count ? bytes : nil
    }

    /// The bytes up to the next line feed; `nil` where none comes.
    private func line() throws(OutputError) -> [UInt8]? {
        var count = 512
        while count <= Self.longestLine {
            let bytes = try SystemCalls.read(count, at: offset, from: descriptor, path: path)
            if let end = bytes.firstIndex(of: 0x0A) { return Array(bytes[..<end]) }
            if bytes.count < count { return nil }
            count *= 4
        }
        return nil
    }
}
