import Testing
import TrawlModels

@Suite(.timeLimit(.minutes(1)))
struct ModelArgumentTests {
    @Test(arguments: [
        (ModelArgument.Kind.word, "MGMT", true), (.word, "vrf-1_a.b:c/d", true), (.word, "all", true),
        (.word, "a b", false), (.word, "a|b", false), (.word, "a;b", false), (.word, "a\nb", false), (.word, "", false),
        (.word, "-f", false), (.word, "vrf\u{E9}", false), (.word, "${x}", false), (.word, "a>b", false),
        (.word, String(repeating: "a", count: 65), false), (.address, "192.0.2.1", true),
        (.address, "2001:db8::1", true),
        (.address, "fe80::1%eth0", false), (.address, "192.0.2.1/24", false), (.prefix, "192.0.2.0/24", true),
        (.prefix, "192.0.2.1", true), (.prefix, "192.0.2.0/24 | redirect", false), (.prefix, "192.0.2.0/33", false),
        (.prefix, "fe80::%a;reload/64", false), (.interface, "Ethernet1/1", true), (.interface, "Et1", true),
        (.interface, "everything", false), (.boolean, "true", true), (.boolean, "yes", false),
        (.choice(["bgp", "static"]), "bgp", true), (.choice(["bgp", "static"]), "rip", false),
    ])
    func `nothing but its kind gets into a command`(kind: ModelArgument.Kind, value: String, isTaken: Bool) {
        #expect(ModelArgument("x", kind, "").takes(value) == isTaken)
    }

    @Test(arguments: [
        (["vrf": "MGMT"], nil), ([:], nil),
        (["vrd": "MGMT"], "model `arp` takes no argument `vrd`"),
        (["vrf": "a b"], "argument `vrf` takes one word of letters, digits, `.`, `_`, `-`, `:` and `/`, not `a b`"),
    ])
    func `a model says what it takes`(arguments: [String: String], objection: String?) {
        #expect(ModelArguments(arguments).objection(by: ARP.self) == objection)
    }
}
