import Foundation
import TrawlCore
import TrawlServer

/// RESTCONF as EOS and SONiC speak it: discovery, data, the query parameters, and errors in either wrapping.
struct RESTCONFPersonality: Sendable {
    /// Where the API begins.
    let root: String

    /// Whether a path is this API's.
    static func serves(_ path: String, root: String) -> Bool {
        path == "/.well-known/host-meta" || path.hasPrefix(root + "/data")
    }

    /// Answers a GET.
    func answer(_ request: ServerRequest, _ call: CallContext) -> ServerResponse {
        if request.path == "/.well-known/host-meta" {
            return ServerResponse(
                contentType: "application/xrd+xml",
                text: """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
                      <Link rel="restconf" href="\(root)"/>
                    </XRD>

                    """
            )
        }
        let path = String(request.path.dropFirst((root + "/data").count))
        call.record("GET \(path)")
        let isSONiC = call.context.device.platform == .sonic
        let accepted = request.header("Accept") ?? "*/*"
        guard accepted.contains("application/yang-data+json") || accepted.contains("*/*") else {
            return refusal(406, "invalid-value", "Not acceptable", isSONiC)
        }
        switch call.fault(path.lowercased()) {
        case .refused?: return refusal(400, "unknown-element", "no such element", isSONiC)
        case .failed(let message)?: return refusal(500, "operation-failed", message, isSONiC)
        case nil: break
        }
        let query: RESTCONFQuery
        switch RESTCONFQuery.read(request.target) {
        case .failure(let error): return refusal(400, "invalid-value", error.message, isSONiC)
        case .success(let read): query = read
        }
        if isSONiC, query.fields != nil, query.depth != nil || query.content != nil {
            return refusal(400, "invalid-value", "fields query parameter cannot be combined with others", isSONiC)
        }
        return data(path, query, call.context, isSONiC)
    }

    private func data(
        _ path: String,
        _ query: RESTCONFQuery,
        _ context: CommandContext,
        _ isSONiC: Bool
    ) -> ServerResponse {
        var node = JSONValue.object(OpenConfigTree.top(context))
        var module = ""
        var last = ""
        for segment in path.split(separator: "/") {
            let parts = segment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            if let colon = name.firstIndex(of: ":") { module = String(name[..<colon]) }
            let plain = name.split(separator: ":").last.map(String.init) ?? name
            guard let child = node[name] ?? node[plain] else {
                return refusal(400, "unknown-element", "No such node: \(name)", isSONiC)
            }
            node = child
            last = plain
            guard parts.count == 2 else { continue }
            let keys = parts[1].split(separator: ",", omittingEmptySubsequences: false)
                .map { String($0).removingPercentEncoding ?? "" }
            let names = OpenConfigTree.keys(ofList: plain)
            let found = node.elements?.first { row in names.map { row[$0]?.text ?? "" } == keys }
            guard let found else { return notFound(isSONiC) }
            node = found
        }
        let isEmpty = node.members?.isEmpty ?? false
        if isEmpty { return notFound(isSONiC) }
        return reply(query.applied(to: node), named: "\(module):\(last)", module, isWhole: path.count < 2, isSONiC)
    }

    /// EOS gives the children of what was asked for, each under its module's name; SONiC gives it by its own name.
    private func reply(
        _ node: JSONValue,
        named name: String,
        _ module: String,
        isWhole: Bool,
        _ isSONiC: Bool
    ) -> ServerResponse {
        let value: JSONValue
        if isWhole {
            value = node
        } else if isSONiC {
            value = .object([(name, name.hasSuffix(":interface") && node.members != nil ? .array([node]) : node)])
        } else {
            value = .object((node.members ?? []).map { ("\(module):\($0.key)", $0.value) })
        }
        return ServerResponse(headers: [HTTPField("Content-Type", "application/yang-data+json")], body: value.bytes)
    }

    private func notFound(_ isSONiC: Bool) -> ServerResponse {
        isSONiC
            ? refusal(404, "invalid-value", "Entry not found", true)
            : ServerResponse(status: 204)
    }

    /// EOS leaves the module's name out of the wrapping.
    private func refusal(_ status: Int, _ tag: String, _ message: String, _ isSONiC: Bool) -> ServerResponse {
        let error: JSONValue = [
            "error-type": "application", "error-tag": .string(tag), "error-message": .string(message),
        ]
        let value: JSONValue =
            isSONiC
            ? ["ietf-restconf:errors": ["error": .array([error])]]
            : ["errors": ["error": .array([error])]]
        var response = ServerResponse(status: status)
        response.headers = [HTTPField("Content-Type", "application/yang-data+json")]
        response.body = value.bytes
        return response
    }
}
