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
        for line in headerBlock.split(separator: UInt8(ascii: "\n")).dropFirst() {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let found = String(decoding: line[..<colon], as: UTF8.self)
            guard found.lowercased() == name.lowercased() else { continue }
            let value = String(decoding: line[line.index(after: colon)...], as: UTF8.self)
            let blanks: Set<Character> = [" ", "\t", "\r", "\r\n"]
            return String(value.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed())
        }
        return nil
    }

    /// The media type of the body in lower case and without parameters, such as `application/json`.
    public var mediaType: String? {
        header("Content-Type").map { value in
            String(value.prefix { $0 != ";" }.filter { $0 != " " }).lowercased()
        }
    }
}
