import Testing

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct DeviceAddressTests {
    @Test(arguments: [
        ("10.0.0.1", "10.0.0.1"), ("leaf1", "leaf1"), ("leaf-1.dc1.example.net", "leaf-1.dc1.example.net"),
        ("leaf1.example.net.", "leaf1.example.net."), ("2001:db8::1", "2001:db8::1"), ("[2001:db8::1]", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1%eth0"), ("[fe80::1%eth0.100]", "fe80::1%eth0.100"), ("::1", "::1"),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.1"), ("under_score", "under_score"), ("3com", "3com"),
    ])
    func `an address is read`(text: String, expected: String) throws {
        #expect(try DeviceAddress.read(text) == expected)
    }

    @Test(arguments: [
        "", ".", "..", "a..b", "10.0.0", "10.0.0.256", "010.0.0.1.5", "h:443", "h:443/x", "https://h", "https://u:p@h",
        "u@h", "[::1", "[::1]:443", "[10.0.0.1]", "2001:db8::zz", "fe80::1%", "fe80::1%a b", "a b", "h?x", "h#x",
        "ünicode", "a\u{0}b", "a\nb", String(repeating: "a", count: 64), "[leaf1]", "::1::",
    ])
    func `anything else is refused`(text: String) {
        let objection = #expect(throws: ScalarObjection.self) { try DeviceAddress.read(text) }
        #expect(objection?.message.contains("u:p") == false)
    }
}
