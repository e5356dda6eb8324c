import Testing
import TrawlCore

@testable import Trawl

@Suite(.timeLimit(.minutes(1)))
struct ReadOnlyTests {
    @Test(arguments: [
        "show version", "show running-config", "show ip route vrf all", "dir", "dir flash:", "show interfaces | json",
        "show log | include ERR", "show x | include a | exclude b | no-more", "show ip bgp summary | begin Neighbor",
        "show run | section bgp", "show  version", "show log | include clear", "show reload", "show clearance",
        "show tech-support", "show file binary", "show clock", "show ip route vrf cl", "show file flash:x",
        "show hardware counter", "show tech-support bgp",
    ])
    func `a plain read is let through`(line: String) {
        for dialect in [DialectName.eapi, .nxapi] {
            #expect(ReadOnly.objection(to: .cli(line), on: dialect) == nil)
        }
    }

    @Test(arguments: [
        ("show x | nz", true, false), ("show x | count", false, true), ("show x | last 5", false, true),
        ("show x | xml", false, true), ("show x | json-pretty", false, true), ("show x | json native", true, true),
        // EOS takes a word that it does not know for a program.
        ("show x | wc", false, true), ("show x | cat", false, false), ("show x | sed s/a/b/w", false, false),
        ("show x | sort -o y", false, false), ("show x | less", false, false), ("show x | diff", false, false),
        ("show x | source y.py", false, false), ("show x | cut -c 1", false, false), ("show x | awk x", false, false),
    ])
    func `each platform has its own filters`(line: String, isOfEOS: Bool, isOfNXOS: Bool) {
        #expect((ReadOnly.objection(to: .cli(line), on: .eapi) == nil) == isOfEOS)
        #expect((ReadOnly.objection(to: .cli(line), on: .nxapi) == nil) == isOfNXOS)
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
        // A show that acts.
        "show hardware internal statistics clear", "show x  clear", "show clear", "show x clear | count",
        "show tech-support all binary bootflash:", "show tech-support binary",
        "show tech all binary bootflash:", "show tech-sup all bin bootflash:",
        "show TECH-SUPPORT all binary bootflash:",
        "show tech-support all BINARY x", "show te b", "show tech-support x bootflash:y",
        "show hardware internal statistics CLEAR", "show hardware internal statistics cle", "show ha int st c",
        "show system internal x Cl", "show x clea",
    ])
    func `what is not plainly a read is refused`(line: String) {
        for dialect in [DialectName.eapi, .nxapi, .http] {
            #expect(ReadOnly.objection(to: .cli(line), on: dialect) != nil)
        }
    }

    @Test
    func `a GET is let through, and only a plain one`() {
        func objection(_ command: HTTPCommand) -> String? { ReadOnly.objection(to: Command(.http(command)), on: .http) }
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
            HTTPField("X_HTTP_Method_Override", "PUT"), HTTPField("X-Http-Verb-Override", "PUT"),
            HTTPField("X-Method", "PUT"),
            HTTPField("Transfer-Encoding", "chunked"), HTTPField("content-length", "5"), HTTPField("A: b", "x"),
        ] {
            #expect(objection(HTTPCommand(path: "/api", headers: [field])) != nil)
        }
    }

    @Test(arguments: [
        "configure", "conf t", "copy running-config startup-config", "show x | bash", "show x > flash:y",
        "configure terminal ; vlan 5", "description Büro 3", " shutdown",
    ])
    func `what changes a device could be sent`(line: String) {
        #expect(ReadOnly.refusal(of: .cli(line)) == nil)
    }

    @Test(arguments: [
        "", "  ", "\u{A0}", "configure\nreload", "a\r", "a\r\nb", "a\tb", "a\u{0}b", "a\u{1B}[A", "a\u{7F}", "a\u{85}b",
        "a\u{2028}b", "a\u{0B}b",
    ])
    func `what is no one command is never sent`(line: String) {
        #expect(ReadOnly.refusal(of: .cli(line)) != nil)
    }

    @Test
    func `a request that could bring a second one along is never sent`() {
        func refusal(_ command: HTTPCommand) -> String? { ReadOnly.refusal(of: Command(.http(command))) }
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] {
            #expect(refusal(HTTPCommand(method: method, path: "/api", body: "{}")) == nil)
        }
        #expect(refusal(HTTPCommand(path: "/api", headers: [HTTPField("X-HTTP-Method-Override", "PUT")])) == nil)
        for method in ["post", "POST ", "POST /x HTTP/1.1\r\nX: ", "", "CONNECT", "TRACE"] {
            #expect(refusal(HTTPCommand(method: method, path: "/api")) != nil)
        }
        #expect(refusal(HTTPCommand(method: "POST", path: "/api\r\nX: y")) != nil)
        for field in [HTTPField("A", "x\r\ny"), HTTPField("Transfer-Encoding", "x"), HTTPField("Content-Length", "5")] {
            #expect(refusal(HTTPCommand(method: "POST", path: "/api", headers: [field])) != nil)
        }
    }
}

@Suite(.timeLimit(.minutes(1)))
struct ReadOnlyPathTests {
    @Test(arguments: ["/get-interface-information", "/get-route-information?table=inet.0", "/get-x/terse="])
    func `Junos' RPCs that get are reads`(path: String) {
        #expect(ReadOnly.objection(to: .get(path), on: .junos) == nil)
    }

    @Test(arguments: [
        "/request-reboot", "/clear-arp-table", "/", "/Get-x", "/GET-x", "//get-x", "/get-x/../request-reboot",
        "/get-x/%2e%2e/request-reboot", "/get-x%2f..%2frequest-reboot", "/get-%78", "/load-configuration",
    ])
    func `Junos' other RPCs are not`(path: String) {
        #expect(ReadOnly.objection(to: .get(path), on: .junos) != nil)
    }

    @Test(arguments: [
        "/api?_method=DELETE", "/api?x=1&%5Fmethod=PUT", "/rpc/request-reboot", "/rpc%2Frequest-reboot",
        "/level/15/exec/-/reload/CR", "/level/15/configure/-/x/CR",
    ])
    func `a GET that runs what it names is no read`(path: String) {
        #expect(ReadOnly.objection(to: .get(path), on: .http) != nil)
        #expect(ReadOnly.refusal(of: .get(path)) == nil)
    }

    @Test(arguments: ["/rpc/get-interface-information", "/api/level/3", "/api?method=x", "/level"])
    func `a GET that only looks like that is one`(path: String) {
        #expect(ReadOnly.objection(to: .get(path), on: .http) == nil)
    }

    @Test(arguments: [
        "/a/../b", "/..", "/a/.", "/%2E%2e/rpc", "/a%2F..%2Fb", #"/a\..\b"#, "/a/..;/b", "/a/..;x=y/b", "/%252e%252e/b",
        "/a%25252F..%25252Fb",
    ])
    func `a path that would arrive as another one is never sent`(path: String) {
        for dialect in [DialectName.restconf, .nvue, .junos, .http] {
            #expect(ReadOnly.refusal(of: .get(path)) != nil)
            #expect(ReadOnly.objection(to: .get(path), on: dialect) != nil)
        }
    }

    @Test(arguments: ["/a..b", "/a/...", "/a?x=../b", "/.well-known/host-meta"])
    func `dots within a name are nothing`(path: String) {
        #expect(ReadOnly.objection(to: .get(path), on: .restconf) == nil)
    }
}
