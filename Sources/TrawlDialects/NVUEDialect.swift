package import TrawlCore
import TrawlJSON

/// NVIDIA's NVUE, the REST API of Cumulus Linux: a GET below `/nvue_v1` for each command.
///
/// Lists are objects keyed by name, and stay so.
package struct NVUEDialect: Dialect {
    package let name = DialectName.nvue
    package let concurrencyCeiling: Int? = nil

    package init() {}

    package func defaultPort(for scheme: Device.Scheme) -> Int { 8765 }

    package func calls(for commands: [Command]) -> [[Int]] {
        commands.indices.map { [$0] }
    }

    package func request(for commands: [Command], on device: Device, id: UInt64) -> HTTPRequest {
        ResourceCall.request(for: commands, below: "/nvue_v1", accept: "application/json")
    }

    package func results(
        of commands: [Command],
        on device: Device,
        id: UInt64,
        from response: HTTPResponse
    ) throws(DeviceError) -> [CommandResult] {
        let exchange = Exchange(commands: commands, device: device, response: response)
        let command = try exchange.onlyCommand()
        guard var refusal = exchange.statusError(notFound: .apiNotFound) else {
            return [try exchange.resource(for: command)]
        }
        if response.status == 403 {
            refusal.hint = "check the user's role; NVUE is closed while the default password is still set"
        }
        guard [400, 404, 405, 422].contains(response.status), let body = exchange.refusalJSON, body.kind == .object,
            let said = body["detail"]?.string ?? body["title"]?.string ?? body["message"]?.string
        else { throw refusal }
        return [.failure(exchange.error(.commandRefused, at: 0, exchange.words(said)))]
    }
}
