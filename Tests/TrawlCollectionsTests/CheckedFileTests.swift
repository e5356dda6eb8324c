import Testing

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct CheckedFileTests {
    @Test(arguments: [
        ("requests: [{ name: a, eapi: show version }]\ndevices: { role: leaf }\n", false),
        ("devices: { a: { dialect: eapi } }\n", true),
        ("defaults: { dialect: eapi }\ndevices: { a: }\n", true),
    ])
    func `a file's keys say of which kind it is`(text: String, isInventory: Bool) async throws {
        try await withTemporaryDirectory { directory in
            try write(text, to: "\(directory)/file.yaml")
            let file = try CheckedFile(contentsOf: "\(directory)/file.yaml", vocabulary: .fixed)
            switch file {
            case .inventory: #expect(isInventory)
            case .collection: #expect(!isInventory)
            case .webConfiguration: Issue.record("taken for a web configuration")
            }
            #expect(file.warnings.isEmpty)
        }
    }

    @Test(arguments: [
        ("request: []\n", "unknown key `request`"), ("group: {}\ndevices: {}\n", "unknown key `group`"),
        ("requests: [\n", "a value is missing"), ("credentials: { a: hunter2\n", "`,` or `}` is missing"),
    ])
    func `a broken file of either kind is told about, without its passwords`(text: String, message: String) async throws
    {
        try await withTemporaryDirectory { directory in
            try write(text, to: "\(directory)/file.yaml")
            let error = try #require(throws: FileProblems.self) {
                try CheckedFile(contentsOf: "\(directory)/file.yaml", vocabulary: .fixed)
            }
            #expect(error.description.contains(message), "\(error)")
            #expect(!error.description.contains("hunter2"))
        }
    }
}
