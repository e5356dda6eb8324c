import Testing
import TrawlCore

@testable import TrawlDialects

@Suite(.timeLimit(.minutes(1)))
struct RESTCONFTests {
    private let dialect = RESTCONFDialect()
    private let hostMeta = Command.get("/.well-known/host-meta", format: .text)

    private func result(_ response: HTTPResponse, of command: Command? = nil) throws -> CommandResult {
        let commands = [command ?? .get("/ietf-interfaces:interfaces")]
        return try #require(try dialect.results(of: commands, on: device(.restconf), id: 1, from: response).first)
    }

    @Test(arguments: [
        ("ietf-interfaces:interfaces", "/ietf-interfaces:interfaces"),
        ("/ietf-interfaces:interfaces", "/ietf-interfaces:interfaces"),
        ("a:b/interface[name=Ethernet1/1]/state", "/a:b/interface=Ethernet1%2F1/state"),
        ("a:b/interface['Ethernet1/1']", "/a:b/interface=Ethernet1%2F1"),
        (#"a:b/c[k="x]y, z"][id=10]"#, "/a:b/c=x%5Dy%2C%20z,10"),
        ("a:b/c[p:k=a=b]", "/a:b/c=a%3Db"),
        ("a:b/c[2001:db8::1]", "/a:b/c=2001%3Adb8%3A%3A1"),
        ("a:b/c=Ethernet1%2F1,ipv4", "/a:b/c=Ethernet1%2F1,ipv4"),
        ("a:b/c=50%", "/a:b/c=50%25"), ("a:b/c=x y", "/a:b/c=x%20y"), ("a:b/c=Büro", "/a:b/c=B%C3%BCro"),
        ("a:b/c[]", "/a:b/c="),
    ])
    func `keys are encoded as RFC 8040 wants`(text: String, encoded: String) throws {
        #expect(try RESTCONFPath(text).encoded == encoded)
    }

    @Test(arguments: [
        "", "/", "a:b/", "a:b//c", "a:b/../c", "a:b?depth=1", "a:b#x", "a:b:c", "a b", "a:b/c[x", "a:b/c['x]", "a:b/c=",
        "a:b/c[x]y", "a:b/c=x[y]", "1a", "a:b\n", "a:b/c=x?y",
    ])
    func `what is no path is refused`(text: String) {
        #expect(throws: RESTCONFPath.Mistake.self) { try RESTCONFPath(text) }
    }

    @Test func `query parameters come in one order, and fields keep their punctuation`() throws {
        let path = try RESTCONFPath("a:b")
        let command = Command.restconf(path, depth: 2, fields: "name;state(mtu)", content: .nonconfig)
        #expect(command.title == "GET /a:b?depth=2&fields=name;state(mtu)&content=nonconfig")
        var below = command
        below.root = "/top/restconf"
        let request = dialect.request(for: [below], on: device(.restconf), id: 1)
        #expect(request.path == "/top/restconf/data/a:b?depth=2&fields=name;state(mtu)&content=nonconfig")
        #expect(request.headers == [HTTPField("Accept", "application/yang-data+json")])
    }

    @Test(arguments: [
        ("<XRD><Link rel='restconf' href='/restconf'/></XRD>", "/restconf"),
        (#"<XRD><Link rel="lrdd" href="/x"/><Link href = "/top/restconf/" rel = "restconf" /></XRD>"#, "/top/restconf"),
        ("<XRD><Link rel='restconf' href='/'/></XRD>", ""),
        // Nothing leads Trawl to another host, or out of plain paths.
        ("<XRD><Link rel='restconf' href='https://elsewhere.example/restconf'/></XRD>", "/restconf"),
        ("<XRD><Link rel='restconf' href='//elsewhere.example/r'/></XRD>", "/restconf"),
        ("<XRD><Link rel='restconf' href='/a/../b'/></XRD>", "/restconf"),
        ("<XRD><Link rel='restconf' href='/a b\r\nX: y'/></XRD>", "/restconf"),
        ("<XRD><Link rel='other' href='/x'/></XRD>", "/restconf"), ("", "/restconf"), ("{}", "/restconf"),
    ])
    func `the device says where its API begins`(body: String, root: String) throws {
        #expect(try result(response(body), of: hostMeta).reply?.text == root)
    }

    @Test(arguments: [204, 301, 400, 403, 404, 405])
    func `a device that does not know the question has the common root`(status: Int) throws {
        #expect(try result(response("", status: status), of: hostMeta).reply?.text == "/restconf")
    }

    @Test(arguments: [(401, DeviceError.Code.loginRejected), (429, .throttled), (502, .httpServerError)])
    func `a device that does not answer the question is not asked further`(
        status: Int,
        code: DeviceError.Code
    ) throws {
        let error = #expect(throws: DeviceError.self) { try result(response("", status: status), of: hostMeta) }
        #expect(error?.code == code)
    }

    private static func errors(
        _ tag: String,
        _ message: String = "",
        wrapping: String = "ietf-restconf:errors"
    )
        -> String
    {
        #"{"\#(wrapping)":{"error":[{"error-type":"application","error-tag":"\#(tag)","error-message":"\#(message)"}]}}"#
    }

    @Test(
        arguments: [
            (400, errors("unknown-element", "no x"), "command-refused", "unknown-element: no x"),
            (400, errors("invalid-value", wrapping: "errors"), "command-refused", "invalid-value"),
            (403, errors("access-denied"), "command-unauthorized", "access-denied"),
            (405, errors("operation-not-supported"), "command-refused", "operation-not-supported"),
            (500, errors("operation-failed", "db"), "command-failed", "operation-failed: db"),
            (404, errors("invalid-value", "Invalid URI"), "command-refused", "invalid-value: Invalid URI"),
            (200, errors("unknown-namespace"), "command-refused", "unknown-namespace"),
            (
                400,
                #"{"errors":{"error":{"error-tag":"bad-element","error-path":"/a:b","error-message":{"value":"m"}}}}"#,
                "command-refused", "bad-element: m (/a:b)"
            ),
        ] as [(Int, String, String, String)]
    )
    func `both wrappings of errors are read`(status: Int, body: String, code: String, detail: String) throws {
        let error = try #require(try result(response(body, status: status)).failure)
        #expect(error.code.name == code)
        #expect(error.detail == detail)
        #expect(error.httpStatus == status)
    }

    @Test(arguments: [
        (409, errors("in-use", "Transaction failed. Please try again."), DeviceError.Code.throttled),
        (401, errors("access-denied"), .loginRejected), (403, "<html>no</html>", .notAllowed),
        (404, "<html>nginx</html>", .apiNotFound), (404, "{}", .apiNotFound), (500, "{\"errors\":1}", .httpServerError),
    ])
    func `what is about the whole device is thrown`(status: Int, body: String, code: DeviceError.Code) throws {
        let error = #expect(throws: DeviceError.self) { try result(response(body, status: status)) }
        #expect(error?.code == code)
    }

    @Test(arguments: [
        (204, ""), (404, errors("invalid-value", "Entry not found")), (404, errors("data-missing")),
    ])
    func `none of what was asked for is an empty answer with a word`(status: Int, body: String) throws {
        let reply = try #require(try result(response(body, status: status)).reply)
        #expect(reply.json?.line == "{}")
        #expect(reply.warnings == ["the device has no such data (HTTP \(status))"])
    }

    @Test func `numbers of 64 bits stay the texts that they are`() throws {
        let body = #"{"openconfig-interfaces:in-octets":"18446744073709551615","mtu":9214}"#
        #expect(try result(response(body)).summary == "json " + body)
    }
}
