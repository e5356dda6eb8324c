import TrawlCore
import TrawlServer

/// An Arista switch's eAPI: JSON-RPC in, results or an error with the results so far out.
struct EOSPersonality: Sendable {
    private let replay: Replay?
    private let enable: Secret?

    init(replay: Replay?, enable: Secret?) {
        self.replay = replay
        self.enable = enable
    }

    /// The plain text, not JSON, that eAPI sends with 401.
    static let unauthorized = ServerResponse(
        status: 401,
        contentType: "text/plain",
        text: "Unable to authenticate user: Bad username/password combination"
    )

    static let tooManySessions = ServerResponse(
        status: 503,
        contentType: "text/plain",
        text: "Maximum number of sessions reached"
    )

    static let notFound = ServerResponse(
        status: 404,
        contentType: "text/html",
        text:
            "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n</body>\r\n</html>\r\n"
    )

    /// Why a command failed: eAPI's code, its words for the code, and what the command itself said.
    struct Failure: Sendable {
        var code: Int
        var reason: String
        var detail: String
    }

    /// What was asked for the whole request.
    private struct Options {
        var isText = false
        var timestamps = false
        var stopsOnError = true
        var abbreviations = false
    }

    private static let parameters: Set<String> = [
        "version", "cmds", "format", "timestamps", "autoComplete", "expandAliases", "stopOnError", "includeErrorDetail",
        "streaming",
    ]

    /// Answers `POST /command-api`.
    func answer(_ call: CallContext) -> ServerResponse {
        guard let envelope = try? JSONValue(parsing: call.body) else {
            return failure(id: .null, code: -32_700, message: "Parse error")
        }
        let id = envelope["id"] ?? .null
        guard let method = envelope["method"]?.text, envelope["jsonrpc"]?.text == "2.0" else {
            return failure(id: id, code: -32_600, message: "Invalid request")
        }
        guard method == "runCmds" else {
            return failure(id: id, code: -32_601, message: "Method not found: '\(method)'")
        }
        guard let members = envelope["params"]?.members, let commands = envelope["params"]?["cmds"]?.elements else {
            return failure(id: id, code: -32_602, message: "Invalid params: missing 'cmds'")
        }
        if let unknown = members.first(where: { !Self.parameters.contains($0.key) })?.key {
            let message = "runCmds() got an unexpected keyword argument '\(unknown)'"
            return failure(id: id, code: -32_602, message: message)
        }
        let parameters = JSONValue.object(members)
        let version = parameters["version"]
        guard version == nil || version?.whole == 1 || version?.text == "latest" else {
            return failure(id: id, code: -32_602, message: "Invalid params: unsupported 'version'")
        }
        let options = Options(
            isText: parameters["format"]?.text == "text",
            timestamps: parameters["timestamps"].isTrue,
            stopsOnError: parameters["stopOnError"].map { Optional($0).isTrue } ?? true,
            abbreviations: parameters["autoComplete"].isTrue
        )
        return run(commands, id: id, options: options, call: call)
    }

    private func run(_ commands: [JSONValue], id: JSONValue, options: Options, call: CallContext) -> ServerResponse {
        var isPrivileged = enable == nil
        var results: [JSONValue] = []
        var first: (position: Int, line: String, failure: Failure)?
        for (position, command) in commands.enumerated() {
            guard let line = command.text ?? command["cmd"]?.text else {
                return failure(id: id, code: -32_602, message: "Invalid params: command \(position + 1)")
            }
            call.record(line)
            let input = command["input"]?.text
            var result: JSONValue
            switch outcome(of: line, input: input, isPrivileged: &isPrivileged, options: options, call: call) {
            case .success(let value):
                result = value
            case .failure(let failure):
                result = ["errors": [.string(failure.detail)]]
                first = first ?? (position, line, failure)
            }
            if options.timestamps {
                let meta: JSONValue = ["execStartTime": .double(call.context.time.unix), "execDuration": 0.015625]
                result = result.adding("_meta", meta)
            }
            results.append(result)
            if first != nil, options.stopsOnError { break }
        }
        guard let first else {
            return reply(["jsonrpc": "2.0", "id": id, "result": .array(results)])
        }
        let message =
            "CLI command \(first.position + 1) of \(commands.count) '\(first.line)' failed: \(first.failure.reason)"
        return failure(id: id, code: first.failure.code, message: message, data: results)
    }

