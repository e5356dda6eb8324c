import TrawlCore
import TrawlSimulator

extension FaultSection {
    private static func envelope(_ rest: String) -> String { #"{"jsonrpc":"2.0","id":$id,\#(rest)}"# }

    /// What eAPI answers in JSON-RPC.
    static let eapiAnswers = FaultSection(name: "answers of eAPI") {
        [
            FaultCase(
                86,
                "an error without data",
                .body(
                    envelope(
                        #""error":{"code":1002,"message":"CLI command 1 of 1 'show version' failed: invalid command"}"#
                    )
                ),
                .commandRefused
            ).with(\.says, [#""device_code":1002"#]),
            FaultCase(
                86,
                "numbers as text and texts as numbers",
                .body(envelope(#""error":{"code":"1000","message":7,"data":"no"}"#)),
                .commandFailed
            )
            .with(\.says, [#""device_code":1000"#]),
            FaultCase(86, "a text for the error", .body(envelope(#""error":"no such thing""#)), .commandFailed)
                .with(\.says, ["no such thing"]),
            FaultCase(86, "a list for the error", .body(envelope(#""error":[1,2]"#)), .commandFailed),
            FaultCase(
                87,
                "-32600",
                .body(envelope(#""error":{"code":-32600,"message":"Invalid request"}"#)),
                .requestRefused
            ),
            FaultCase(
                87,
                "-32601",
                .body(envelope(#""error":{"code":-32601,"message":"Method not found"}"#)),
                .requestRefused
            ),
            FaultCase(
                87,
                "-32700, and no id",
                .body(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}"#),
                .requestRefused
            ),
            FaultCase(88, "another id", .wrongID, .wrongID),
            FaultCase(88, "no id", .body(#"{"jsonrpc":"2.0","result":[{"a":1}]}"#), .wrongID),
            FaultCase(88, "`null`", .body(#"{"jsonrpc":"2.0","id":null,"result":[{"a":1}]}"#), .wrongID),
            FaultCase(89, "the id as text", .body(#"{"jsonrpc":"2.0","id":"$id","result":[{"a":1}]}"#), .ok),
            FaultCase(89, "no version", .body(#"{"id":$id,"result":[{"a":1}]}"#), .ok)
                .with(\.says, [#""data":{"a":1}"#]),
            FaultCase(90, "no result", .body(envelope(#""result":[]"#)), .wrongResultCount),
            FaultCase(90, "two results", .body(envelope(#""result":[{"a":1},{"b":2}]"#)), .wrongResultCount),
            FaultCase(90, "an object for the list", .body(envelope(#""result":{"a":1}"#)), .wrongEnvelope),
            FaultCase(90, "a number for the result", .body(envelope(#""result":[7]"#)), .wrongEnvelope),
            FaultCase(90, "neither result nor error", .body(#"{"jsonrpc":"2.0","id":$id}"#), .wrongEnvelope),
            FaultCase(91, "JSON cut off", .body(#"{"jsonrpc":"2.0","id":$id,"result":[{"a":"#), .notJSON)
                .with(\.says, ["at byte"]),
            FaultCase(91, "a comma too many", .body(envelope(#""result":[{"a":1,}]"#)), .notJSON)
                .with(\.says, ["at byte"]),
            FaultCase(91, "nothing", .body(""), .notJSON),
            FaultCase(96, "called HTML", .body(envelope(#""result":[{"a":1}]"#), type: "text/html"), .ok),
        ]
    }

    /// What NX-API answers in JSON-RPC.
    static let nxapiAnswers = FaultSection(name: "answers of NX-API", platform: .nxos) {
        let invalid = #"{"code":-32602,"message":"Invalid params","data":{"msg":"% Invalid command\n"}}"#
        let failed = #"{"code":-32603,"message":"Internal error","data":{"clierror":"% BGP is not running\n"}}"#
        return [
            FaultCase(
                86,
                "an error without data",
                .body(envelope(#""error":{"code":-32602,"message":"Invalid params"}"#)),
                .commandRefused
            ),
            FaultCase(
                87,
                "-32700, and no id",
                .body(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}"#),
                .requestRefused
            ),
            FaultCase(88, "another id", .wrongID, .wrongID),
            FaultCase(89, "the id as text", .body(#"{"id":"$id","result":{"body":{"a":1}}}"#), .ok),
            FaultCase(
                90,
                "two results for one command",
                .body("[\(envelope(rows("{}"))),\(envelope(rows("{}")))]"),
                .wrongResultCount
            ),
            FaultCase(90, "a number for the body", .body(envelope(#""result":{"body":7}"#)), .wrongEnvelope),
            FaultCase(92, "one row", .body(envelope(rows(#"{"a":1}"#))), .ok).with(\.says, [#""ROW_a":{"a":1}"#]),
            FaultCase(92, "rows within rows", .body(envelope(rows(#"[{"a":1},{"TABLE_b":{"ROW_b":[]}}]"#))), .ok)
                .with(\.says, [#""TABLE_b":{"ROW_b":[]}"#]),
            FaultCase(92, "no body", .body(envelope(#""result":null"#)), .ok).with(\.says, [#""data":{}"#]),
            FaultCase(93, "an error with 200", .body("[\(envelope(#""error":\#(invalid)"#))]"), .commandRefused)
                .with(\.says, ["Invalid command"]),
            FaultCase(93, "words in `clierror`", .body(envelope(#""error":\#(failed)"#)), .commandFailed)
                .with(\.says, ["BGP is not running"]),
            FaultCase(94, "an error with 500", .refuseCommands([]), .commandRefused).with(
                \.says,
                [#""http_status":500"#]
            ),
            FaultCase(94, "an error with 400", .body(envelope(#""error":\#(failed)"#), status: 400), .commandFailed),
            FaultCase(95, "a bare object for a list of one", .body(envelope(rows(#"{"a":1}"#))), .ok),
            FaultCase(95, "a list of one for a bare object", .body("[\(envelope(rows(#"{"a":1}"#)))]"), .ok),
            FaultCase(
                95,
                "a number as text",
                .body(envelope(#""error":{"code":"-32602","message":"Invalid params"}"#)),
                .commandRefused
            ),
            FaultCase(96, "called `text/json`", .body(envelope(rows("{}")), type: "text/json"), .ok),
        ]
    }

    private static func rows(_ rows: String) -> String { #""result":{"body":{"TABLE_a":{"ROW_a":\#(rows)}}}"# }
}
