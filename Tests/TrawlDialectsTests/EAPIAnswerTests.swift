import Testing
import TrawlCore

@testable import TrawlDialects

/// Bodies as protocols of eAPI describe them: HTTP 200 whatever became of the commands.
@Suite(.timeLimit(.minutes(1)))
struct EAPIAnswerTests {
    private let three: [Command] = [.cli("show a"), .cli("show b"), .cli("show c")]

    private func results(
        _ body: String,
        of commands: [Command],
        enable: String? = nil,
        status: Int = 200
    ) throws -> [CommandResult] {
        try EAPIDialect().results(
            of: commands,
            on: device(.eapi, enable: enable),
            id: 7,
            from: response(body, status: status)
        )
    }

    private func error(_ body: String, of commands: [Command]? = nil, status: Int = 200) throws -> DeviceError {
        let error = #expect(throws: DeviceError.self) {
            try results(body, of: commands ?? three, status: status)
        }
        return try #require(error)
    }

    // MARK: Success

    @Test func `results belong to the commands in order`() throws {
        let body = #"{"jsonrpc":"2.0","id":7,"result":[{"a":1},{},{"c":[{}]}]}"#
        let summaries = try results(body, of: three).map(\.summary)
        #expect(summaries == [#"json {"a":1}"#, "json {}", #"json {"c":[{}]}"#])
    }

    @Test(arguments: ["\"7\"", "7", "7 "])
    func `an id comes back as number or text, and the version may be missing`(id: String) throws {
        #expect(try results(#"{"id":\#(id),"result":[{}]}"#, of: [three[0]]).map(\.summary) == ["json {}"])
    }

    @Test func `the result of enable is nobody's`() throws {
        let body = #"{"jsonrpc":"2.0","id":7,"result":[{},{"a":1}]}"#
        #expect(try results(body, of: [three[0]], enable: "").map(\.summary) == [#"json {"a":1}"#])
    }

    @Test func `a string that holds JSON is read again`() throws {
        let body = #"{"id":7,"result":["{\"a\": 1}","no json",{}]}"#
        #expect(try results(body, of: three).map(\.summary) == [#"json {"a":1}"#, "not-json", "json {}"])
    }

    @Test func `an element of another kind fails its own command only`() throws {
        let body = #"{"id":7,"result":[null,3,{}]}"#
        #expect(try results(body, of: three).map(\.summary) == ["wrong-envelope", "wrong-envelope", "json {}"])
    }

    @Test func `text comes from output, with the device's warnings`() throws {
        let body =
            #"{"id":7,"result":[{"output":"! Command: x\nend\n","warnings":["Command: x\n"]},{},{"messages":["a","b"]}]}"#
        let commands = three.map { Command($0.content, format: .text) }
        let results = try results(body, of: commands)
        #expect(results.map(\.summary) == ["text ! Command: x\nend\n", "text ", "text a\nb"])
        #expect(results[0].reply?.warnings == ["Command: x"])
    }

    @Test func `text without output is no text`() throws {
        let commands = [Command.cli("show a", format: .text)]
        #expect(try results(#"{"id":7,"result":[{"a":1}]}"#, of: commands).map(\.summary) == ["wrong-envelope"])
    }

    @Test func `replaced bytes are told by the reply that holds them`() throws {
        var answer = response(#"{"id":7,"result":[{"a":"?"},{"b":"x"},{"c":"?"}]}"#)
        for index in answer.body.indices where answer.body[index] == UInt8(ascii: "?") { answer.body[index] = 0xFF }
        let results = try EAPIDialect().results(of: three, on: device(.eapi), id: 7, from: answer)
        let warning = "1 invalid UTF-8 sequence replaced"
        #expect(results.map { $0.reply?.warnings } == [[warning], [], [warning]])
    }

    // MARK: One command fails

    /// `show b` is refused; `show a` was run before it, `show c` was not.
    private func refusal(
        code: String,
        data: String = #"[{"a":1},{"errors":["Invalid input (at token 1: 'b')"]}]"#
    ) -> String {
        let message = "CLI command 2 of 3 'show b' failed: invalid command"
        return #"{"jsonrpc":"2.0","id":7,"error":{"code":\#(code),"message":"\#(message)","data":\#(data)}}"#
    }

    @Test(arguments: [
        ("1000", "command-failed"), ("1001", "command-failed"), ("1002", "command-refused"),
        ("1003", "again in text show b"), ("1004", "command-failed"), ("1005", "command-unauthorized"),
        ("1006", "command-failed"), ("3005", "command-failed"), ("\"1002\"", "command-refused"),
        ("null", "command-failed"), ("{}", "command-failed"), ("1e99", "command-failed"),
    ])
    func `what came before a failure is kept, what comes after is asked again`(code: String, expected: String) throws {
        let summaries = try results(refusal(code: code), of: three).map(\.summary)
        #expect(summaries == [#"json {"a":1}"#, expected, "again show c"])
    }

    @Test func `the error carries the device's number and words`() throws {
        let failure = try #require(try results(refusal(code: "1002"), of: three)[1].failure)
        #expect(failure.detail == "Invalid input (at token 1: 'b')")
        #expect(failure.deviceCode == 1002)
        #expect(failure.httpStatus == 200)
        #expect(failure.operation == "show b (2 of 3)")
        #expect(!failure.isTransient)
    }

    @Test(arguments: [
        (#"[{"a":1},{"errors":[""]}]"#, "invalid command"),
        (#"[{"a":1},{}]"#, "invalid command"),
        (#"[{"a":1},{"errors":["one\ntwo","","three\u001b[0m"]}]"#, #"one two; three\x1b[0m"#),
        (#"[{"a":1},{"output":"x","errors":["BGP inactive"]}]"#, "BGP inactive"),
    ])
    func `the words are the errors', else the message's after failed`(data: String, expected: String) throws {
        let failure = try #require(try results(refusal(code: "1000", data: data), of: three)[1].failure)
        #expect(failure.detail == expected)
    }

    @Test func `an error with a status of 500 is read all the same`() throws {
        let results = try results(refusal(code: "1002"), of: three, status: 500)
        #expect(results.map(\.summary) == [#"json {"a":1}"#, "command-refused", "again show c"])
        #expect(results[1].failure?.httpStatus == 500)
    }

    @Test(arguments: ["null", "[]", "{}", "7", "\"x\""])
    func `without data the message says which command failed`(data: String) throws {
        let summaries = try results(refusal(code: "1002", data: data), of: three).map(\.summary)
        #expect(summaries == ["again show a", "command-refused", "again show c"])
    }

    @Test func `data that does not reach the failing command is assigned to nobody`() throws {
        let body = refusal(code: "1002", data: #"[{"errors":["no"]}]"#)
        #expect(try results(body, of: three).map(\.summary) == ["again show a", "command-refused", "again show c"])
    }

    @Test(arguments: [
        #"{"id":7,"error":{"code":1002,"message":"no"}}"#, #"{"id":7,"error":{}}"#, #"{"id":7,"error":"no"}"#,
        #"{"id":7,"error":[1]}"#, #"{"id":7,"error":17}"#,
    ])
    func `an error that names no command is every command's`(body: String) throws {
        #expect(try error(body).errorClass == .command)
        #expect(try results(body, of: [three[0]]).map { $0.failure?.errorClass } == [.command])
    }

    @Test func `a device that went on after an error keeps the rest`() throws {
        let data = #"[{"a":1},{"errors":["no"]},{"errors":["neither"]}]"#
        let results = try results(refusal(code: "1002", data: data), of: three)
        #expect(results.map(\.summary) == [#"json {"a":1}"#, "command-refused", "command-refused"])
        #expect(results[2].failure?.detail == "neither")
    }

    @Test func `no JSON model is asked in text once`() throws {
        let body = refusal(code: "1003")
        guard case .askAgain(let again) = try results(body, of: three)[1] else {
            Issue.record("not asked again")
            return
        }
        #expect(again.format == .text)
        let answer = try results(#"{"id":7,"result":[{"output":"b"}]}"#, of: [again])
        #expect(answer[0].reply?.warnings == ["no JSON model for this command: text"])
        let refused = #"{"id":7,"error":{"code":1003,"message":"unconverted","data":[{"errors":[]}]}}"#
        #expect(try results(refused, of: [again]).map(\.summary) == ["command-failed"])
    }

    @Test func `a command that needs privilege hints at enable`() throws {
        let data = #"[{"a":1},{"errors":["Invalid input (privileged mode required)"]}]"#
        let failure = try #require(try results(refusal(code: "1002", data: data), of: three)[1].failure)
        #expect(failure.hint?.contains("`enable`") == true)
    }

    // MARK: Privileged mode

    @Test func `a refused enable fails every command, and shows no password`() throws {
        let message = "CLI command 1 of 4 'enable input=s3cret-enable' failed: permission to run command denied"
        let body = #"{"id":7,"error":{"code":1005,"message":"\#(message)","data":[{"errors":[""]}]}}"#
        let results = try results(body, of: three, enable: "s3cret-enable")
        #expect(results.map(\.summary) == ["enable-refused", "enable-refused", "enable-refused"])
        #expect(results[0].failure?.detail == "permission to run command denied")
        #expect(results[0].failure?.deviceCode == 1005)
    }

    @Test(arguments: [
        ("cmd 'enable input=abc def' failed to run", "cmd 'enable input=<redacted>' failed to run"),
        ("enable input=abc", "enable input=<redacted>"),
        ("enable", "enable"),
    ])
    func `what follows input is cut out`(text: String, expected: String) {
        #expect(EAPIAnswer.withoutInput(text) == expected)
    }

    @Test func `enable counts among the commands`() throws {
        let message = "CLI command 3 of 4 'show b' failed: invalid command"
        let body = #"{"id":7,"error":{"code":1002,"message":"\#(message)","data":[{},{"a":1},{"errors":["no"]}]}}"#
        let summaries = try results(body, of: three, enable: "").map(\.summary)
        #expect(summaries == [#"json {"a":1}"#, "command-refused", "again show c"])
    }

    // MARK: The call fails

    @Test(arguments: [-32700, -32600, -32601, -32602, -32603])
    func `an error of the envelope is no command's`(code: Int) throws {
        for id in ["7", "null"] {
            let body =
                #"{"jsonrpc":"2.0","id":\#(id),"error":{"code":\#(code),"message":"unexpected keyword argument 'x'"}}"#
            let error = try error(body)
            #expect(error.code == .requestRefused)
            #expect(error.deviceCode == code)
            #expect(error.detail == "unexpected keyword argument 'x'")
            #expect(error.operation == "show a and 2 more")
        }
    }

    @Test(arguments: [#""id":8,"#, #""id":"8","#, #""id":null,"#, "", #""id":"x","#, #""id":[7],"#, #""id":7.5,"#])
    func `another id, or none, is refused`(id: String) throws {
        #expect(try error(#"{\#(id)"result":[{},{},{}]}"#).code == .wrongID)
        #expect(try error(#"{\#(id)"error":{"code":1002,"message":"x","data":[]}}"#).code == .wrongID)
    }

    @Test(arguments: ["[]", "[{}]", "[{},{}]", "[{},{},{},{}]"])
    func `another number of results is refused`(result: String) throws {
        #expect(try error(#"{"id":7,"result":\#(result)}"#).code == .wrongResultCount)
    }

    @Test func `more data than commands is refused`() throws {
        #expect(try error(refusal(code: "1002", data: "[{},{},{},{}]")).code == .wrongResultCount)
    }

    @Test(arguments: [#"{"id":7}"#, #"{"id":7,"result":{}}"#, #"{"id":7,"result":null}"#, "[]", "3", "null", "\"x\""])
    func `JSON that is no envelope is refused`(body: String) throws {
        #expect(try error(body).code == .wrongEnvelope)
    }

    @Test(arguments: ["", "{", "{\"id\":7,\"result\":[NaN,{},{}]}", "<html>"])
    func `what is no JSON is told from a wrong envelope`(body: String) throws {
        #expect(try error(body).code == .notJSON)
    }

    @Test func `a server error with JSON that is no answer stays a server error`() throws {
        #expect(try error(#"{"error":"upstream"}"#, status: 502).code == .httpServerError)
        #expect(try error(#"{"jsonrpc":"2.0","id":7,"result":[{},{},{}]}"#, status: 500).code == .httpServerError)
    }
}
