import TrawlCore
import TrawlServer

/// A Nexus switch's NX-API CLI: JSON-RPC or `ins_api`, as the request's media type says.
struct NXOSPersonality: Sendable {
    let replay: Replay?
    /// Long answers of `ins_api`.
    let chunks: ChunkTable

    /// The page that nginx sends with 401.
    static let unauthorized: ServerResponse = {
        var response = ServerResponse(status: 401, contentType: "text/html", text: page("401 Authorization Required"))
        response.headers.append(HTTPField("WWW-Authenticate", "Basic realm=\"Secure Zone\""))
        return response
    }()

    static let notFound = ServerResponse(status: 404, contentType: "text/html", text: page("404 Not Found"))
    static let notAllowed = ServerResponse(status: 405, contentType: "text/html", text: page("405 Not Allowed"))

    /// What a web server worker says whose pool of sessions is full.
    static let tooManySessions = ServerResponse(
        status: 500,
        contentType: "text/html",
        text: page("500 Maximum number of sessions reached")
    )

    private static func page(_ title: String) -> String {
        "<html>\r\n<head><title>\(title)</title></head>\r\n<body>\r\n<center><h1>\(title)</h1></center>\r\n"
            + "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    }

    /// The most show commands of one request.
    static let commandLimit = 10

    /// How a command is to be answered.
    enum Form: Sendable {
        case structured
        case arrays
        case text
    }

    /// What one command came to.
    enum CommandOutcome: Sendable {
        case body(JSONValue)
        case text(String)
        case invalid
        case unstructured
        case failed(String)
    }

    /// Answers `POST /ins`.
    func answer(_ call: CallContext) -> ServerResponse {
        switch call.mediaType {
        case "application/json-rpc": answerJSONRPC(call)
        case "application/json": NXOSInsAPI(personality: self).answer(call)
        default: Self.badRequest
        }
    }

    /// XML, whatever was asked.
    static let badRequest = ServerResponse(
        status: 400,
        contentType: "text/xml",
        text: """
            <?xml version="1.0"?>
            <ins_api>
              <outputs>
                <output>
                  <msg>Server internal error.</msg>
                  <code>400</code>
                </output>
              </outputs>
            </ins_api>

            """
    )

    private func answerJSONRPC(_ call: CallContext) -> ServerResponse {
        guard let value = try? JSONValue(parsing: call.body) else { return invalidRequest }
        let requests = value.elements ?? [value]
        guard !requests.isEmpty, requests.allSatisfy({ $0["jsonrpc"]?.text == "2.0" && $0["method"] != nil }) else {
            return invalidRequest
        }
        guard requests.count <= Self.commandLimit else {
            let message = "Request is rejected: more than \(Self.commandLimit) show commands in one request\n"
            return reply(error(id: .null, code: -32_600, message: "Request too large", text: message), status: 413)
        }
        return run(requests, call: call)
    }

    private func run(_ requests: [JSONValue], call: CallContext) -> ServerResponse {
        var replies: [JSONValue] = []
        var hasFailed = false
        for request in requests {
            let id = request["id"]
            let goesOn = request["rollback"]?.text == "continue-on-error"
            if hasFailed, !goesOn {
                // What becomes of the rest differs between releases: some leave it out, some refuse each.
                if call.context.device.index.isMultiple(of: 4), let id {
                    let text = "Command not run: an earlier one failed\n"
                    replies.append(error(id: id, code: -32_603, message: "Internal error", text: text))
                }
                continue
            }
            let result = one(request, call: call)
            hasFailed = hasFailed || result["error"] != nil
            // Without an id it is a notification, which nobody answers.
            if id != nil { replies.append(result) }
        }
        let body: JSONValue = replies.count == 1 && requests.count == 1 ? replies[0] : .array(replies)
        return reply(body, status: hasFailed ? 500 : 200)
    }

    private func one(_ request: JSONValue, call: CallContext) -> JSONValue {
        let id = request["id"] ?? .null
        guard let line = request["params"]?["cmd"]?.text else {
            return error(id: id, code: -32_602, message: "Invalid params", text: nil)
        }
        let form: Form
        switch request["method"]?.text {
        case "cli": form = .structured
        case "cli_array": form = .arrays
        case "cli_ascii": form = .text
        default: return error(id: id, code: -32_601, message: "Method not found", text: nil)
        }
        switch outcome(of: line, form: form, call: call) {
        case .body(let body):
            return ["jsonrpc": "2.0", "result": body.isNull ? .null : ["body": body], "id": id]
        case .text(let text):
            return ["jsonrpc": "2.0", "result": text.isEmpty ? .null : ["msg": .string(text)], "id": id]
        case .invalid:
            return error(id: id, code: -32_602, message: "Invalid params", text: "% Invalid command\n")
        case .unstructured:
            return error(id: id, code: -32_602, message: "Invalid params", text: "structured output unsupported\n")
        case .failed(let text):
            return error(id: id, code: -32_603, message: "Internal error", text: text + "\n")
        }
    }

    /// Runs one command line; every word may be cut short as long as it stays unique.
    func outcome(of line: String, form: Form, call: CallContext) -> CommandOutcome {
        call.record(line)
        let words = line.split(separator: " ").joined(separator: " ").lowercased()
        switch call.fault(words) {
        case .refused?: return .invalid
        case .failed(let message)?: return .failed(message)
        case nil: break
        }
        if let recorded = replay?.reply(to: line, from: call.context.device) {
            if form == .text {
                return recorded.text.map { .text(String(decoding: $0, as: UTF8.self)) } ?? .unstructured
            }
            return recorded.json.map { .body(.raw($0)) } ?? .unstructured
        }
        let filter = OutputFilter(line)
        guard case .command(_, let command) = NXOSCommands.table.match(filter.command, abbreviations: true) else {
            return .invalid
        }
        var context = call.context
        context.words = filter.command.split(separator: " ").map { $0.lowercased() }
        switch form {
        case .text:
            return filter.apply(to: command.text(context)).map { .text($0) } ?? .invalid
        case .structured, .arrays:
            guard let json = command.json, filter.isEmpty || filter.asksForJSON else { return .unstructured }
            let isNative = form == .arrays || filter.asksForJSON
            return .body(isNative ? NXOSTable.withArrays(json(context)) : json(context))
        }
    }

    /// For a body that is no JSON-RPC the status is 200.
    private var invalidRequest: ServerResponse {
        reply(error(id: .null, code: -32_600, message: "Invalid request", text: nil), status: 200)
    }

    private func error(id: JSONValue, code: Int, message: String, text: String?) -> JSONValue {
        var error: JSONValue = ["code": .int(code), "message": .string(message)]
        if let text { error = error.adding("data", ["msg": .string(text)]) }
        return ["jsonrpc": "2.0", "error": error, "id": id]
    }

    private func reply(_ value: JSONValue, status: Int) -> ServerResponse {
        ServerResponse(
            status: status,
            headers: [HTTPField("Content-Type", "application/json-rpc; charset=UTF-8")],
            body: value.bytes
        )
    }
}