    private enum CommandOutcome {
        case success(JSONValue)
        case failure(Failure)
    }

    private func outcome(
        of line: String,
        input: String?,
        isPrivileged: inout Bool,
        options: Options,
        call: CallContext
    ) -> CommandOutcome {
        let words = line.split(separator: " ").joined(separator: " ").lowercased()
        if words == "enable" {
            guard let enable else { return .success(options.isText ? ["output": ""] : .empty) }
            guard input == enable.reveal() else {
                return .failure(Failure(code: 1005, reason: "permission denied", detail: "Bad secret"))
            }
            isPrivileged = true
            return .success(options.isText ? ["output": ""] : .empty)
        }
        switch call.fault(words) {
        case .refused?: return invalid("Invalid input (at token \(max(0, words.split(separator: " ").count - 1)))")
        case .failed(let message)?:
            return .failure(Failure(code: 1000, reason: "could not run command", detail: message))
        case nil: break
        }
        let filter = OutputFilter(line)
        if let recorded = replay?.reply(to: line, from: call.context.device) {
            return replayed(recorded, options: options)
        }
        let found: (name: String, command: SimulatedCommand)
        switch EOSCommands.table.match(filter.command, abbreviations: options.abbreviations) {
        case .command(let name, let command):
            found = (name, command)
        case .invalid(let position, let word):
            return invalid("Invalid input (at token \(position): '\(word)')")
        case .incomplete(let position, let word):
            return invalid("Incomplete command (at token \(position + 1): '\(word)')")
        case .ambiguous(let position, let word):
            return invalid("Ambiguous command (at token \(position): '\(word)')")
        }
        var context = call.context
        context.words = filter.command.split(separator: " ").map { $0.lowercased() }
        if found.command.isPrivileged, !isPrivileged { return invalid("Invalid input (privileged mode required)") }
        if options.isText {
            guard let text = filter.apply(to: found.command.text(context)) else {
                return invalid("Invalid input (at token \(found.name.split(separator: " ").count): '|')")
            }
            return .success(Self.element(text: text))
        }
        guard let json = found.command.json, filter.isEmpty || filter.asksForJSON else {
            return unconverted
        }
        return .success(json(context))
    }

    private func replayed(_ recorded: Replay.Reply, options: Options) -> CommandOutcome {
        if options.isText {
            guard let text = recorded.text else { return unconverted }
            return .success(Self.element(text: String(decoding: text, as: UTF8.self)))
        }
        guard let json = recorded.json else { return unconverted }
        return .success(.raw(json))
    }

    /// A text result; lines that begin with `! ` and name the command are reported as warnings too.
    private static func element(text: String) -> JSONValue {
        let warnings = text.split(separator: "\n").filter { $0.hasPrefix("! Command:") }.map { $0.dropFirst(2) }
        let element: JSONValue = ["output": .string(text)]
        return warnings.isEmpty ? element : element.adding("warnings", .array(warnings.map { .string(String($0)) }))
    }

    private func invalid(_ detail: String) -> CommandOutcome {
        .failure(Failure(code: 1002, reason: "invalid command", detail: detail))
    }

    private var unconverted: CommandOutcome {
        let detail =
            "Command cannot be used over the API at this time. To see ASCII output, set format='text' in your request"
        return .failure(Failure(code: 1003, reason: "unconverted command", detail: detail))
    }

    private func failure(id: JSONValue, code: Int, message: String, data: [JSONValue]? = nil) -> ServerResponse {
        var error: JSONValue = ["code": .int(code), "message": .string(message)]
        if let data { error = error.adding("data", .array(data)) }
        return reply(["jsonrpc": "2.0", "id": id, "error": error])
    }

    private func reply(_ value: JSONValue) -> ServerResponse {
        ServerResponse(headers: [HTTPField("Content-Type", "application/json")], body: value.bytes)
    }
}

extension Optional where Wrapped == JSONValue {
    /// Whether the value is there and is `true`.
    var isTrue: Bool {
        guard case .bool(true)? = self else { return false }
        return true
    }
}
