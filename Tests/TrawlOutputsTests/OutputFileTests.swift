import FoundationEssentials
import Testing

@testable import TrawlOutputs

@Suite(.timeLimit(.minutes(1)))
struct OutputFileTests {
    @Test func `a file that is replaced keeps its permissions`() throws {
        try withScratchDirectory { directory in
            let path = "\(directory)/out"
            try put("old", at: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            try OutputFile.replace(path, with: Array("new".utf8))
            #expect(try content(of: path) == "new")
            #expect(try SystemCalls.status(of: path)?.permissions == 0o640)
        }
    }

    @Test func `a link stays a link`() throws {
        try withScratchDirectory { directory in
            try put("old", at: "\(directory)/real")
            try FileManager.default.createSymbolicLink(
                atPath: "\(directory)/link",
                withDestinationPath: "\(directory)/real"
            )
            try OutputFile.replace("\(directory)/link", with: Array("new".utf8))
            #expect(try content(of: "\(directory)/real") == "new")
            #expect(try names(in: directory) == ["link", "real"])
        }
    }

    @Test func `what cannot be replaced leaves nothing behind`() throws {
        try withScratchDirectory { directory in
            let path = "\(directory)/out"
            try put("old", at: path)
            let file = try OutputFile(replacing: path)
            try file.write(Array("new".utf8))
            // A directory in the target's place cannot be replaced by a file.
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            let error = #expect(throws: OutputError.self) { try file.commit() }
            #expect(error?.description.hasPrefix("cannot replace \(path): ") == true)
            #expect(try names(in: directory) == ["out"])
        }
    }

    @Test(arguments: ["/nonexistent/out", "/tmp"])
    func `a path that cannot be written is named at the start`(path: String) {
        let error = #expect(throws: OutputError.self) { _ = try OutputFile(replacing: path) }
        #expect(error?.description.contains(path) == true)
    }

    @Test func `a relative path works`() throws {
        let name = "trawl-test-\(UUID().uuidString)"
        defer { SystemCalls.remove(name) }
        try OutputFile.replace(name, with: Array("x".utf8))
        #expect(try content(of: name) == "x")
    }

    @Test(arguments: [("a/b", "a"), ("a", "."), ("/a", "/"), ("a/b//", "a"), ("/a/b/", "/a")])
    func `the directory of a path`(path: String, expected: String) {
        #expect(SystemCalls.parent(of: path) == expected)
    }
}
