import Testing

@testable import TrawlOutputs

@Suite(.timeLimit(.minutes(1)))
struct FileNamesTests {
    @Test(arguments: [
        ("leaf-1.dc1_a", "leaf-1.dc1_a"), ("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd"), (".ssh", "%2Essh"),
        ("a b\0c\n", "a%20b%00c%0A"), ("50%", "50%25"), ("Zürich", "Z%C3%BCrich"), ("", "%"), ("-rf", "-rf"),
    ])
    func `a name stays in its directory`(name: String, expected: String) {
        var names = FileNames()
        #expect(names.name(for: name) == expected)
    }

    @Test func `a long name is bounded and stays its own`() {
        var names = FileNames()
        let first = names.name(for: String(repeating: "x", count: 5000) + "1")
        let second = names.name(for: String(repeating: "x", count: 5000) + "2")
        #expect(first.utf8.count <= 200)
        #expect(first != second)
    }

    @Test func `names that differ in case get files that differ in more`() {
        var known = FileNames(knowing: ["Leaf1", "leaf1", "leaf2"])
        let files = ["Leaf1", "leaf1", "leaf2"].map { known.name(for: $0) }
        #expect(Set(files.map { $0.lowercased() }).count == 3)
        #expect(files[2] == "leaf2")
        var again = FileNames(knowing: ["leaf2", "leaf1", "Leaf1"])
        #expect(again.name(for: "leaf1") == files[1])
        #expect(again.name(for: "Leaf1") == files[0])
    }

    @Test func `names that nobody announced are told apart too`() {
        var names = FileNames()
        let files = ["Leaf1", "leaf1", "Leaf1", "leaf1"].map { names.name(for: $0) }
        #expect(files[0] == "Leaf1")
        #expect(files[1].hasPrefix("leaf1%-"))
        #expect(files[2...] == files[..<2])
    }
}
