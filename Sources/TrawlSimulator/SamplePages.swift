import Foundation
import TrawlCore
import TrawlServer

/// One list, the interfaces of a switch, in pages of every style.
enum SamplePages {
    /// What this API gives at most, whatever is asked for.
    private static let largestPage = 50

    /// Answers a GET of `/api/pages/STYLE`; `nil` where there is no such style.
    static func answer(_ request: ServerRequest, _ context: CommandContext) -> ServerResponse? {
        let query = query(of: request.target)
        let names = context.device.interfaces.compactMap(\.port).map { JSONValue.string(context.device.portName($0)) }
        switch request.path.dropFirst("/api/pages/".count) {
        case "offset":
            let limit = min(query["limit"] ?? 5, largestPage)
            let rows = Array(names.dropFirst(query["offset"] ?? 0).prefix(limit))
            return reply(["total": .int(names.count), "data": ["interfaces": .array(rows)]])
        case "page":
            let size = min(query["size"] ?? 5, largestPage)
            return reply(.array(Array(names.dropFirst((query["page"] ?? 0) * size).prefix(size))))
        case "stuck":
            // Whoever does not know the parameter sends the same again and again.
            return reply(.array(Array(names.prefix(5))))
        case "link":
            let start = query["after"] ?? 0
            var response = reply(["interfaces": .array(Array(names.dropFirst(start).prefix(5)))])
            if start + 5 < names.count {
                let next = "https://\(request.header("Host") ?? "")/api/pages/link?after=\(start + 5)"
                // Relative for every other page.
                let target = start.isMultiple(of: 10) ? "/api/pages/link?after=\(start + 5)" : next
                response.headers.append(
                    HTTPField("Link", "</api/pages/link>; rel=\"first\", <\(target)>; rel=\"next\"; title=\"a, b\"")
                )
            }
            return response
        case "elsewhere":
            var response = reply(.array(Array(names.prefix(5))))
            response.headers.append(HTTPField("Link", "<https://elsewhere.example.net/api/pages/link>; rel=next"))
            return response
        default:
            return nil
        }
    }

    private static func reply(_ value: JSONValue) -> ServerResponse {
        ServerResponse(headers: [HTTPField("Content-Type", "application/json")], body: value.bytes)
    }

    private static func query(of target: String) -> [String: Int] {
        guard let mark = target.firstIndex(of: "?") else { return [:] }
        var query: [String: Int] = [:]
        for part in target[target.index(after: mark)...].split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1)
            if pair.count == 2, let value = Int(pair[1]) { query[String(pair[0])] = value }
        }
        return query
    }
}
