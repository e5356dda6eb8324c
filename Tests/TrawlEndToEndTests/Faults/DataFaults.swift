import TrawlCore
import TrawlSimulator

extension FaultSection {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

    /// Answers that are large, deep or hold odd data.
    static let data = FaultSection(name: "size and data", limits: ["timeout: { connect: 2s, request: 20s }"]) {
        [
            FaultCase(
                97,
                "1 GiB, told",
                .raw(
                    head + "Content-Length: 1073741824\r\n\r\n",
                    repeated: String(repeating: "x", count: 1 << 16),
                    times: 1 << 14
                ),
                .responseTooLarge
            ),
            FaultCase(98, "1 GiB, chunked", .large(bytes: 1 << 30), .responseTooLarge),
            FaultCase(100, "50 MB", text(megabytes: 50), .responseTooLarge),
            FaultCase(100, "2 MB", text(megabytes: 2), .ok),
            FaultCase(101, "lists in lists", .body(String(repeating: "[", count: 100_000)), .tooDeep),
            FaultCase(101, "objects in objects", .body(String(repeating: #"{"a":"#, count: 1000)), .tooDeep),
            FaultCase(102, "20,000 interfaces", .body(interfaces(20_000)), .ok).with(\.says, [#""Ethernet20000":"#]),
            FaultCase(103, "NaN", .body(#"{"a":NaN}"#), .notJSON),
            FaultCase(103, "a number past every Double", .body(#"{"a":1e400}"#), .ok).with(\.says, [#""a":1e400"#]),
            FaultCase(104, "64-bit counters", nil, .ok).with(\.says, [#""octets":18446744073709551615"#]),
            FaultCase(105, "a key twice", .body(#"{"a":1,"a":2}"#), .ok).with(\.says, [#"{"a":1,"a":2}"#]),
            FaultCase(106, "a byte order mark", .bodyBytes([0xEF, 0xBB, 0xBF] + Array(#"{"a":1}"#.utf8)), .ok)
                .with(\.says, [#""data":{"a":1}"#]),
            FaultCase(
                106,
                "UTF-16",
                .bodyBytes([0xFF, 0xFE] + Array(#"{"a":1}"#.utf8).flatMap { [$0, 0] }),
                .notJSON
            ),
            FaultCase(106, "Latin-1", .bodyBytes(Array(#"{"a":"caf"#.utf8) + [0xE9] + Array(#""}"#.utf8)), .ok)
                .with(\.says, ["caf\u{FFFD}", #""warnings":"#]),
            FaultCase(107, "NUL as JSON writes it", .body(#"{"a":"x\u0000y"}"#), .ok).with(\.says, [#"x\u0000y"#]),
            FaultCase(107, "NUL as it is", .body("{\"a\":\"x\0y\"}"), .notJSON),
            FaultCase(107, "half a surrogate pair", .body(#"{"a":"\ud800"}"#), .ok),
            FaultCase(108, "terminal escapes", .body(#"{"a":"\u001b[31mred\u0007"}"#), .ok)
                .with(\.says, [#"\u001b[31m"#]).with(\.lacks, ["\u{1b}"]),
            FaultCase(109, "newlines, templates, HTML", .body(#"{"a":"one\ntwo","b":"${HOME} {{x}} <script>"}"#), .ok)
                .with(\.says, [#"one\ntwo"#, "${HOME} {{x}} <script>"]),
            FaultCase(113, "a huge name", .body(#"{"hostname":"\#(String(repeating: "n", count: 70_000))"}"#), .ok),
            FaultCase(113, "no name, another's name", .body(#"{"hostname":"","fqdn":"good0"}"#), .ok),
        ].map(\.overHTTP)
    }

    /// An answer of one long text.
    private static func text(megabytes: Int) -> Fault {
        .raw(
            head + "\r\n{\"a\":\"",
            repeated: String(repeating: "x", count: 100_000),
            times: megabytes * 10,
            ending: "\"}"
        )
    }

    private static func interfaces(_ count: Int) -> String {
        let rows = (1...count).map { #""Ethernet\#($0)":{"in":18446744073709551615,"out":\#($0)}"# }
        return #"{"interfaces":{\#(rows.joined(separator: ","))}}"#
    }
}
