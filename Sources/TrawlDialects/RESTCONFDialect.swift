package import TrawlCore
import TrawlJSON

/// RESTCONF (RFC 8040): a GET below `{root}/data` for each command, JSON as RFC 7951 writes it.
///
/// Answers stay as the device words them: 64-bit numbers are texts, and the module's name stands before the children of
/// what was asked for, or before that itself.
package struct RESTCONFDialect: Dialect {
    package let name = DialectName.restconf
    package let concurrencyCeiling: Int? = nil
    /// The device says where its API begins (RFC 8040, 3.1).
    package let discovery: Command? = Self.hostMeta

    private static let hostMeta = Command.get("/.well-known/host-meta", format: .text)
    /// Where the API begins on a device that does not say.
    private static let commonRoot = "/restconf"

    package init() {}

    package func defaultPort(for scheme: Device.Scheme) -> Int { scheme.defaultPort }

    package func calls(for commands: [Command]) -> [[Int]] {
        commands.indices.map { [$0] }
    }

    package func request(for commands: [Command], on device: Device, id: UInt64) -> HTTPRequest {
        if commands == [Self.hostMeta] {
            return ResourceCall.request(for: commands, below: "", accept: "application/xrd+xml")
        }
        let root = commands.first?.root ?? Self.commonRoot
        return ResourceCall.request(for: commands, below: root + "/data", accept: "application/yang-data+json")
    }

    package func results(
        of commands: [Command],
        on device: Device,
        id: UInt64,
        from response: HTTPResponse
    ) throws(DeviceError) -> [CommandResult] {
        let exchange = Exchange(commands: commands, device: device, response: response)
        let command = try exchange.onlyCommand()
        if command == Self.hostMeta { return [try Self.root(exchange)] }
        if response.status == 204 { return [exchange.nothing(for: command)] }
        if let refusal = exchange.statusError(notFound: .apiNotFound) {
            // Who asks, and how often, is the device's as a whole to say.
            guard ![401, 407, 429].contains(response.status), !(300..<400).contains(response.status),
                refusal.retryAfter == nil, let failure = exchange.refusalJSON.flatMap(RESTCONFFailure.init(in:))
            else { throw refusal }
            return [try Self.result(of: failure, exchange)]
        }
        if command.format != .text, let failure = RESTCONFFailure(in: try exchange.json()) {
            return [try Self.result(of: failure, exchange)]
        }
        return [try exchange.resource(for: command)]
    }

    private static func result(
        of failure: RESTCONFFailure,
        _ exchange: Exchange
    ) throws(DeviceError) -> CommandResult {
        let command = try exchange.onlyCommand()
        if exchange.response.status == 404, failure.saysNothingThere { return exchange.nothing(for: command) }
        let error = exchange.error(failure.code, at: 0, exchange.words(failure.text))
        // The device as a whole is busy: the call is made again later.
        if failure.code == .throttled { throw error }
        return .failure(error)
    }

    /// Where the API begins, as the answer to discovery says.
    private static func root(_ exchange: Exchange) throws(DeviceError) -> CommandResult {
        let response = exchange.response
        switch response.status {
        case 200:
            let root = HostMeta.restconfRoot(in: response.body) ?? commonRoot
            return .reply(Reply(command: hostMeta, body: .text(root)))
        case 401, 407, 429, 500...:
            if let error = exchange.statusError(notFound: .apiNotFound) { throw error }
        default: break
        }
        // Whoever does not know the question has the API where everybody has it, if at all.
        return .reply(Reply(command: hostMeta, body: .text(commonRoot)))
    }
}
