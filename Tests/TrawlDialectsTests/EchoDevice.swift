import TrawlCore
import TrawlJSON

/// A device that answers every command with the command itself, so that a reply tells whom it belongs to.
enum EchoDevice {
    /// The answer of a healthy device; `nil` for a dialect that nobody taught it yet.
    static func answer(to request: HTTPRequest, in dialect: DialectName) throws -> HTTPResponse? {
        switch dialect {
        case .eapi: try eapi(request)
        case .nxapi: try nxapi(request)
        case .nxapiREST:
            response(
                #"{"echo":"GET \#(request.path.dropFirst(4).replacing(".json", with: ""))","totalCount":"0","imdata":[]}"#,
                headers: ["Content-Type: application/json"]
            )
        case .http, .restconf, .nvue, .junos:
            response(
                #"{"echo":"GET \#(request.path.replacing(/^\/(restconf\/data|nvue_v1|rpc)/, with: ""))"}"#,
                headers: ["Content-Type: application/json"]
            )
        default: nil
        }
    }

    /// The bytes of a reply that a command's own answer holds.
    static func echo(in reply: Reply) -> String? {
        switch reply.body {
        case .json(let value): value["echo"]?.string
        case .text(let text): text
        }
    }

    private static func eapi(_ request: HTTPRequest) throws -> HTTPResponse {
        let call = try JSONSlice(parsing: request.body ?? [])
        let isText = call["params"]?["format"]?.string == "text"
        let results = (call["params"]?["cmds"]?.elements ?? []).map { command in
            let line = command.string ?? command["cmd"]?.string ?? ""
            return line == "enable" ? "{}" : isText ? #"{"output":"\#(line)"}"# : #"{"echo":"\#(line)"}"#
        }
        let id = call["id"]?.numberText ?? "null"
        return response(#"{"jsonrpc":"2.0","id":\#(id),"result":[\#(results.joined(separator: ","))]}"#)
    }

    private static func nxapi(_ request: HTTPRequest) throws -> HTTPResponse {
        let entries = try JSONSlice(parsing: request.body ?? []).elements.map { entry in
            let line = entry["params"]?["cmd"]?.string ?? ""
            let id = entry["id"]?.numberText ?? "null"
            let isText = entry["method"]?.string == "cli_ascii"
            let result = isText ? #"{"msg":"\#(line)"}"# : #"{"body":{"echo":"\#(line)"}}"#
            return #"{"jsonrpc":"2.0","result":\#(result),"id":\#(id)}"#
        }
        return response(entries.count == 1 ? entries[0] : "[\(entries.joined(separator: ","))]")
    }
}
