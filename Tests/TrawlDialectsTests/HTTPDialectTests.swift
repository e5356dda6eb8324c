import Testing
import TrawlCore
import TrawlJSON

@testable import TrawlDialects

@Suite(.timeLimit(.minutes(1)))
struct HTTPDialectTests {
    private let dialect = HTTPDialect()

    private func result(_ response: HTTPResponse, format: ReplyFormat? = nil) throws -> CommandResult {
        let results = try dialect.results(
            of: [.get("/api/arp", format: format)],
            on: device(.http),
            id: 1,
            from: response
        )
        return try #require(results.first)
    }

    @Test func `a request goes out as the collection spells it`() {
        let command = HTTPCommand(
            method: "POST",
            path: "/query?x=1",
            headers: [HTTPField("Accept", "application/yang-data+json"), HTTPField("X-A", "1")],
            body: "{}"
        )
        let request = dialect.request(for: [Command(.http(command))], on: device(.http), id: 1)
        #expect(
            request
                == HTTPRequest(method: "POST", path: "/query?x=1", headers: command.headers, body: Array("{}".utf8))
        )
    }

    @Test func `a command line is a path that the device can refuse`() {
        #expect(
            dialect.request(for: [.cli("show version\r\n")], on: device(.http), id: 1).path == "/show%20version%0D%0A"
        )
        #expect(dialect.request(for: [.cli("/api/é")], on: device(.http), id: 1).path == "/api/%C3%A9")
    }

    @Test(arguments: [
        ("application/json", nil, "json {\"a\":1}"),
        ("application/JSON; charset=utf-8", nil, "json {\"a\":1}"),
        ("application/yang-data+json", nil, "json {\"a\":1}"),
        ("text/json", nil, "json {\"a\":1}"),
        ("text/plain", nil, "text {\"a\": 1}"),
        (nil, nil, "text {\"a\": 1}"),
        ("text/plain", ReplyFormat.json, "json {\"a\":1}"),
        ("application/json", .text, "text {\"a\": 1}"),
    ])
    func `the body is read as its type or the collection says`(
        type: String?,
        format: ReplyFormat?,
        expected: String
    ) throws {
        let headers = type.map { ["Content-Type: \($0)"] } ?? []
        #expect(try result(response("{\"a\": 1}", headers: headers), format: format).summary == expected)
    }

    @Test(arguments: ["", " \n", "nope", "{\"a\": NaN}", "{\"a\":1}}", "\u{FEFF}"])
    func `what is no JSON is an error where JSON was expected`(body: String) {
        let error = #expect(throws: DeviceError.self) { try result(response(body), format: .json) }
        #expect(error?.code == .notJSON)
    }

    @Test func `the mistake's offset and the first words are told`() throws {
        let error = #expect(throws: DeviceError.self) { try result(response("{\"a\":\u{1B}[2J}"), format: .json) }
        let detail = try #require(error?.detail)
        #expect(detail.contains("at byte 5"))
        #expect(detail.hasSuffix(#"the answer begins with `{"a":\x1b[2J}`"#))
    }

    @Test func `an HTML page is recognised`() throws {
        let page = "<html><body>" + String(repeating: "x", count: 500)
        let error = #expect(throws: DeviceError.self) { try result(response(page), format: .json) }
        let detail = try #require(error?.detail)
        #expect(detail.hasPrefix("an HTML page: "))
        #expect(detail.hasSuffix("`<html><body>" + String(repeating: "x", count: 48) + "…`"))
    }

    @Test func `an empty text is an empty reply`() throws {
        #expect(try result(response(""), format: .text).summary == "text ")
    }

    @Test(
        arguments: [
            ([0x61, 0xFF, 0x62], "a\u{FFFD}b", ["1 invalid UTF-8 sequence replaced"]),
            ([0xFF, 0xEF, 0xBF, 0xBD, 0xFE], "\u{FFFD}\u{FFFD}\u{FFFD}", ["2 invalid UTF-8 sequences replaced"]),
            ([0xEF, 0xBB, 0xBF, 0x61], "a", []),
        ] as [([UInt8], String, [String])]
    )
    func `bytes that are no UTF-8 are replaced and counted`(body: [UInt8], text: String, warnings: [String]) throws {
        let reply = try #require(try result(HTTPResponse(status: 200, body: body), format: .text).reply)
        #expect(reply.text == text)
        #expect(reply.warnings == warnings)
    }

    @Test func `bad UTF-8 in JSON is replaced, counted and said`() throws {
        let body = Array(#"{"a":""#.utf8) + [0xFF, 0x20, 0xC3] + Array(#""}"#.utf8)
        let reply = try #require(try result(HTTPResponse(status: 200, body: body), format: .json).reply)
        #expect(reply.json?["a"]?.string == "\u{FFFD} \u{FFFD}")
        #expect(reply.warnings == ["2 invalid UTF-8 sequences replaced"])
    }

    @Test func `a byte order mark is skipped, UTF-16 is not JSON`() throws {
        #expect(try result(response("\u{FEFF}{\"a\":1}"), format: .json).summary == "json {\"a\":1}")
        let wide = HTTPResponse(status: 200, body: [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00])
        let error = #expect(throws: DeviceError.self) { try result(wide, format: .json) }
        #expect(error?.code == .notJSON)
    }

    @Test func `numbers keep their spelling`() throws {
        let body = #"{"a":18446744073709551615,"b":1.10,"c":1e400}"#
        #expect(try result(response(body), format: .json).summary == "json " + body)
    }
}
