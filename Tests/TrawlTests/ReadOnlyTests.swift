import Testing
import TrawlCore

@testable import Trawl

@Suite(.timeLimit(.minutes(1)))
struct ReadOnlyTests {
    @Test(arguments: [
        "show version", "show running-config", "show ip route vrf all", "dir", "dir flash:", "show interfaces | json",
        "show log | include ERR", "show x | include a | exclude b | no-more", "show ip bgp summary | begin Neighbor",
        "show run | section bgp", "show x | count", "show  version",
    ])
    func `a plain read is let through`(line: String) {
        #expect(ReadOnly.objection(to: .cli(line)) == nil)
    }

    @Test(arguments: [
        // What changes a device, in the words it is known by.
        "configure", "configure terminal", "conf t", "copy running-config startup-config", "write memory", "wr",
        "reload", "delete flash:x", "bash", "enable", "clear counters", "no shutdown", "terminal length 0", "end",
        "debug all", "run-script x", "python", "install all",
        // Pipes that run or write.
        "show x | bash", "show x |bash", "show x|bash", "show x | tee flash:y", "show x | redirect flash:y",
        "show x | append flash:y", "show x | include a | bash", "show x | include a | tee y", "show x |",
        "show x | | json", "show x || bash", "show x | sh", "show x | python", "show x | email a@b", "show x | vsh",
        "show x | Include a", "show x | BASH",
        // Redirections and separators.
        "show x > flash:y", "show x >> flash:y", "show x>y", "show x < y", "show x ; conf t", "show x;conf t",
        "show x & reload", "show x && reload", "show `reload`", "show $(reload)", "show x \\ y",
        // Spelling that a check by prefix would miss.
        "SHOW version", "Show version", "shoW version", " show version", "\tshow version", "show\tversion",
        "showversion", "sho version", "sh ver", "show version\n", "show version\nconf t", "show version\r\nconf t",
        "show version\u{0}", "show version\u{0B}conf t", "show\u{A0}version", "\u{3000}show version",
        "show version\u{2028}conf t", "show version\u{85}conf t", "show version \u{FF1B} conf t", "ｓhow version",
        "show version\u{7F}", "show version\u{1B}[A", "",
        " ", "|", "| bash", "!show version",
    ])
    func `what is not plainly a read is refused`(line: String) {
        #expect(ReadOnly.objection(to: .cli(line)) != nil)
    }

    @Test
    func `a GET is let through, and only a plain one`() {
        func objection(_ command: HTTPCommand) -> String? { ReadOnly.objection(to: Command(.http(command))) }
        #expect(objection(HTTPCommand(path: "/api/arp?vrf=all")) == nil)
        #expect(objection(HTTPCommand(path: "/api", headers: [HTTPField("Accept", "application/json")])) == nil)
        for method in ["POST", "PUT", "PATCH", "DELETE", "HEAD", "get", "Get", "GET ", "GET /x HTTP/1.1\r\nX: ", ""] {
            #expect(objection(HTTPCommand(method: method, path: "/api")) != nil)
        }
        #expect(objection(HTTPCommand(path: "/api", body: "{}")) != nil)
        for path in ["/api\r\nX: y", "/api HTTP/1.1", "/a\tb", "/a\u{0}", "/\u{A0}", "", "api", "@192.0.2.1/"] {
            #expect(objection(HTTPCommand(path: path)) != nil)
        }
        for field in [
            HTTPField("Accept", "x\r\n\r\nDELETE /api HTTP/1.1\r\nHost: y"), HTTPField("Ac\ncept", "x"),
            HTTPField("Accept", "x\u{0}y"), HTTPField("X-HTTP-Method-Override", "DELETE"),
            HTTPField("x-method-override", "PUT"), HTTPField("X-HTTP-Method", "PUT"), HTTPField("", "x"),
            HTTPField("Transfer-Encoding", "chunked"), HTTPField("content-length", "5"), HTTPField("A: b", "x"),
        ] {
            #expect(objection(HTTPCommand(path: "/api", headers: [field])) != nil)
        }
    }
}
