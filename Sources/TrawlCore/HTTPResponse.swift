/// What came back for an ``HTTPRequest``, whole.
public struct HTTPResponse: Sendable {
    /// The status code of the final response.
    public var status: Int
    /// The final response's header block as it came, lines ended by CR LF.
    public var headerBlock: [UInt8]
    /// The body after transfer and content decoding.
    public var body: [UInt8]
    /// How long each phase took.
    public var timing: Timing

    /// Makes a response.
    public init(status: Int, headerBlock: [UInt8] = [], body: [UInt8], timing: Timing = Timing()) {
        self.status = status
        self.headerBlock = headerBlock
        self.body = body
        self.timing = timing
    }

    /// The first value of a header field, without the blanks around it; names are compared without regard to case.
    public func header(_ name: String) -> String? {
        // Over the bytes: every answer is asked for a header or two, and text costs ten times as much.
        let name = Array(name.utf8)
        var lines = headerBlock[...]
        var isStatusLine = true
        while !lines.isEmpty {
            let end = lines.firstIndex(of: UInt8(ascii: "\n")) ?? lines.endIndex
            let line = lines[..<end]
            lines = lines[end...].dropFirst()
            defer { isStatusLine = false }
            let colon = line.startIndex + name.count
            guard !isStatusLine, colon < line.endIndex, line[colon] == UInt8(ascii: ":"),
                line[..<colon].elementsEqual(name, by: { Self.lowercase($0) == Self.lowercase($1) })
            else { continue }
            var value = line[(colon + 1)...]
            while let first = value.first, Self.isBlank(first) { value.removeFirst() }
            while let last = value.last, Self.isBlank(last) { value.removeLast() }
            return String(decoding: value, as: UTF8.self)
        }
        return nil
    }

    /// The media type of the body in lower case and without parameters, such as `application/json`.
    public var mediaType: String? {
        header("Content-Type").map { value in
            let type = value.utf8.prefix { $0 != UInt8(ascii: ";") }.filter { $0 != UInt8(ascii: " ") }
            return String(decoding: type.map(Self.lowercase), as: UTF8.self)
        }
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
