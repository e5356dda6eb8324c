import Testing
import TrawlCore
import TrawlJSON

@testable import TrawlDialects

/// Bodies as protocols of NX-API's JSON-RPC describe them; the call has id 2, its entries 32, 33, ….
@Suite(.timeLimit(.minutes(1)))
struct NXAPIAnswerTests {
    private let three: [Command] = [.cli("show a"), .cli("show b"), .cli("show c")]

    private func results(_ body: String, of commands: [Command], status: Int = 200) throws -> [CommandResult] {
        try NXAPIDialect().results(of: commands, on: device(.nxapi), id: 2, from: response(body, status: status))
    }

    private func error(_ body: String, of commands: [Command]? = nil, status: Int = 200) throws -> DeviceError {
        let error = #expect(throws: DeviceError.self) {
            try results(body, of: commands ?? three, status: status)
        }
        return try #require(error)
    }

    private func entry(_ index: Int, _ content: String) -> String {
        #"{"jsonrpc":"2.0",\#(content),"id":\#(32 + index)}"#
    }

    private func failure(_ code: Int, _ message: String, data: String? = nil) -> String {
        let data = data.map { #","data":{"msg":"\#($0)"}"# } ?? ""
        return #""error":{"code":\#(code),"message":"\#(message)"\#(data)}"#
    }

    // MARK: Requests

    @Test func `a call is a batch with an id for each command`() {
        let commands: [Command] = [.cli("show a"), .cli("show b", format: .text)]
        let request = NXAPIDialect().request(for: commands, on: device(.nxapi), id: 2)
        #expect(request.method == "POST")
        #expect(request.path == "/ins")
        #expect(request.headers == [HTTPField("Content-Type", "application/json-rpc")])
        let entries = [
            #"{"jsonrpc":"2.0","method":"cli","params":{"cmd":"show a","version":1},"id":32}"#,
            #"{"jsonrpc":"2.0","method":"cli_ascii","params":{"cmd":"show b","version":1},"id":33}"#,
        ]
        #expect(request.text == "[\(entries.joined(separator: ","))]")
    }

    @Test func `ten commands travel together, whatever their format`() {
        let commands = (0..<23).map { Command.cli("show \($0)", format: $0 % 2 == 0 ? .text : nil) }
        #expect(NXAPIDialect().calls(for: commands) == [Array(0..<10), Array(10..<20), Array(20..<23)])
        #expect(NXAPIDialect().concurrencyCeiling == 4)
    }

    @Test func `no id belongs to two entries of neighbouring calls`() {
        let ids = (0..<100 as Range<UInt64>).flatMap { call in
            (0..<NXAPIDialect.commandsPerCall).map { NXAPIDialect.id(of: $0, in: call) }
        }
        #expect(Set(ids).count == ids.count)
        #expect(NXAPIDialect.id(of: 9, in: .max) != NXAPIDialect.id(of: 8, in: .max))
    }

    // MARK: Success

    @Test func `a single answer comes bare or in a list`() throws {
        let bare = entry(0, #""result":{"body":{"a":1}}"#)
        for body in [bare, "[\(bare)]"] {
            #expect(try results(body, of: [three[0]]).map(\.summary) == [#"json {"a":1}"#])
        }
    }

    @Test func `answers are matched by id, not by position`() throws {
        let body = "[" + [2, 0, 1].map { entry($0, #""result":{"body":{"n":\#($0)}}"#) }.joined(separator: ",") + "]"
        #expect(try results(body, of: three).map(\.summary) == [#"json {"n":0}"#, #"json {"n":1}"#, #"json {"n":2}"#])
    }

    @Test(arguments: [
        #""result":null"#, #""xresult":{}"#, #""result":{}"#, #""result":{"body":null}"#, #""result":{"body":""}"#,
        #""result":{"body":{}}"#,
    ])
    func `nothing to say is an empty object, or an empty text`(content: String) throws {
        #expect(try results(entry(0, content), of: [three[0]]).map(\.summary) == ["json {}"])
        guard !content.contains("{}}") else { return }
        #expect(try results(entry(0, content), of: [.cli("show a", format: .text)]).map(\.summary) == ["text "])
    }

    @Test func `text comes from msg`() throws {
        let body = entry(0, #""result":{"msg":"18:29 UTC\n"}"#)
        let results = try results(body, of: [.cli("show clock", format: .text)])
        #expect(results.map(\.summary) == ["text 18:29 UTC\n"])
        #expect(results[0].reply?.warnings == [])
    }

    @Test func `text in place of structured data is said`() throws {
        let results = try results(entry(0, #""result":{"msg":"plain"}"#), of: [three[0]])
        #expect(results.map(\.summary) == ["text plain"])
        #expect(results[0].reply?.warnings == ["no JSON model for this command: text"])
    }

    @Test func `a repeated key stays for the model to read`() throws {
        let body = entry(0, #""result":{"body":{"capability":"router","capability":"switch"}}"#)
        let reply = try #require(try results(body, of: [three[0]])[0].reply)
        #expect(try reply.json?.decode([String: [String]].self) == ["capability": ["router", "switch"]])
    }

    // MARK: One command fails

    @Test(arguments: [200, 500, 400])
    func `a refused command costs the others nothing`(status: Int) throws {
        let body = """
            [\(entry(0, #""result":{"body":{"a":1}}"#)),\
            \(entry(1, failure(-32602, "Invalid params", data: "% Invalid command\\n")))]
            """
        let results = try results(body, of: three, status: status)
        #expect(results.map(\.summary) == [#"json {"a":1}"#, "command-refused", "again show c"])
        #expect(results[1].failure?.detail == "% Invalid command")
        #expect(results[1].failure?.deviceCode == -32602)
        #expect(results[1].failure?.httpStatus == status)
    }

    @Test(
        arguments: [
            (-32602, "Invalid params", nil, "command-refused"),
            (-32602, "Invalid params", "Permission denied. Cannot overwrite existing file.", "command-unauthorized"),
            (-32602, "Invalid params", "% Permission denied for the role", "command-unauthorized"),
            (-32603, "Internal error", "Note:  process currently not running", "command-failed"),
            (-32603, "Internal error", nil, "command-failed"),
            (-32601, "Method not found", nil, "request-refused"),
            (400, "Input CLI command error", "Syntax error while parsing 'x'", "command-refused"),
            (400, "CLI execution error", "boom", "command-failed"),
            (501, "Structured output unsupported", nil, "again in text show a"),
            (-32603, "Internal error", "Structured output unsupported", "again in text show a"),
            (-32602, "Invalid params", "json output is not supported for this command", "again in text show a"),
        ] as [(Int, String, String?, String)]
    )
    func `an error says what becomes of its command`(
        code: Int,
        message: String,
        data: String?,
        expected: String
    ) throws {
        let body = entry(0, failure(code, message, data: data))
        #expect(try results(body, of: [three[0]], status: 500).map(\.summary) == [expected])
    }

    @Test func `no structured form is asked in text once`() throws {
        let body = entry(0, failure(501, "Structured output unsupported"))
        guard case .askAgain(let again) = try results(body, of: [three[0]])[0] else {
            Issue.record("not asked again")
            return
        }
        #expect(try results(body, of: [again]).map(\.summary) == ["command-failed"])
        let answer = try results(entry(0, #""result":{"msg":"a"}"#), of: [again])
        #expect(answer.map(\.summary) == ["text a"])
        #expect(answer[0].reply?.warnings == ["no JSON model for this command: text"])
    }

    @Test func `errors that only follow another are asked again`() throws {
        let stopped = "Request is stopped because of a previous error"
        let body = """
            [\(entry(0, failure(-32602, "Invalid params", data: "% Invalid command"))),\
            \(entry(1, failure(-32603, stopped))),\(entry(2, failure(-32602, "Invalid params")))]
            """
        #expect(try results(body, of: three).map(\.summary) == ["command-refused", "again show b", "again show c"])
    }

    @Test func `an error with words of its own stands after another`() throws {
        let body = """
            [\(entry(0, failure(-32602, "Invalid params", data: "% Invalid command"))),\
            \(entry(1, failure(-32602, "Invalid params", data: "% Incomplete command"))),\
            \(entry(2, #""result":{"body":{}}"#))]
            """
        #expect(try results(body, of: three).map(\.summary) == ["command-refused", "command-refused", "json {}"])
    }

    @Test func `an answer that leads nowhere is an error of the call`() throws {
        let entries = (0..<3).map { entry($0, failure(-32603, "stopped because of a previous error")) }
        let error = try error("[\(entries.joined(separator: ","))]")
        #expect(error.code == .requestRefused)
        #expect(error.detail == "stopped because of a previous error")
    }

    @Test func `a busy switch is left alone`() throws {
        let busy = failure(-32603, "Internal error", data: "Request is rejected because the server is busy.")
        #expect(try error(entry(0, busy), of: [three[0]], status: 500).code == .throttled)
        let body = "[\(entry(0, #""result":{"body":{}}"#)),\(entry(1, busy)),\(entry(2, #""result":null"#))]"
        #expect(try results(body, of: three).map(\.summary) == ["json {}", "again show b", "json {}"])
    }

    @Test(arguments: [#""error":"no""#, #""error":17"#, #""error":{}"#, #""error":{"code":"-32602","data":"no"}"#])
    func `errors of odd types are errors of the command`(content: String) throws {
        #expect(try results(entry(0, content), of: [three[0]]).map { $0.failure?.errorClass } == [.command])
    }

    // MARK: The call fails

    @Test func `a request that was not understood has no id`() throws {
        let body = #"{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":null}"#
        for body in [body, "[\(body)]"] {
            let error = try error(body)
            #expect(error.code == .requestRefused)
            #expect(error.detail == "Invalid request")
        }
    }

    @Test(arguments: ["31", "35", "null", "\"x\"", "2"])
    func `an entry with another id refuses the whole answer`(id: String) throws {
        let body = "[\(entry(0, #""result":null"#)),\(entry(1, #""result":null"#)),{\"result\":null,\"id\":\(id)}]"
        #expect(try error(body).code == .wrongID)
    }

    @Test func `an id as text is the same id`() throws {
        #expect(try results(#"{"result":{"body":{}},"id":"32"}"#, of: [three[0]]).map(\.summary) == ["json {}"])
    }

    @Test func `two answers to one command are refused`() throws {
        let one = entry(0, #""result":null"#)
        #expect(try error("[\(one),\(one),\(one)]").code == .wrongResultCount)
    }

    @Test(arguments: ["[]", #"[{"result":null,"id":32},{"result":null,"id":33}]"#])
    func `a missing answer without an error is refused`(body: String) throws {
        #expect(try error(body).code == .wrongResultCount)
    }

    @Test(arguments: ["3", "null", "[3]", "[[]]", "\"x\""])
    func `JSON that is no envelope is refused`(body: String) throws {
        #expect(try error(body).code == .wrongEnvelope)
    }

    @Test(arguments: [#""result":3"#, #""result":[]"#, #""result":{"body":3}"#, #""result":"x""#])
    func `a result of another kind fails its own command only`(content: String) throws {
        let body = "[\(entry(0, content)),\(entry(1, #""result":{"body":{}}"#)),\(entry(2, #""result":null"#))]"
        #expect(try results(body, of: three).map(\.summary) == ["wrong-envelope", "json {}", "json {}"])
    }

    @Test func `an error page of the web server is judged by its status`() throws {
        let page =
            "<?xml version=\"1.0\"?><ins_api><outputs><output><msg>Server internal error.</msg></output></outputs></ins_api>"
        #expect(try error(page, status: 400).code == .httpStatus)
        #expect(try error("<html><title>502 Bad Gateway</title>", status: 502).code == .httpServerError)
    }
}
