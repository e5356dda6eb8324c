package import TrawlCore
import TrawlJSON

/// Arista eAPI: one JSON-RPC call of `runCmds` runs many commands in one CLI session.
///
/// `stopOnError` and the other optional parameters are never sent: an old EOS refuses a call for one it does not know, and
/// nothing says which release is the first to know it. An answer to a call with `stopOnError: false` reads all the same.
package struct EAPIDialect: Dialect {
    package let name = DialectName.eapi
    /// The switch queues simultaneous calls itself.
    package let concurrencyCeiling: Int? = nil
    package let sessionLogin: (any SessionLogin)? = EAPISessionLogin()
    package let loginProbe: Command? = Command.cli("show hostname")

    package init() {}

    package func defaultPort(for scheme: Device.Scheme) -> Int { scheme.defaultPort }

    /// One call for each combination of `format` and `version`, which hold for a whole call.
    package func calls(for commands: [Command]) -> [[Int]] {
        var order: [CallKey] = []
        var calls: [CallKey: [Int]] = [:]
        for (index, command) in commands.enumerated() {
            let key = CallKey(command)
            if calls[key] == nil { order.append(key) }
            calls[key, default: []].append(index)
        }
        return order.compactMap { calls[$0] }
    }

    package func request(for commands: [Command], on device: Device, id: UInt64) -> HTTPRequest {
        var json = JSONWriter()
        json.beginObject()
        json.key("jsonrpc")
        json.string("2.0")
        json.key("method")
        json.string("runCmds")
        json.key("params")
        json.beginObject()
        let call = commands.first.map(CallKey.init)
        json.key("version")
        if let number = call?.versionNumber { json.number(number) } else { json.string(call?.version ?? "1") }
        json.key("cmds")
        json.beginArray()
        if let enable = device.credential?.enable { Self.write(enable: enable, to: &json) }
        for command in commands { Self.write(command, to: &json) }
        json.endArray()
        json.key("format")
        json.string((call?.format ?? .json).rawValue)
        json.endObject()
        json.key("id")
        json.number(id)
        json.endObject()
        return HTTPRequest(
            method: "POST",
            path: "/command-api",
            headers: [HTTPField("Content-Type", "application/json")],
            body: json.bytes
        )
    }

    package func results(
        of commands: [Command],
        on device: Device,
        id: UInt64,
        from response: HTTPResponse
    ) throws(DeviceError) -> [CommandResult] {
        let exchange = Exchange(commands: commands, device: device, response: response)
        return try EAPIAnswer(exchange: exchange, id: id).results()
    }

    /// What all commands of a call have in common.
    private struct CallKey: Hashable {
        var format: ReplyFormat
        var version: String

        init(_ command: Command) {
            format = command.format ?? .json
            version = command.version ?? "1"
        }

        /// The version as eAPI wants it, a number unless it is `latest`.
        var versionNumber: Int? { Int(version) }
    }

    private static func write(enable: Secret, to json: inout JSONWriter) {
        let password = enable.reveal()
        guard !password.isEmpty else {
            json.string("enable")
            return
        }
        json.beginObject()
        json.key("cmd")
        json.string("enable")
        json.key("input")
        json.string(password)
        json.endObject()
    }

    private static func write(_ command: Command, to json: inout JSONWriter) {
        let line =
            switch command.content {
            case .cli(let line): line
            // An HTTP request has no meaning here; as a command line the device can say so itself.
            case .http: command.title
            }
        guard command.revision != nil || command.input != nil else {
            json.string(line)
            return
        }
        json.beginObject()
        json.key("cmd")
        json.string(line)
        if let input = command.input {
            json.key("input")
            json.string(input.reveal())
        }
        if let revision = command.revision {
            json.key("revision")
            json.number(revision)
        }
        json.endObject()
    }
}
