import Foundation
import TrawlCore
import TrawlServer

/// Junos' REST API: an RPC in the path, its arguments in the query, and JSON whose every element is a list of one.
enum JunosPersonality {
    /// Answers a GET of `/rpc/NAME`.
    static func answer(_ request: ServerRequest, _ call: CallContext) -> ServerResponse {
        let rpc = String(request.path.dropFirst("/rpc/".count))
        call.record(rpc)
        switch call.fault(rpc.lowercased()) {
        case .refused?: return error("syntax error")
        case .failed(let message)?: return error(message)
        case nil: break
        }
        var arguments: [String: String] = [:]
        if let mark = request.target.firstIndex(of: "?") {
            for part in request.target[request.target.index(after: mark)...].split(separator: "&") {
                let pair = part.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
                arguments[pair[0]] = pair.count == 2 ? pair[1] : ""
            }
        }
        let accepted = request.header("Accept") ?? ""
        guard let answer = answer(to: rpc, arguments, call.context) else {
            return error("syntax error, expecting <rpc>")
        }
        if accepted.contains("text/plain") {
            return ServerResponse(contentType: "text/plain", text: answer.text)
        }
        guard accepted.contains("application/json") else {
            return ServerResponse(contentType: "application/xml", text: "<output>\(answer.text)</output>\n")
        }
        return ServerResponse(
            headers: [HTTPField("Content-Type", "application/json; charset=utf-8")],
            body: answer.json.bytes
        )
    }

    private static func answer(
        to rpc: String,
        _ arguments: [String: String],
        _ context: CommandContext
    ) -> (json: JSONValue, text: String)? {
        let device = context.device
        if let answer = JunosTables.answer(to: rpc, context) { return answer }
        switch rpc {
        case "get-software-information":
            let members: JSONValue = [
                "host-name": leaf(device.name), "product-model": leaf(device.model),
                "product-name": leaf(device.model), "junos-version": leaf("22.4R2.8"),
            ]
            return (["software-information": [members]], "Hostname: \(device.name)\nModel: \(device.model)\n")
        case "get-interface-information":
            var interfaces = device.interfaces
            if let name = arguments["interface-name"] { interfaces = interfaces.filter { device.name(of: $0) == name } }
            let isTerse = arguments["terse"] != nil
            let rows = interfaces.map { interface -> JSONValue in
                let row: JSONValue = [
                    "name": leaf(device.name(of: interface)),
                    "admin-status": leaf(interface.isEnabled ? "up" : "down"),
                    "oper-status": leaf(interface.isUp ? "up" : "down"),
                ]
                if isTerse { return row }
                let counters = interface.counters(at: context.time)
                let details: JSONValue = [
                    "description": leaf(interface.description), "mtu": leaf("\(interface.mtu)"),
                    "speed": leaf("\(interface.bandwidth / 1_000_000_000)Gbps"),
                    "current-physical-address": leaf(interface.mac.colons),
                    "interface-flapped": JunosTables.time(interface.lastChange + context.time.seconds),
                    "traffic-statistics": [
                        ["input-bytes": leaf("\(counters.inOctets)"), "output-bytes": leaf("\(counters.outOctets)")]
                    ],
                    "logical-interface": [
                        [
                            "name": leaf(device.name(of: interface) + ".0"),
                            "if-config-flags": [["iff-up": [["data": [.null]]]]],
                        ]
                    ],
                ]
                return row.merging(details)
            }
            let attributes: JSONValue = ["xmlns": "http://xml.juniper.net/junos/22.4R2.8/junos-interface"]
            let body: JSONValue = ["attributes": attributes, "physical-interface": .array(rows)]
            let text = interfaces.map { "\(device.name(of: $0)) \($0.isUp ? "up" : "down")\n" }.joined()
            return (["interface-information": [body]], text)
        default:
            return nil
        }
    }

    /// A leaf: a list of one object with the text.
    static func leaf(_ text: String) -> JSONValue { [["data": .string(text)]] }

    /// An error of an RPC, with status 200 and in XML whatever was asked for.
    private static func error(_ message: String) -> ServerResponse {
        ServerResponse(
            contentType: "application/xml",
            text: """
                <rpc-error xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">
                <error-type>protocol</error-type>
                <error-severity>error</error-severity>
                <error-message>\(message)</error-message>
                </rpc-error>

                """
        )
    }
}
