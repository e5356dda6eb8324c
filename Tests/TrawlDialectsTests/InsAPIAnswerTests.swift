import Testing
import TrawlCore
import TrawlJSON

@testable import TrawlDialects

/// Bodies as protocols of NX-API's `ins_api` describe them.
@Suite(.timeLimit(.minutes(1)))
struct InsAPIAnswerTests {
    private let two: [Command] = [.cli("show a"), .cli("show b")]

    private func results(_ body: String, of commands: [Command], status: Int = 200) throws -> [CommandResult] {
        try InsAPIDialect().results(of: commands, on: device(.nxapi), id: 2, from: response(body, status: status))
    }

    private func envelope(_ output: String, sid: String = "eoc") -> String {
        #"{"ins_api":{"type":"cli_show","version":"1.0","sid":"\#(sid)","outputs":{"output":\#(output)}}}"#
    }

    private func ok(_ input: String, _ body: String) -> String {
        #"{"input":"\#(input)","msg":"Success","code":"200","body":\#(body)}"#
    }

    private func failed(_ input: String, _ code: Int, _ message: String, _ said: String? = nil) -> String {
        let error = said.map { #","clierror":"\#($0)""# } ?? ""
        return #"{"input":"\#(input)"\#(error),"msg":"\#(message)","code":"\#(code)"}"#
    }

    private func error(_ body: String, of commands: [Command]? = nil, status: Int = 200) throws -> DeviceError {
        let error = #expect(throws: DeviceError.self) {
            try results(body, of: commands ?? two, status: status)
        }
        return try #require(error)
    }

    // MARK: Requests

