package import TrawlCore
import TrawlJSON

/// Cisco NX-API CLI in `ins_api`, the envelope of releases without JSON-RPC, as JSON.
///
/// The commands of a call share its type, and their answers come in order and without ids: what each was asked is
/// repeated beside it.
package struct InsAPIDialect: Dialect {
    package let name = DialectName.nxapi
    package let concurrencyCeiling: Int? = 4
    package let sessionLogin: (any SessionLogin)? = NXAPISessionLogin()
    package let loginProbe: Command? = Command.cli("show hostname")

    /// What the command line ends an `ins_api` chunked answer's session with.
    static let endOfChunks = "eoc"

    package init() {}

    package func defaultPort(for scheme: Device.Scheme) -> Int { scheme.defaultPort }

    /// Ten commands of one type and version a call; one that is answered in pieces goes alone.
    package func calls(for commands: [Command]) -> [[Int]] {
        var calls: [(key: CallKey, indices: [Int])] = []
        for (index, command) in commands.enumerated() {
            let key = CallKey(command)
            let place = calls.lastIndex { $0.key == key && $0.indices.count < NXAPIDialect.commandsPerCall }
            if let place, command.chunk == nil {
                calls[place].indices.append(index)
            } else {
                calls.append((key, [index]))
            }
        }
        return calls.map(\.indices)
    }

    package func request(for commands: [Command], on device: Device, id: UInt64) -> HTTPRequest {
        let key = commands.first.map(CallKey.init)
        var json = JSONWriter()
        json.beginObject()
        json.key("ins_api")
        json.beginObject()
        // In this order: some releases take the word `type` in `input` for the key where it comes first.
        let members = [
            ("version", key?.version ?? CallKey.commonVersion),
            ("type", key?.isText == true ? "cli_show_ascii" : "cli_show"),
            ("chunk", key?.chunk == nil ? "0" : "1"),
            ("sid", key?.chunk ?? "1"),
            ("input", commands.map(NXAPIDialect.line).joined(separator: " ;")),
            ("output_format", "json"),
        ]
        for (key, value) in members {
            json.key(key)
            json.string(value)
        }
        json.endObject()
        json.endObject()
        return HTTPRequest(
            method: "POST",
            path: "/ins",
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
        try InsAPIAnswer(exchange: Exchange(commands: commands, device: device, response: response)).results()
    }

    package func joined(
        _ parts: [Reply],
        to command: Command,
        on device: Device
    ) throws(DeviceError) -> Reply {
        let text = parts.compactMap(\.text).joined()
        let warnings = Array(Set(parts.flatMap(\.warnings))).sorted()
        if command.format == .text { return Reply(command: command, body: .text(text), warnings: warnings) }
        let exchange = Exchange(commands: [command], device: device, response: HTTPResponse(status: 200, body: []))
        let value = try exchange.json(Array(text.utf8), at: 0)
        return Reply(command: command, body: .json(value), warnings: warnings)
    }

    /// What all commands of a call have in common.
    struct CallKey: Hashable {
        static let commonVersion = "1.0"

        var isText: Bool
        var version: String
        var chunk: String?

        init(_ command: Command) {
            isText = command.format == .text
            version = command.version ?? Self.commonVersion
            chunk = command.chunk
        }
    }
}
