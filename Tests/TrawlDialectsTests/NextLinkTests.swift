import Testing
import TrawlCore

@testable import TrawlDialects

/// Links to next pages, and where they may lead.
@Suite(.timeLimit(.minutes(1)))
struct NextLinkTests {
    private var api: Device {
        Device(name: "api", address: "api.example.net", port: 8443, dialect: .http)
    }

    @Test(
        arguments: [
            ("Link: </p?page=2>; rel=\"next\"", "/p?page=2"),
            ("Link: </p?page=2>; rel=next", "/p?page=2"),
            ("link: </1>; rel=\"prev\", </3>; rel=\"next\"", "/3"),
            ("Link: </a,b>; title=\"x, y; rel=next\"; rel=\"last next\"", "/a,b"),
            ("Link: </1>; rel=prev\r\nLink: </3>; REL=\"Next\"", "/3"),
            ("Link: </1>; rel=\"nextish\"", nil),
            ("Link: </1>", nil),
            ("Link: next", nil),
            ("X-Link: </1>; rel=next", nil),
        ] as [(String, String?)]
    )
    func `the link to the next page is found`(field: String, target: String?) {
        #expect(NextLink.target(in: response("", headers: [field])) == target)
    }

    @Test(
        arguments: [
            ("/p?page=2", "/p?page=2"),
            ("?page=2", "/v1/list?page=2"),
            ("more#x", "/v1/more"),
            ("https://api.example.net:8443/p", "/p"),
            ("HTTPS://API.example.net:8443?x=1", "/?x=1"),
            ("//api.example.net:8443/p", "/p"),
            ("https://api.example.net/p", nil),
            ("http://api.example.net:8443/p", nil),
            ("https://elsewhere.example.net:8443/p", nil),
            ("//elsewhere.example.net/p", nil),
            ("https://api.example.net:8443@elsewhere.example.net/p", nil),
            ("https://api.example.net:8443\\@elsewhere.example.net/p", nil),
            ("https://user:pw@api.example.net:8443/p", nil),
            ("javascript:alert(1)", nil),
            ("ftp://api.example.net:8443/p", nil),
            ("", nil),
        ] as [(String, String?)]
    )
    func `a next page is on the same origin or nowhere`(target: String, path: String?) {
        #expect(NextLink.path(to: target, from: "/v1/list?page=1", on: api) == path)
    }

    @Test func `an IPv6 address and the certificate's name are the device's own`() {
        let tls = TLSPolicy(serverName: "sw1.example.net")
        let device = Device(name: "six", address: "2001:db8::1", dialect: .http, tls: tls)
        #expect(NextLink.path(to: "https://[2001:DB8::1]/p", from: "/", on: device) == "/p")
        #expect(NextLink.path(to: "https://sw1.example.net/p", from: "/", on: device) == "/p")
        #expect(NextLink.path(to: "https://[2001:db8::2]/p", from: "/", on: device) == nil)
    }
}
