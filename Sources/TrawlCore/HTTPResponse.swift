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
        headerBytes(name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Every value of a header field that may come more than once, in order.
    public func headers(_ name: String) -> [String] {
        var values: [String] = []
        var lines = headerBlock[...]
        while let value = headerBytes(name, in: lines) {
            values.append(String(decoding: value, as: UTF8.self))
            // On from the value's own line, which stands for the status line in the next search.
            lines = headerBlock[value.endIndex...]
        }
        return values
    }

    /// The media type of the body in lower case and without parameters, such as `application/json`.
    public var mediaType: String? {
        headerBytes("Content-Type").map { value in
            String(decoding: Self.mediaType(in: value).map(Self.lowercase), as: UTF8.self)
        }
    }

    /// Whether the Content-Type says that the body is JSON.
    package var hasJSONType: Bool {
        guard let type = headerBytes("Content-Type").map(Self.mediaType) else { return false }
        return Self.equal(type, "application/json") || Self.equal(type, "text/json")
            || Self.equal(type.suffix(5), "+json")
    }

    /// Over the bytes: every answer is asked for a header or two, and text costs ten times as much.
    private func headerBytes(_ name: String) -> ArraySlice<UInt8>? {
        headerBytes(name, in: headerBlock[...])
    }

    private func headerBytes(_ name: String, in block: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var lines = block
        var isStatusLine = true
        while !lines.isEmpty {
            let end = lines.firstIndex(of: UInt8(ascii: "\n")) ?? lines.endIndex
            let line = lines[..<end]
            lines = lines[end...].dropFirst()
            defer { isStatusLine = false }
            let colon = line.startIndex + name.utf8.count
            guard !isStatusLine, colon < line.endIndex, line[colon] == UInt8(ascii: ":"),
                Self.equal(line[..<colon], name)
            else { continue }
            let value = line[(colon + 1)...].drop(while: Self.isBlank)
            // `removeLast` would copy the bytes.
            let last = value.lastIndex { !Self.isBlank($0) } ?? value.startIndex - 1
            return value[...last]
        }
        return nil
    }

    /// A Content-Type without its parameters.
    private static func mediaType(in value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        value.prefix { $0 != UInt8(ascii: ";") && !isBlank($0) }
    }

    private static func equal(_ bytes: ArraySlice<UInt8>, _ text: String) -> Bool {
        bytes.count == text.utf8.count && zip(bytes, text.utf8).allSatisfy { lowercase($0) == lowercase($1) }
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
