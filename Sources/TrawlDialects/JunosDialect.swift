package import TrawlCore
import TrawlJSON

/// Junos' REST API: a GET of `/rpc/NAME` for each command, answered in JSON or text.
///
/// In its JSON every element is a list of one, numbers are texts, and both stay so.
package struct JunosDialect: Dialect {
    package let name = DialectName.junos
    package let concurrencyCeiling: Int? = nil

    package init() {}

    package func defaultPort(for scheme: Device.Scheme) -> Int { scheme == .https ? 3443 : 3000 }

    package func calls(for commands: [Command]) -> [[Int]] {
        commands.indices.map { [$0] }
    }

    package func request(for commands: [Command], on device: Device, id: UInt64) -> HTTPRequest {
        let isText = commands.first?.format == .text
        return ResourceCall.request(for: commands, below: "/rpc", accept: isText ? "text/plain" : "application/json")
    }

    package func results(
        of commands: [Command],
        on device: Device,
        id: UInt64,
        from response: HTTPResponse
    ) throws(DeviceError) -> [CommandResult] {
        let exchange = Exchange(commands: commands, device: device, response: response)
        let command = try exchange.onlyCommand()
        let failure = JunosFailure(in: exchange)
        if let failure, failure.isAboutConnections { throw exchange.error(.throttled, exchange.words(failure.text)) }
        if let refusal = exchange.statusError(notFound: .apiNotFound) {
            // `connection-limit` of the service is reached: others are being served, and the next may be us.
            if response.status == 503, refusal.code != .throttled { throw exchange.error(.throttled, refusal.detail) }
            guard exchange.mayCarryAnswer, let failure else { throw refusal }
            return [.failure(exchange.error(failure.code, at: 0, exchange.words(failure.text)))]
        }
        if let failure { return [.failure(exchange.error(failure.code, at: 0, exchange.words(failure.text)))] }
        return [try exchange.resource(for: command)]
    }
}

/// An error inside of an answer of Junos, in JSON or in XML.
struct JunosFailure {
    /// The device's words.
    var text: String

    /// Reads an answer that is an error; `nil` for any other.
    init?(in exchange: Exchange) {
        let body = exchange.response.body
        let start = body.prefix(256).drop { $0 <= 0x20 }.first
        if start == UInt8(ascii: "<") {
            guard let text = Self.text(inXML: body) else { return nil }
            self.text = text
        } else if start == UInt8(ascii: "{") {
            guard let answer = exchange.refusalJSON, let text = Self.text(in: answer) else { return nil }
            self.text = text
        } else {
            return nil
        }
    }

    /// Whether the service has no room for another connection.
    var isAboutConnections: Bool {
        let lowered = text.lowercased()
        return ["connection limit", "connection-limit", "too many connections", "maximum number of connections"]
            .contains { lowered.contains($0) }
    }

    /// What the error means.
    var code: DeviceError.Code {
        let lowered = text.lowercased()
        if lowered.contains("permission denied") || lowered.contains("unauthorized") { return .commandUnauthorized }
        let isAboutSyntax = ["syntax error", "unknown command", "invalid", "not found", "missing argument"]
            .contains { lowered.contains($0) }
        return isAboutSyntax ? .commandRefused : .commandFailed
    }

    private static let names = ["rpc-error", "xnm:error"]

    private static func text(in answer: JSONSlice) -> String? {
        for name in names {
            guard let found = answer[name], let error = only(found) else { continue }
            let message = error["error-message"] ?? error["message"]
            return message.flatMap(leaf) ?? leaf(error) ?? name
        }
        return nil
    }

    /// The element itself, where it is wrapped in a list of one.
    private static func only(_ value: JSONSlice) -> JSONSlice? {
        value.kind == .array ? value.elements.first : value
    }

    /// A leaf's text: `[{"data": "text"}]`.
    private static func leaf(_ value: JSONSlice) -> String? {
        guard let value = only(value) else { return nil }
        return value.string ?? value["data"]?.string
    }

    private static func text(inXML body: [UInt8]) -> String? {
        let page = String(decoding: body.prefix(4096), as: UTF8.self)
        guard let name = names.first(where: { page.contains("<\($0)") }) else { return nil }
        for tag in ["error-message", "message"] {
            guard let open = page.firstRange(of: "<\(tag)>"),
                let close = page[open.upperBound...].firstRange(of: "</\(tag)>")
            else { continue }
            return String(page[open.upperBound..<close.lowerBound])
        }
        return name
    }
}
