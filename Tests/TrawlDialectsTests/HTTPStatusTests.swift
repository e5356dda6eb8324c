import Testing
import TrawlCore

@testable import TrawlDialects

@Suite(.timeLimit(.minutes(1)))
struct HTTPStatusTests {
    private func detail(_ response: HTTPResponse) throws -> String {
        let exchange = Exchange(commands: [.get("/x")], device: device(.http), response: response)
        return try #require(exchange.statusError(notFound: .httpStatus)).detail
    }

    @Test(arguments: [
        ("https://admin:hunter2@other.example/x", "HTTP 302 to https://other.example/x"),
        ("//admin:hunter2@other.example", "HTTP 302 to //other.example"),
        (#"https:\\admin:hunter2@other.example"#, #"HTTP 302 to https:\\other.example"#),
        ("https://a@b:p@other.example/", "HTTP 302 to https://other.example/"),
        ("https://other.example/mail?to=a@b", "HTTP 302 to https://other.example/mail?to=a@b"),
        ("/login", "HTTP 302 to /login"),
        ("gopher:\u{1B}[2J", #"HTTP 302 to gopher:\x1b[2J"#),
        ("", "HTTP 302 to nowhere (no Location)"),
    ])
    func `a redirect names its target without the user`(location: String, expected: String) throws {
        #expect(try detail(response("", status: 302, headers: ["Location: \(location)"])) == expected)
    }

    @Test func `a long target is cut`() throws {
        let location = "/" + String(repeating: "a", count: 1000)
        let shown = try detail(response("", status: 302, headers: ["Location: \(location)"]))
        #expect(shown == "HTTP 302 to /" + String(repeating: "a", count: 119) + "…")
    }

    @Test(arguments: [
        ("", "HTTP 401"),
        (
            "Unable to authenticate user: Bad username/password combination\n",
            "HTTP 401: Unable to authenticate user: Bad username/password combination"
        ),
        (
            "<html>\r\n<head><title>401 Authorization\nRequired</title></head>\r\n<body>…",
            "HTTP 401, with an HTML page: 401 Authorization Required"
        ),
        ("  <!DOCTYPE HTML><body>no title", "HTTP 401, with an HTML page"),
        ("a\u{0}b\tc\u{202E}d", #"HTTP 401: a\x00b\x09c\u{202e}d"#),
    ])
    func `the device's first words are shown`(body: String, expected: String) throws {
        #expect(try detail(response(body, status: 401)) == expected)
    }

    @Test(arguments: [
        ("120", Duration.seconds(120)),
        ("0", .zero),
        ("Sun, 06 Nov 1994 08:50:37 GMT", .seconds(60)),
        ("Sunday, 06-Nov-94 08:50:37 GMT", .seconds(60)),
        ("Sun Nov  6 08:50:37 1994", .seconds(60)),
        ("Mon, 07 Nov 1994 08:49:37 GMT", .seconds(86400)),
        ("Sun, 06 Nov 1994 08:49:36 GMT", nil),
        ("-1", nil),
        ("1.5", nil),
        ("soon", nil),
        ("", nil),
        ("99999999999999999999999", .seconds(Int64(Int32.max))),
        ("Sun, 06 Nov 1994 25:00:00 GMT", nil),
        ("Sun, 06 Nov 1994 08:50:37 CET", nil),
        ("Sun, 99 Foo 1994 08:50:37 GMT", nil),
    ])
    func `Retry-After is seconds or a date`(value: String, expected: Duration?) {
        #expect(RetryAfter.duration(value, answeredAt: "Sun, 06 Nov 1994 08:49:37 GMT") == expected)
    }

    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Tue, 29 Feb 2000 00:00:00 GMT", 951_782_400),
        ("Sat, 21 Nov 2026 07:00:00 GMT", 1_795_244_400),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
    ])
    func `a date of HTTP is seconds since 1970`(date: String, expected: Int64) {
        #expect(HTTPDate.seconds(date) == expected)
    }

    @Test func `a date without a Date beside it counts from this host's clock`() throws {
        let wait = try #require(RetryAfter.duration("Fri, 31 Dec 9999 23:59:59 GMT", answeredAt: nil))
        #expect(wait > .seconds(200_000_000_000))
        #expect(RetryAfter.duration("Sun, 06 Nov 1994 08:49:37 GMT", answeredAt: nil) == nil)
    }
}
