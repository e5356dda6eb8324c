import Testing

@testable import TrawlMetrics

@Suite(.timeLimit(.minutes(1)))
struct MetricPathTests {
    @Test(arguments: [
        ("interfaces.*.counters", [MetricPath.Step.key("interfaces"), .every, .key("counters")]),
        ("a[0].b", [.key("a"), .element(0), .key("b")]), ("[12]", [.element(12)]), ("a[*]", [.key("a"), .every]),
        (#""1.3.6"."a b"."*""#, [.key("1.3.6"), .key("a b"), .key("*")]), (#""q\"\\""#, [.key(#"q"\"#)]),
        ("ietf-interfaces:interfaces.interface", [.key("ietf-interfaces:interfaces"), .key("interface")]),
        ("*", [.every]),
        (".", []), ("Ethernet1/1", [.key("Ethernet1/1")]),
    ])
    func `a path is read into its steps`(text: String, steps: [MetricPath.Step]) throws {
        let path = try MetricPath(text)
        #expect(path.steps == steps)
        #expect(path.origin == .row(climbing: 0) && path.reading == .value)
    }

    @Test func `beginnings and ends are words of their own`() throws {
        #expect(try read("$key").reading == .key)
        #expect(try read("^^.$index").origin == .row(climbing: 2))
        #expect(try read("$root.a.$size").origin == .root)
        #expect(try read("$root[0]").steps == [.element(0)])
        #expect(try read("^").origin == .row(climbing: 1))
        #expect(try read("a.$size") == read("a.$size"))
    }

    @Test(arguments: [
        "", "..", "a..b", "a.", ".a", "a[", "a[x]", "a[-1]", "a[01]", #""open"#, "a b", "a*", "$keys", "a.$key.b",
        "$rootx",
        "^a", #"a"b""#, #""a"b"#, "a^", #""\n""#, "a]", "[]",
    ])
    func `what is no path is refused with the path in the message`(text: String) {
        let mistake = #expect(throws: MetricPathMistake.self) { try MetricPath(text) }
        #expect(text.isEmpty || mistake?.message.contains(text) == true || mistake?.hint != nil)
    }

    /// As a file's text is read: a literal takes another way.
    private func read(_ text: String) throws -> MetricPath { try MetricPath(text) }
}
