import Testing
import TrawlCore
import TrawlJSON

@testable import TrawlDialects

@Suite(.timeLimit(.minutes(1)))
struct EAPIRequestTests {
    private let dialect = EAPIDialect()

    private func body(_ commands: [Command], enable: String? = nil) -> String {
        dialect.request(for: commands, on: device(.eapi, enable: enable), id: 7).text
    }

    @Test func `a call is a POST of runCmds`() {
        let request = dialect.request(for: [.cli("show version")], on: device(.eapi), id: 7)
        #expect(request.method == "POST")
        #expect(request.path == "/command-api")
        #expect(request.headers == [HTTPField("Content-Type", "application/json")])
        let expected =
            #"{"jsonrpc":"2.0","method":"runCmds","params":{"version":1,"cmds":["show version"],"format":"json"},"id":7}"#
        #expect(request.text == expected)
    }

    @Test func `version and revision are sent as eAPI spells them`() {
        let latest = Command(.cli("show arp"), version: "latest", revision: 3)
        #expect(body([latest]).contains(#""version":"latest","cmds":[{"cmd":"show arp","revision":3}]"#))
        #expect(body([Command(.cli("show arp"), version: "1")]).contains(#""version":1,"#))
    }

    @Test func `text is asked for the whole call`() {
        #expect(body([.cli("show clock", format: .text)]).contains(#""format":"text""#))
    }

    @Test(arguments: [
        (nil, #""cmds":["show x"]"#),
        ("", #""cmds":["enable","show x"]"#),
        (#"p"w\"#, #""cmds":[{"cmd":"enable","input":"p\"w\\"},"show x"]"#),
    ])
    func `privileged mode is entered first`(enable: String?, expected: String) {
        #expect(body([.cli("show x")], enable: enable).contains(expected))
    }

    @Test func `quotes and controls in a command stay inside its string`() throws {
        let line = "show \"a\\b\"\u{1}\n é"
        let call = try JSONSlice(parsing: Array(body([.cli(line)]).utf8))
        #expect(call["params"]?["cmds"]?[0]?.string == line)
    }

    @Test func `commands of one format and version share a call`() {
        let commands: [Command] = [
            .cli("a"), .cli("b", format: .text), .cli("c", format: .json), Command(.cli("d"), version: "latest"),
            .cli("e", format: .text), Command(.cli("f"), version: "1", revision: 2),
        ]
        #expect(dialect.calls(for: commands) == [[0, 2, 5], [1, 4], [3]])
        #expect(dialect.calls(for: []).isEmpty)
    }

    @Test func `many commands are still one call`() {
        let commands = (0..<200).map { Command.cli("show \($0)") }
        #expect(dialect.calls(for: commands) == [Array(0..<200)])
    }
}
