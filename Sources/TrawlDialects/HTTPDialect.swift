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
                path: http.path,
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
        guard isJSON(command, response) else {
            return [.reply(exchange.textReply(to: command, bytes: response.body))]
        }
        let value = try exchange.json()
        return [exchange.reply(to: command, .json(value), from: value)]
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
