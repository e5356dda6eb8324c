import Testing
import TrawlCore

@testable import Trawl

@Suite(.timeLimit(.minutes(1)))
struct DeviceFilterTests {
    @Test(arguments: [
        ("leaf1", "leaf1", true), ("leaf1", "leaf10", false), ("leaf1", "xleaf1", false), ("*", "", true),
        ("*", "anything", true), ("leaf*", "leaf", true), ("leaf*", "spine", false), ("*1", "leaf1", true),
        ("*1", "leaf12", false), ("l*f*2", "leaf12", true), ("l*f*2", "leaf21", false), ("leaf?", "leaf1", true),
        ("leaf?", "leaf", false), ("leaf?", "leaf12", false), ("leaf[12]", "leaf2", true),
        ("leaf[12]", "leaf3", false), ("leaf[0-4]", "leaf3", true), ("leaf[0-4]", "leaf5", false),
        ("leaf[!0-4]", "leaf5", true), ("leaf[!0-4]", "leaf3", false), ("leaf[a-cx]", "leafx", true),
        ("leaf[", "leaf[", true), ("leaf[1", "leaf1", false), ("a[]]b", "a]b", true), ("**a**", "bab", true),
        ("", "", true), ("", "a", false), ("LEAF1", "leaf1", false), ("leaf.1", "leafx1", false), ("?", "é", true),
        ("[a-]", "-", true),
    ])
    func `a glob covers the whole name`(pattern: String, name: String, isMatch: Bool) {
        #expect(Glob(pattern).matches(name) == isMatch)
    }

    @Test
    func `a glob of many stars answers at once`() {
        let pattern = String(repeating: "*a", count: 40) + "b"
        #expect(!Glob(pattern).matches(String(repeating: "a", count: 4000)))
    }

    private let leaf = TestDevice.named("leaf1", labels: ["role": "leaf", "site": "dc1"])

    @Test(
        arguments: [
            ([], [:], true),
            (["leaf*"], [:], true), (["spine*"], [:], false), (["spine*", "leaf1"], [:], true),
            (["!leaf1"], [:], false), (["!leaf2"], [:], true), (["leaf*", "!leaf1"], [:], false),
            (["!leaf2", "spine*"], [:], false),
            ([], ["role": ["leaf"]], true), ([], ["role": ["spine", "leaf"]], true), ([], ["role": ["spine"]], false),
            ([], ["role": ["!leaf"]], false), ([], ["role": ["!spine"]], true),
            ([], ["role": ["leaf"], "site": ["dc1"]], true), ([], ["role": ["leaf"], "site": ["dc2"]], false),
            ([], ["rack": ["1"]], false), ([], ["rack": ["!1"]], false),
            (["leaf1"], ["role": ["spine"]], false),
        ] as [([String], [String: [String]], Bool)]
    )
    func `every key must match, any of its values does, and what a device lacks never does`(
        names: [String],
        labels: [String: [String]],
        isMatch: Bool
    ) {
        #expect(DeviceFilter(names: names, labels: labels).matches(leaf) == isMatch)
    }
}
