import Foundation
import TrawlCore
import TrawlServer

/// Cumulus Linux' NVUE: objects keyed by name below `/nvue_v1`, in one of several revisions.
enum NVUEPersonality {
    private static let revisions: Set<String> = ["operational", "applied", "startup", "pending"]

    /// Answers a GET.
    static func answer(_ request: ServerRequest, _ call: CallContext) -> ServerResponse {
        let path = String(request.path.dropFirst("/nvue_v1".count))
        call.record("GET \(path)")
        switch call.fault(path.lowercased()) {
        case .refused?: return refusal(404, "Not Found", "The requested URL was not found on the server.")
        case .failed(let message)?: return refusal(500, "Internal Server Error", message)
        case nil: break
        }
        var revision = "operational"
        if let mark = request.target.firstIndex(of: "?") {
            for part in request.target[request.target.index(after: mark)...].split(separator: "&") {
                let pair = part.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
                switch pair.first {
                case "rev": revision = pair.last ?? ""
                case "filled": break
                default: return refusal(400, "Bad Request", "Extra query parameter(s) \(pair.first ?? "")")
                }
            }
        }
        guard revisions.contains(revision) || Int(revision) != nil else {
            return refusal(404, "Not Found", "Revision '\(revision)' does not exist.")
        }
        var node = root(call.context, isOperational: revision == "operational")
        for segment in path.split(separator: "/") {
            let name = String(segment).removingPercentEncoding ?? ""
            guard let child = node[name] else {
                return refusal(404, "Not Found", "Requested item '\(name)' does not exist.")
            }
            node = child
        }
        return ServerResponse(headers: [HTTPField("Content-Type", "application/json")], body: node.bytes)
    }

    /// The objects; configuration alone unless the operational view is asked for.
    private static func root(_ context: CommandContext, isOperational: Bool) -> JSONValue {
        let device = context.device
        let interfaces = device.interfaces.map { interface -> (key: String, value: JSONValue) in
            let address = interface.address.map { "\($0)/\(interface.prefixLength)" }
            let addresses: JSONValue = .object(address.map { [($0, .empty)] } ?? [])
            var link: JSONValue = [
                "mtu": .int(interface.mtu), "state": .object([(interface.isEnabled ? "up" : "down", .empty)]),
            ]
            if isOperational {
                let counters = interface.counters(at: context.time)
                link = link.adding("mac", .string(interface.mac.colons)).adding(
                    "stats",
                    ["in-bytes": .unsigned(counters.inOctets), "out-bytes": .unsigned(counters.outOctets)]
                )
            }
            return (device.name(of: interface), ["ip": ["address": addresses], "link": link])
        }
        var system: JSONValue = ["hostname": .string(device.name)]
        if isOperational {
            system = system.adding("build", "Cumulus Linux 5.11.0").adding(
                "uptime",
                .int(Int(device.uptime(at: context.time)))
            )
        }
        return ["system": system, "interface": .object(interfaces)]
    }

    private static func refusal(_ status: Int, _ title: String, _ detail: String) -> ServerResponse {
        let value: JSONValue = [
            "title": .string(title), "status": .int(status), "detail": .string(detail), "type": "about:blank",
        ]
        var response = ServerResponse(status: status)
        response.headers = [HTTPField("Content-Type", "application/problem+json")]
        response.body = value.bytes
        return response
    }
}
