/// One HTTP header field.
public struct HTTPField: Sendable, Hashable {
    /// The field's name; compared without regard to case.
    public var name: String
    /// The field's value.
    public var value: String

    /// Makes a field.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// What a dialect asks the transfer client to send; the device adds address, TLS and credentials.
public struct HTTPRequest: Sendable, Hashable {
    /// The method, in capitals.
    public var method: String
    /// The path and query, beginning with `/`.
    public var path: String
    /// Header fields in the order they are sent.
    public var headers: [HTTPField]
    /// The body; `nil` sends none.
    public var body: [UInt8]?

    /// Makes a request.
    public init(method: String = "GET", path: String, headers: [HTTPField] = [], body: [UInt8]? = nil) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }
}
