/// How a device is asked to word its answer, and how the answer is read.
public enum ReplyFormat: String, Sendable, Hashable, CaseIterable {
    /// Structured data.
    case json
    /// What the command line would print.
    case text
}

/// What one dialect sends for a request: a command line, or an HTTP request.
public struct Command: Sendable, Hashable {
    /// What is asked.
    public enum Content: Sendable, Hashable {
        /// A command line, such as `show version`.
        case cli(String)
        /// An HTTP request: whole for the `http` dialect; below the API's root for the others.
        case http(HTTPCommand)
    }

    /// What is asked.
    public var content: Content

    /// The wanted format; `nil` leaves it to the dialect (`json`, and for `http` the answer's Content-Type).
    public var format: ReplyFormat?

    /// eAPI's `version`: a number, or `latest`.
    ///
    /// `nil` means 1, whose answers are stable over EOS releases.
    public var version: String?

    /// eAPI's `revision` of the command's model.
    public var revision: Int?

    /// eAPI's `input`: what the command is given where it asks back.
    public var input: Secret?

    /// Whether this asks in text what could not be had as structured data; the reply says so in its warnings.
    package var isTextFallback = false

    /// Where the device's API begins, as its discovery found; `nil` where the dialect knows.
    package var root: String?

    /// The session by which a long answer comes in pieces; `nil` where it comes whole.
    package var chunk: String?

    /// Makes a command.
    public init(
        _ content: Content,
        format: ReplyFormat? = nil,
        version: String? = nil,
        revision: Int? = nil,
        input: Secret? = nil
    ) {
        self.content = content
        self.format = format
        self.version = version
        self.revision = revision
        self.input = input
    }

    /// Makes a command from a command line.
    public static func cli(_ line: String, format: ReplyFormat? = nil) -> Command {
        Command(.cli(line), format: format)
    }

    /// Makes a GET of a path.
    public static func get(_ path: String, format: ReplyFormat? = nil) -> Command {
        Command(.http(HTTPCommand(path: path)), format: format)
    }

    /// The command as messages show it: `show version`, or `GET /api/arp`.
    public var title: String {
        switch content {
        case .cli(let line): line
        case .http(let http): "\(http.method) \(http.path)"
        }
    }
}

/// An HTTP request that a collection spells out, before a device's address and credentials are added.
public struct HTTPCommand: Sendable, Hashable {
    /// The method.
    ///
    /// Default: `GET`, the only one that is plainly a read.
    public var method: String

    /// The path and query, beginning with `/`.
    public var path: String

    /// Header fields in the order they are sent.
    public var headers: [HTTPField]

    /// The body as text, if any.
    public var body: String?

    /// How a list comes in pages; `nil` where one answer is all.
    public var paging: HTTPPaging?

    /// Which page is asked for; `nil` for the first.
    package var position: HTTPPagePosition?

    /// Makes a request.
    public init(
        method: String = "GET",
        path: String,
        headers: [HTTPField] = [],
        body: String? = nil,
        paging: HTTPPaging? = nil
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.paging = paging
    }
}
