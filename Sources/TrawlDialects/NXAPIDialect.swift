package import TrawlCore
import TrawlJSON

/// Cisco NX-API CLI in JSON-RPC, the envelope unless a device says `ins_api`: a batch with an entry, and an id, for each command.
package struct NXAPIDialect: Dialect {
    package let name = DialectName.nxapi
    /// A switch has four web server workers; what comes beyond them only queues.
    package let concurrencyCeiling: Int? = 4
    package let sessionLogin: (any SessionLogin)? = NXAPISessionLogin()
    package let loginProbe: Command? = Command.cli("show hostname")

    /// The most show commands that a switch takes in one call.
    static let commandsPerCall = 10

    package init() {}

    package func defaultPort(for scheme: Device.Scheme) -> Int { scheme.defaultPort }

    /// Ten commands a call; structured and text ones may travel together.
    package func calls(for commands: [Command]) -> [[Int]] {
        stride(from: 0, to: commands.count, by: Self.commandsPerCall).map { start in
            Array(start..<min(start + Self.commandsPerCall, commands.count))
        }
    }

    package func request(for commands: [Command], on device: Device, id: UInt64) -> HTTPRequest {
        var json = JSONWriter()
        json.beginArray()
        for (index, command) in commands.enumerated() {
            json.beginObject()
            json.key("jsonrpc")
            json.string("2.0")
            json.key("method")
            json.string(command.format == .text ? "cli_ascii" : "cli")
            json.key("params")
            json.beginObject()
            json.key("cmd")
            json.string(Self.line(of: command))
            json.key("version")
            json.number(1)
            json.endObject()
            json.key("id")
            json.number(Self.id(of: index, in: id))
            json.endObject()
        }
        json.endArray()
        return HTTPRequest(
            method: "POST",
            path: "/ins",
            headers: [HTTPField("Content-Type", "application/json-rpc")],
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
        return try NXAPIAnswer(exchange: exchange, id: id).results()
    }

    /// The id of one entry: no two entries of a run share one, so that none can be taken for another.
    static func id(of index: Int, in id: UInt64) -> UInt64 {
        id &* 16 &+ UInt64(index)
    }

    static func line(of command: Command) -> String {
        switch command.content {
        case .cli(let line): line
        // An HTTP request has no meaning here; as a command line the device can say so itself.
        case .http: command.title
        }
    }
}
