import Foundation
import Testing
import TrawlJSON

private let suiteFolder = ProcessInfo.processInfo.environment["JSON_TEST_SUITE"]

/// The public JSONTestSuite (github.com/nst/JSONTestSuite), which is not part of this repository.
///
/// `make json-suite` gets it and runs this; `JSON_TEST_SUITE` names its folder `test_parsing`.
@Suite(.enabled(if: suiteFolder != nil, "JSON_TEST_SUITE names no folder"))
struct JSONTestSuiteTests {
    @Test func `what must be accepted is, and what must be rejected is not`() throws {
        let folder = URL(fileURLWithPath: try #require(suiteFolder))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        var seen: [Character: Int] = [:]
        var accepted: [String] = []
        for name in files.sorted() {
            let bytes = Array(try Data(contentsOf: folder.appendingPathComponent(name)))
            let isAccepted = (try? JSONSlice(parsing: bytes)) != nil
            let kind = name.first ?? "?"
            seen[kind, default: 0] += 1
            switch kind {
            case "y": #expect(isAccepted, "\(name) must be accepted")
            case "n": #expect(!isAccepted, "\(name) must be rejected")
            default: if isAccepted { accepted.append(name) }
            }
        }
        print("JSONTestSuite: \(seen["y"] ?? 0) y, \(seen["n"] ?? 0) n, \(seen["i"] ?? 0) i; of the last are accepted:")
        for name in accepted { print("  \(name)") }
        #expect(seen["y"] ?? 0 > 90)
        #expect(seen["n"] ?? 0 > 180)
    }
}