    @Test func `a call is one input, in the order that old releases need`() {
        var old = two[0]
        old.version = "0.1"
        let request = InsAPIDialect().request(for: two, on: device(.nxapi), id: 2)
        #expect(request.path == "/ins")
        #expect(request.headers == [HTTPField("Content-Type", "application/json")])
        #expect(
            request.text
                == #"{"ins_api":{"version":"1.0","type":"cli_show","chunk":"0","sid":"1","input":"show a ;show b","output_format":"json"}}"#
        )
        let text = InsAPIDialect().request(for: [.cli("show a", format: .text)], on: device(.nxapi), id: 2).text
        #expect(text.contains(#""type":"cli_show_ascii""#))
        #expect(InsAPIDialect().request(for: [old], on: device(.nxapi), id: 2).text.contains(#""version":"0.1""#))
    }

    @Test func `a call has one type, and ten commands at most`() {
        let commands = (0..<25).map { Command.cli("show \($0)", format: $0 % 5 == 0 ? .text : nil) }
        let calls = InsAPIDialect().calls(for: commands)
        #expect(calls.map(\.count) == [5, 10, 10])
        #expect(calls[0].allSatisfy { commands[$0].format == .text })
        var long = Command.cli("show tech")
        long.chunk = "1"
        #expect(InsAPIDialect().calls(for: [long, two[0], long]).map(\.count) == [1, 1, 1])
    }

    // MARK: Success

    @Test func `one answer is an object, several are a list`() throws {
        let one = ok("show a", #"{"a":1}"#)
        #expect(try results(envelope(one), of: [two[0]]).map(\.summary) == [#"json {"a":1}"#])
        #expect(try results(envelope("[\(one)]"), of: [two[0]]).map(\.summary) == [#"json {"a":1}"#])
        let both = envelope("[\(one),\(ok(" show  b ", #"{"b":2}"#))]")
        #expect(try results(both, of: two).map(\.summary) == [#"json {"a":1}"#, #"json {"b":2}"#])
    }

    @Test(arguments: [
        #"{"input":"show a","msg":"Success","code":"200"}"#, #"{"msg":"Success","code":"200","body":""}"#,
        #"{"msg":"Success","code":200,"body":null}"#, #"{"msg":"Success","code":"200","body":{}}"#,
    ])
    func `nothing to say is an empty object`(output: String) throws {
        #expect(try results(envelope(output), of: [two[0]]).map(\.summary) == ["json {}"])
    }

    @Test func `outputs may be missing where one command has nothing to say`() throws {
        let body = #"{"ins_api":{"type":"cli_show","version":"1.0","sid":"eoc"}}"#
        #expect(try results(body, of: [two[0]]).map(\.summary) == ["json {}"])
        #expect(try error(body).code == .wrongEnvelope)
    }

    @Test func `text is a string, and told where data was asked for`() throws {
        let body = envelope(ok("show a", #""18:29 UTC\n""#))
        let text = try results(body, of: [.cli("show a", format: .text)])
        #expect(text.map(\.summary) == ["text 18:29 UTC\n"])
        #expect(text[0].reply?.warnings == [])
        #expect(try results(body, of: [two[0]])[0].reply?.warnings == ["no JSON model for this command: text"])
    }

    @Test func `a repeated key and a list for a scalar stay for the model to read`() throws {
        let body = envelope(ok("show a", #"{"capability":"router","capability":"switch","bw":["1","2"]}"#))
        let reply = try #require(try results(body, of: [two[0]])[0].reply)
        #expect(
            try reply.json?.decode([String: [String]].self) == ["capability": ["router", "switch"], "bw": ["1", "2"]]
        )
    }

    // MARK: What fails

    @Test func `a refused command costs the others nothing`() throws {
        let body = envelope(
            "[\(ok("show a", "{}")),\(failed("show b", 400, "Input CLI command error", "% Invalid command"))]"
        )
        let results = try results(body, of: two + [.cli("show c")])
        #expect(results.map(\.summary) == ["json {}", "command-refused", "again show c"])
        #expect(results[1].failure?.deviceCode == 400)
        #expect(results[1].failure?.detail == "% Invalid command")
    }

    @Test(
        arguments: [
            (400, "CLI execution error", "% VRF x is not active", "command-failed"),
            (401, "Permission denied", nil, "command-unauthorized"),
            (400, "Input CLI command error", nil, "command-refused"),
            (500, "Backend processing error.", nil, "command-failed"),
            (501, "Structured output unsupported", nil, "again in text show a"),
            (501, "Response is greater than 10MB, use chunk", nil, "again show a"),
            (501, "Chunk not supported", nil, "again in text show a"),
        ] as [(Int, String, String?, String)]
    )
    func `each code has its meaning`(code: Int, message: String, said: String?, expected: String) throws {
        let results = try results(envelope(failed("show a", code, message, said)), of: [two[0]])
        #expect(results.map(\.summary) == [expected])
    }

    @Test func `another version of the envelope is asked for`() throws {
        let results = try results(envelope(failed("show a ;show b", 400, "Version mismatch")), of: two)
        for (command, result) in zip(two, results) {
            guard case .askAgain(let again) = result else {
                Issue.record("\(result.summary)")
                continue
            }
            #expect(again.version == "0.1")
            #expect(again.content == command.content)
        }
        var old = two[0]
        old.version = "0.1"
        let refused = try self.results(envelope(failed("show a", 400, "Version mismatch")), of: [old])
        #expect(refused.map(\.summary) == ["command-failed"])
    }

    @Test(arguments: [(429, "Max number of sessions"), (500, "Request is rejected because the server is busy")])
    func `a busy switch is asked again later`(code: Int, message: String) throws {
        #expect(try error(envelope(failed("show a ;show b", code, message))).code == .throttled)
    }

    @Test func `an answer to another command is nobody's`() throws {
        let body = envelope("[\(ok("show a", "{}")),\(ok("show x", "{}"))]")
        #expect(try error(body).code == .wrongID)
    }

    @Test(arguments: [
        ("[]", DeviceError.Code.wrongResultCount),
        (#"[{"input":"show a","code":"200","body":{}}]"#, .wrongResultCount),
        (#"[{"code":"200"},{"code":"200"},{"code":"200"}]"#, .wrongResultCount),
        (#"[1,2]"#, .wrongEnvelope),
    ])
    func `too little and too much are told`(output: String, code: DeviceError.Code) throws {
        #expect(try error(envelope(output)).code == code)
    }

    @Test func `pages for people and XML are no answers`() throws {
        let html = "<html>\r\n<head><title>405 Not Allowed</title></head>\r\n</html>"
        #expect(try error(html, status: 405).code == .httpStatus)
        #expect(try error(html, status: 405).detail == "HTTP 405, with an HTML page: 405 Not Allowed")
        #expect(try error(html, status: 401).code == .loginRejected)
        #expect(try error(html).code == .notJSON)
        let xml = #"<?xml version="1.0"?><ins_api><outputs><output><code>400</code></output></outputs></ins_api>"#
        #expect(try error(xml, status: 400).code == .httpStatus)
        #expect(try error(xml).code == .notJSON)
        #expect(try error("", status: 404).code == .apiNotFound)
        let rpc = #"{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":null}"#
        #expect(try error(rpc).code == .requestRefused)
        #expect(try error(#"{"a":1}"#).code == .wrongEnvelope)
    }

    // MARK: Long answers

    @Test func `pieces make one answer`() throws {
        var command = two[0]
        command.chunk = "1"
        let first = try results(envelope(ok("show a", #""{\"a\":[1,""#), sid: "x7"), of: [command])
        guard case .part(let piece, let next) = first[0] else {
            Issue.record("\(first[0].summary)")
            return
        }
        #expect(next.chunk == "x7")
        let request = InsAPIDialect().request(for: [next], on: device(.nxapi), id: 3).text
        #expect(request.contains(#""chunk":"1","sid":"x7""#))
        let last = try results(envelope(ok("show a", #""2]}""#)), of: [next])
        let end = try #require(last[0].reply)
        let whole = try InsAPIDialect().joined([piece, end], to: two[0], on: device(.nxapi))
        #expect(whole.json?.line == #"{"a":[1,2]}"#)
        let error = #expect(throws: DeviceError.self) {
            try InsAPIDialect().joined([piece], to: two[0], on: device(.nxapi))
        }
        #expect(error?.code == .notJSON)
    }

    @Test(arguments: Array(0..<40))
    func `a broken answer is an error or an answer`(seed: Int) throws {
        let whole = Array(envelope("[\(ok("show a", #"{"a":1}"#)),\(ok("show b", #"{"b":[1,"x"]}"#))]").utf8)
        var numbers = SeededNumbers(seed: UInt64(seed))
        for _ in 0..<200 {
            var broken = whole
            let start = Int.random(in: 0..<broken.count - 1, using: &numbers)
            let end = min(broken.count, start + Int.random(in: 1...40, using: &numbers))
            switch Int.random(in: 0..<3, using: &numbers) {
            case 0: broken[start] = UInt8.random(in: 0...255, using: &numbers)
            case 1: broken.removeSubrange(start..<end)
            default: broken.insert(contentsOf: broken[start..<end], at: start)
            }
            var answer = response("")
            answer.body = broken
            do throws(DeviceError) {
                let results = try InsAPIDialect().results(of: two, on: device(.nxapi), id: 1, from: answer)
                #expect(results.count == 2)
            } catch {
                #expect(!error.detail.isEmpty)
            }
        }
    }
}
