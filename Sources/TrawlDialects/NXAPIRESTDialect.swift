package import TrawlCore
import TrawlJSON

/// Cisco NX-API REST: a GET of managed objects for each command, within a session that a login opens.
///
/// Every attribute is a text, and stays one.
package struct NXAPIRESTDialect: Dialect {
    package let name = DialectName.nxapiREST
    /// The switch has four web server workers, which it shares with NX-API's command lines.
    package let concurrencyCeiling: Int? = 4
    package let sessionLogin: (any SessionLogin)? = NXAPIRESTSessionLogin()
    package let loginProbe: Command? = Command.get("/mo/sys")

    package init() {}

    package func defaultPort(for scheme: Device.Scheme) -> Int { scheme.defaultPort }

    package func calls(for commands: [Command]) -> [[Int]] {
        commands.indices.map { [$0] }
    }

    package func request(for commands: [Command], on device: Device, id: UInt64) -> HTTPRequest {
        guard case .http(var http)? = commands.first?.content else {
            return ResourceCall.request(for: commands, below: "/api", accept: "application/json")
        }
        let whole = HTTPPages.path(of: http)
        let path = whole.prefix { $0 != "?" }
        // The suffix selects the format; `Accept` does not.
        http.path = path + ".json" + whole[path.endIndex...]
        http.paging = nil
        return ResourceCall.request(for: [Command(.http(http))], below: "/api", accept: "application/json")
    }

    package func results(
        of commands: [Command],
        on device: Device,
        id: UInt64,
        from response: HTTPResponse
    ) throws(DeviceError) -> [CommandResult] {
        let exchange = Exchange(commands: commands, device: device, response: response)
        let command = try exchange.onlyCommand()
        if let refusal = exchange.statusError(notFound: .apiNotFound) {
            // Who asks, and how often, is the device's as a whole to say.
            guard exchange.mayCarryAnswer, let failure = DMEFailure(in: exchange.refusalJSON) else { throw refusal }
            return [.failure(failure.error(in: exchange))]
        }
        let answer = try exchange.json()
        if let failure = DMEFailure(in: answer) {
            if failure.isAboutLogin { throw exchange.error(.notAllowed, exchange.words(failure.text)) }
            return [.failure(failure.error(in: exchange))]
        }
        guard let objects = answer["imdata"], objects.kind == .array else {
            throw exchange.error(.wrongEnvelope, "the answer has no list `imdata`")
        }
        let result =
            command.format == .text
            ? CommandResult.reply(exchange.textReply(to: command, bytes: response.body))
            : exchange.reply(to: command, .json(answer), from: answer)
        guard case .reply(let reply) = result, let next = Self.next(after: command, answer, count: objects.count) else {
            return [result]
        }
        return [.part(reply, next: next)]
    }

    package func joined(
        _ parts: [Reply],
        to command: Command,
        on device: Device
    ) throws(DeviceError) -> Reply {
        try Exchange.joined(parts, by: ListPages("imdata"), to: command, on: device)
    }

    /// The command for the next page; `nil` after the last one.
    private static func next(after command: Command, _ answer: JSONSlice, count: Int) -> Command? {
        guard case .http(var http) = command.content, let paging = http.paging, count > 0 else { return nil }
        let position = http.position?.at ?? paging.first
        let total = answer["totalCount"].flatMap { $0.int ?? $0.string.flatMap { Int($0) } }
        // A switch that does not turn pages sends everything at once.
        let isLast = total.map { count >= $0 || (position + 1) * paging.size >= $0 } ?? (count < paging.size)
        guard !isLast else { return nil }
        http.position = HTTPPagePosition(at: position + 1)
        var command = command
        command.content = .http(http)
        return command
    }
}

/// The error that an answer of the managed objects holds, whatever its status: `imdata[0].error`.
struct DMEFailure {
    /// The device's number.
    var code: Int?
    /// The device's words.
    var text: String

    /// Reads an answer; `nil` where it is no error.
    init?(in answer: JSONSlice?) {
        guard let attributes = answer?["imdata"]?[0]?["error"]?["attributes"] else { return nil }
        code = attributes["code"].flatMap { $0.int ?? $0.string.flatMap { Int($0) } }
        text = attributes["text"]?.string ?? ""
        if text.isEmpty { text = "error \(attributes["code"]?.string ?? "without a number")" }
    }

    /// Whether it is about who asks, and not about what is asked.
    var isAboutLogin: Bool { code == 401 || code == 403 || lowered.contains("token") }

    /// The error of the command.
    func error(in exchange: Exchange) -> DeviceError {
        let isTooLarge = lowered.contains("too big") || lowered.contains("too large")
        return exchange.error(
            isRefusal ? .commandRefused : .commandFailed,
            at: 0,
            exchange.words(text),
            hint: isTooLarge ? "set `page_size`, or ask for less" : nil,
            deviceCode: code
        )
    }

    private var lowered: String { text.lowercased() }

    /// Whether the device did not understand the question.
    private var isRefusal: Bool {
        ["invalid", "unknown", "not found", "unresolved", "malformed", "unsupported", "not supported"]
            .contains { lowered.contains($0) }
    }
}
