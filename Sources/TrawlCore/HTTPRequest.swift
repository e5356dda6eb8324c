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

/// How a request says who asks.
public enum HTTPAuthentication: Sendable, Hashable {
    /// By the device's user and password, where it has a credential.
    case password
    /// By a header field with a session's token, the user and password beside it or not.
    case token(field: String, Secret, withPassword: Bool)
    /// Not at all, as a login that carries user and password in its body.
    case none
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
    /// How it says who asks.
    ///
    /// Default: by user and password.
    public var authentication: HTTPAuthentication

    /// Makes a request.
    public init(
        method: String = "GET",
        path: String,
        headers: [HTTPField] = [],
        body: [UInt8]? = nil,
        authentication: HTTPAuthentication = .password
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.authentication = authentication
    }
}
