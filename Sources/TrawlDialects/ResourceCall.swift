import TrawlCore
import TrawlJSON

/// What the APIs share where a command is one HTTP request below a root.
enum ResourceCall {
    /// The request of a command.
    static func request(for commands: [Command], below root: String, accept: String) -> HTTPRequest {
        let http: HTTPCommand =
            switch commands.first?.content {
            case .http(let http)?: http
            // A command line has no meaning here; as a path the device can say so itself.
            case .cli(let line)?: HTTPCommand(path: "/" + PercentEncoding.encode(line))
            case nil: HTTPCommand(path: "/")
            }
        let path = http.path == "/" || http.path.hasPrefix("/?") ? http.path.dropFirst() : http.path[...]
        let hasAccept = http.headers.contains { $0.name.lowercased() == "accept" }
        return HTTPRequest(
            method: http.method,
            path: root + path,
            headers: (hasAccept ? [] : [HTTPField("Accept", accept)]) + http.headers,
            body: http.body.map { Array($0.utf8) }
        )
    }
}

extension Exchange {
    /// The only command of the call.
    func onlyCommand() throws(DeviceError) -> Command {
        guard commands.count == 1, let command = commands.first else {
            throw error(.wrongResultCount, "one response for \(commands.count) commands")
        }
        return command
    }

    /// The body as the command wants it: JSON, or the text of it.
    func resource(for command: Command) throws(DeviceError) -> CommandResult {
        if command.format == .text { return .reply(textReply(to: command, bytes: response.body)) }
        let value = try json()
        return reply(to: command, .json(value), from: value)
    }

    /// A reply that says that there is none of what was asked for.
    func nothing(for command: Command) -> CommandResult {
        let warnings = ["the device has no such data (HTTP \(response.status))"]
        if command.format == .text { return .reply(Reply(command: command, body: .text(""), warnings: warnings)) }
        do {
            let empty = try JSONSlice(parsing: Array("{}".utf8))
            return .reply(Reply(command: command, body: .json(empty), warnings: warnings))
        } catch {
            return .failure(self.error(.wrongEnvelope, "the empty object could not be read"))
        }
    }

    /// The body's JSON where it is some; a refusal is read for its words, whatever else it may be.
    var refusalJSON: JSONSlice? {
        // A page or a text instead of JSON says no more than the status.
        try? JSONSlice(parsing: response.body)
    }
}
