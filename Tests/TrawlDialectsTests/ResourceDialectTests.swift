import Testing
import TrawlCore

@testable import TrawlDialects

/// NVUE and Junos.
@Suite(.timeLimit(.minutes(1)))
struct ResourceDialectTests {
    private func result(
        _ name: DialectName,
        _ response: HTTPResponse,
        format: ReplyFormat? = nil
    ) throws -> CommandResult {
        let dialect = try #require(DialectRegistry.dialect(named: name))
        let commands = [Command.get(name == .junos ? "/get-arp-table-information" : "/interface", format: format)]
        return try #require(try dialect.results(of: commands, on: device(name), id: 1, from: response).first)
    }

    @Test func `an NVUE request names its revision only where it is told one`() {
        let dialect = NVUEDialect()
        func path(_ command: Command) -> String {
            dialect.request(for: [command], on: device(.nvue), id: 1).path
        }
        #expect(path(.nvue("/interface")) == "/nvue_v1/interface")
        #expect(path(.nvue("interface/swp1", revision: "applied")) == "/nvue_v1/interface/swp1?rev=applied")
        #expect(path(.nvue("/a", revision: "3", filled: false)) == "/nvue_v1/a?rev=3&filled=false")
        #expect(path(.nvue("/a/10.0.0.1%2F24/b c")) == "/nvue_v1/a/10.0.0.1%2F24/b%20c")
    }

    @Test(
        arguments: [
            (404, #"{"title":"Not Found","status":404,"detail":"no 'x'"}"#, "no 'x'"),
            (400, #"{"title":"Bad Request"}"#, "Bad Request"),
        ]
    )
    func `NVUE's words are the error's`(status: Int, body: String, detail: String) throws {
        let error = try #require(try result(.nvue, response(body, status: status)).failure)
        #expect(error.code == .commandRefused)
        #expect(error.detail == detail)
    }

    @Test func `NVUE with its default password says what to do`() throws {
        let error = #expect(throws: DeviceError.self) { try result(.nvue, response("{}", status: 403)) }
        #expect(error?.code == .notAllowed)
        #expect(error?.hint?.contains("default password") == true)
    }

    @Test func `a Junos request carries arguments in the query and the format in Accept`() {
        let command = Command.junos("get-route-information", arguments: [("table", "inet.0"), ("terse", "")])
        let request = JunosDialect().request(for: [command], on: device(.junos), id: 1)
        #expect(request.path == "/rpc/get-route-information?table=inet.0&terse=")
        #expect(request.headers == [HTTPField("Accept", "application/json")])
        let text = JunosDialect().request(for: [.junos("get-x", format: .text)], on: device(.junos), id: 1)
        #expect(text.headers == [HTTPField("Accept", "text/plain")])
        let odd = Command.junos("get-interface-information", arguments: [("interface-name", "et-0/0/1&x=y")])
        #expect(odd.title == "GET /get-interface-information?interface-name=et-0%2F0%2F1%26x%3Dy")
    }

    @Test(
        arguments: [
            (
                200, #"{"rpc-error":[{"error-message":[{"data":"syntax error"}]}]}"#, "command-refused", "syntax error"
            ),
            (200, #"{"xnm:error":{"message":"device busy"}}"#, "command-failed", "device busy"),
            (
                200, "<rpc-error>\n<error-message>\nsyntax error\n</error-message></rpc-error>", "command-refused",
                "syntax error"
            ),
            (
                500, "<xnm:error xmlns='x'><message>permission denied</message></xnm:error>", "command-unauthorized",
                "permission denied"
            ),
        ] as [(Int, String, String, String)]
    )
    func `Junos' errors inside of an answer are read in JSON and XML`(
        status: Int,
        body: String,
        code: String,
        detail: String
    ) throws {
        let error = try #require(try result(.junos, response(body, status: status)).failure)
        #expect(error.code.name == code)
        #expect(error.detail == detail)
    }

    @Test(arguments: [
        (503, ""), (503, "<html>busy</html>"),
        (200, "<rpc-error><error-message>connection limit exceeded</error-message></rpc-error>"),
    ])
    func `a full Junos asks to be left alone`(status: Int, body: String) throws {
        let error = #expect(throws: DeviceError.self) { try result(.junos, response(body, status: status)) }
        #expect(error?.code == .throttled)
        #expect(error?.isTransient == true)
    }

    @Test func `lists of one stay as Junos writes them`() throws {
        let body = #"{"software-information":[{"host-name":[{"data":"leaf1"}]}]}"#
        #expect(try result(.junos, response(body)).summary == "json " + body)
        #expect(try result(.junos, response("Hostname: leaf1\n"), format: .text).summary == "text Hostname: leaf1\n")
    }
}
