import TrawlCore
import TrawlSimulator

extension FaultSection {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    private static let chunked = head + "Transfer-Encoding: chunked\r\n\r\n"

    /// A whole answer, `{"a":1}`, with header fields of one's choice.
    private static func sound(_ fields: String = "", body: String = #"{"a":1}"#) -> String {
        head + fields + "Content-Length: \(body.utf8.count)\r\n\r\n" + body
    }

    /// Answers that end early or are not framed as HTTP has it.
    static let framing = FaultSection(name: "broken transfers and framing") {
        [
            FaultCase(25, "closed unanswered", .closeUnanswered, .connectionClosed).triedAgain,
            FaultCase(26, "reset unanswered", .resetUnanswered, .connectionReset).triedAgain,
            FaultCase(
                27,
                "whole JSON, and more was told",
                .raw(head + "Content-Length: 99\r\n\r\n{\"a\":1}"),
                .truncated
            )
            .triedAgain.overHTTP,
            FaultCase(27, "an answer cut off", .truncate(after: 40), .truncated).triedAgain,
            FaultCase(28, "a reset in the body", .truncate(after: 40, resets: true), .connectionReset).triedAgain,
            FaultCase(29, "half of the JSON, and no length", .raw(head + "\r\n{\"a\":"), .notJSON).overHTTP,
            FaultCase(30, "the device's half closed unanswered", .halfClose, .connectionClosed)
                .triedAgain.with(\.takes, .zero...Duration.milliseconds(1500)),
            FaultCase(31, "no last chunk", .raw(chunked + "7\r\n{\"a\":1}\r\n"), .truncated).triedAgain.overHTTP,
            FaultCase(32, "a chunk's size that is no number", .raw(chunked + "zz\r\n{}\r\n0\r\n\r\n"), .brokenFraming)
                .triedAgain.overHTTP,
            FaultCase(32, "one past 64 bits", .raw(chunked + "FFFFFFFFFFFFFFFFFF\r\n{}\r\n"), .brokenFraming)
                .triedAgain.overHTTP,
            FaultCase(37, "the greeting of SSH", .raw("SSH-2.0-OpenSSH_9.2\r\n"), .notHTTP).overHTTP,
            FaultCase(37, "HTTP/0.9", .raw("{\"a\":1}"), .notHTTP).overHTTP,
            FaultCase(
                38,
                "101 unasked",
                .raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n{\"a\":1}"),
                .httpStatus
            ).overHTTP,
            FaultCase(39, "two lengths", .raw(sound("Content-Length: 3\r\n")), .invalidHTTP).overHTTP,
            FaultCase(39, "a negative length", .raw(head + "Content-Length: -5\r\n\r\n{}"), .invalidHTTP).overHTTP,
            FaultCase(
                39,
                "a huge length",
                .raw(head + "Content-Length: 9223372036854775807\r\n\r\n{}"),
                .responseTooLarge
            )
            .overHTTP,
            FaultCase(
                40,
                "a length, and chunks",
                .raw(head + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n0\r\n\r\n"),
                .ok
            ).overHTTP.with(\.says, [#""data":{"a":1}"#]),
            FaultCase(41, "a NUL in a header", .raw(sound("X-Odd: a\0b\r\n")), .invalidHTTP).overHTTP,
            FaultCase(
                42,
                "a header of 300 kB",
                .raw(sound("X-Long: \(String(repeating: "a", count: 300_000))\r\n")),
                .invalidHTTP
            )
            .overHTTP.with(\.lacks, ["memory"]),
            FaultCase(
                42,
                "1,000 headers",
                .raw(sound((0..<1000).map { "X-\($0): a\r\n" }.joined())),
                .ok
            ).overHTTP.with(\.says, [#""data":{"a":1}"#]),
            FaultCase(
                43,
                "headers without end",
                .raw(head, repeated: filler("X-Filler: a"), times: 1 << 20),
                .headersTooLarge
            )
            .overHTTP.with(\.takes, .zero...Duration.milliseconds(1500)),
            FaultCase(
                44,
                "trailers without end",
                .raw(chunked + "7\r\n{\"a\":1}\r\n0\r\n", repeated: filler("X-Filler: a"), times: 1 << 20),
                .headersTooLarge
            ).overHTTP.with(\.takes, .zero...Duration.milliseconds(1500)),
            FaultCase(45, "no reason behind the status", .raw(oddly("HTTP/1.1 200\r\n")), .ok).overHTTP,
            FaultCase(
                45,
                "names in capitals, and blanks around values",
                .raw(oddly("HTTP/1.1 200 OK\r\nX-A:\t b \r\n")),
                .ok
            )
            .overHTTP,
            FaultCase(
                45,
                "lines that end in LF alone",
                .raw(oddly("HTTP/1.1 200 OK\r\n").replacing("\r\n", with: "\n")),
                .ok
            )
            .overHTTP,
            FaultCase(45, "HTTP/1.0", .raw(oddly("HTTP/1.0 200 OK\r\n")), .ok).overHTTP,
            FaultCase(45, "no length, and a close", .raw(head + "\r\n{\"a\":1}"), .ok).overHTTP,
            FaultCase(
                45,
                "chunks with extensions, and a trailer",
                .raw(chunked + "3;a=b\r\n{\"a\r\n4\r\n\":1}\r\n0\r\nX-Trailer: a\r\n\r\n"),
                .ok
            ).overHTTP.with(\.says, [#""data":{"a":1}"#]),
            FaultCase(46, "100 before the answer, unasked", .raw("HTTP/1.1 100 Continue\r\n\r\n" + sound()), .ok)
                .overHTTP,
            FaultCase(47, "gzip in name alone", .raw(sound("Content-Encoding: gzip\r\n")), .ok).overHTTP,
            FaultCase(
                47,
                "gzip unasked",
                .rawBytes(
                    Array((head + "Content-Encoding: gzip\r\n\r\n").utf8) + [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
                ),
                .notJSON
            ).overHTTP,
        ]
    }

    private static func filler(_ line: String) -> String {
        String(repeating: line + "\r\n", count: 1000)
    }

    private static func oddly(_ start: String) -> String {
        start + "CONTENT-TYPE: application/json\r\ncontent-length: 7\r\n\r\n{\"a\":1}"
    }

    /// Two calls of a device on one connection, half a second apart.
    static let keptConnections = FaultSection(
        name: "kept connections",
        requests: [
            "{ name: first, eapi: show version, http: /api/system }",
            "{ name: second, eapi: { command: show hostname, format: text }, http: /api/arp }",
        ],
        limits: [
            "timeout: { connect: 2s, request: 2s }", "retries: { attempts: 3, backoff: 10ms..40ms }",
            "per_host: { rate: 2/s, burst: 1 }",
        ]
    ) {
        [
            FaultCase(33, "an idle connection closed by the device", .closeIdle(after: .milliseconds(50)), .ok)
                .with(\.connections, 2...2),
            FaultCase(34, "a connection that is good for one request", .stale, .ok)
                .with(\.requests, 2...3).with(\.connections, 2...2),
            FaultCase(35, "every answer twice", .twice(after: .zero), .ok).with(\.tries, 1...2).with(\.requests, 2...3),
            FaultCase(36, "every answer again, later", .twice(after: .milliseconds(100)), .ok)
                .with(\.tries, 1...2).with(\.requests, 2...3),
            FaultCase(36, "the same, where answers have no id", .twice(after: .milliseconds(100)), .ok).overHTTP
                .with(\.saysOf, ["first": #""fqdn":"#, "second": #""entries":"#]),
        ]
    }
}
