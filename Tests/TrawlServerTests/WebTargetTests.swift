import Testing
import TrawlServer

struct WebTargetTests {
    @Test(arguments: [
        ("/metrics", "/metrics", ""), ("/", "/", ""), ("/a/b/", "/a/b/", ""), ("/-/ready?", "/-/ready", ""),
        ("/probe?target=leaf1&collection=a&collection=b", "/probe", "target=leaf1 collection=a collection=b"),
        ("/probe?target=a%20b+c&x&=y&&z=1=2", "/probe", "target=a b c x= =y z=1=2"), ("/a%20b", "/a b", ""),
        ("http://example.net:9273/metrics?a=b", "/metrics", "a=b"), ("http://example.net", "/", ""),
        ("http://example.net?a=b", "/", "a=b"), ("/%C3%BC", "/ü", ""), ("/...", "/...", ""),
    ])
    func `a target is a path and parameters`(target: String, path: String, parameters: String) throws {
        let read = try #require(WebTarget(target))
        #expect(read.path == path)
        #expect(read.parameters.map { "\($0.name)=\($0.value)" }.joined(separator: " ") == parameters)
    }

    @Test(arguments: [
        "", "*", "metrics", "//../..", "/../x", "/a/..", "/a/./b", "//a", "/a//b", "/%2e%2e/x", "/a/%2E%2E", "/%2F%2Fx",
        "/%", "/%zz", "/%a", "/%ff", "/a?b=%", "/a?b=%ff", "/a\\b", "/%5c..", "/a#b", "/a%0ab", "/a%00", "/ü",
        "example.net:80",
    ])
    func `what is no target or climbs is none`(target: String) {
        #expect(WebTarget(target) == nil)
    }
}

struct ListenAddressTests {
    @Test(arguments: [
        ("127.0.0.1:9273", "127.0.0.1", 9273, true), ("[::1]:9273", "::1", 9273, true),
        ("0.0.0.0:0", "0.0.0.0", 0, false),
        (":9273", "::", 9273, false), ("localhost:80", "localhost", 80, true), ("[::]:1", "::", 1, false),
        ("switch-exporter.example.net:9273", "switch-exporter.example.net", 9273, false),
    ])
    func `an address is a host and a port`(text: String, host: String, port: Int, isLoopback: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address == ListenAddress(host: host, port: port))
        #expect(address.isLoopback == isLoopback)
        #expect(ListenAddress(address.description) == address)
    }

    @Test(arguments: [
        "", "9273", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "::1:9273", "[::1]", "[127.0.0.1]:1",
        "http://127.0.0.1:1", "u@h:1", "h:-1", "h:+1", "a b:1", "h:99999999999999999999",
    ])
    func `what is none is refused`(text: String) {
        #expect(ListenAddress(text) == nil)
    }
}
