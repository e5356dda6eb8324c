package import TrawlCore

/// Plain HTTP requests, spelled out by the collection, with JSON or text answers.
package struct HTTPDialect: Dialect {
    package let name = DialectName.http
    package let concurrencyCeiling: Int? = nil
    package let mayAnswerAnybody = true

    package init() {}

    package func defaultPort(for scheme: Device.Scheme) -> Int { scheme.defaultPort }

    /// One command a call: each is an HTTP request of its own.
    package func calls(for commands: [Command]) -> [[Int]] {
        commands.indices.map { [$0] }
    }

    package func request(for commands: [Command], on device: Device, id: UInt64) -> HTTPRequest {
        guard let command = commands.first else { return HTTPRequest(path: "/") }
        switch command.content {
        case .http(let http):
            return HTTPRequest(
                method: http.method,
                path: HTTPPages.path(of: http),
                headers: http.headers,
                body: http.body.map { Array($0.utf8) }
            )
        case .cli(let line):
            // A command line has no meaning here; as a path the device can say so itself.
            return HTTPRequest(path: Self.path(line))
        }
    }

    package func results(
        of commands: [Command],
        on device: Device,
        id: UInt64,
        from response: HTTPResponse
    ) throws(DeviceError) -> [CommandResult] {
        let exchange = Exchange(commands: commands, device: device, response: response)
        guard commands.count == 1, let command = commands.first else {
            throw exchange.error(.wrongResultCount, "one response for \(commands.count) commands")
        }
        if let error = exchange.statusError(notFound: .httpStatus) { throw error }
        let result: CommandResult
        if isJSON(command, response) {
            let value = try exchange.json()
            result = exchange.reply(to: command, .json(value), from: value)
        } else {
            result = .reply(exchange.textReply(to: command, bytes: response.body))
        }
        guard case .http(let http) = command.content, let paging = http.paging, case .reply(let reply) = result else {
            return [result]
        }
        return [HTTPPages.result(reply, to: command, http, paging, exchange)]
    }

    package func joined(
        _ parts: [Reply],
        to command: Command,
        on device: Device
    ) throws(DeviceError) -> Reply {
        guard case .http(let http) = command.content else { return Reply(command: command, body: .text("")) }
        return try Exchange.joined(parts, by: ListPages(http.paging?.items), to: command, on: device)
    }

    /// What the collection says, else what the Content-Type says.
    private func isJSON(_ command: Command, _ response: HTTPResponse) -> Bool {
        if let format = command.format { return format == .json }
        return response.hasJSONType
    }

    private static func path(_ line: String) -> String {
        var path = line.hasPrefix("/") ? "" : "/"
        for byte in line.utf8 {
            if (0x21...0x7E).contains(byte) {
                path.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                path += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return path
    }
}
