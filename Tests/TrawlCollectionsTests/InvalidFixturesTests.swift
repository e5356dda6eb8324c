import FoundationEssentials
import Testing

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct InvalidFixturesTests {
    /// To write the expected files anew after a change of wording: `TRAWL_RECORD=1 swift test …`, then read the diff.
    private static let isRecording = ProcessInfo.processInfo.environment["TRAWL_RECORD"] != nil

    @Test(arguments: Fixture.invalid)
    func `each mistake produces exactly its message`(fixture: Fixture) throws {
        let report = try fixture.report()
        #expect(report.problems.contains { $0.severity == .error })
        let found = report.description + "\n"
        let expectedPath = "\(fixture.directory)/\(fixture.name).expected"
        if Self.isRecording {
            try Data(found.utf8).write(to: URL(filePath: expectedPath))
        }
        let expected = try #require(FileManager.default.contents(atPath: expectedPath))
        let expectedText = String(decoding: expected, as: UTF8.self)
        #expect(found == expectedText, "\(difference(expectedText, found))")
    }

    @Test(arguments: Fixture.invalid)
    func `no report holds a password or a raw control character`(fixture: Fixture) throws {
        let text = try fixture.report().description
        #expect(!text.contains("hunter2"))
        #expect(!text.contains("tr0ub4dor"))
        #expect(!text.contains("my password!"))
        #expect(!text.contains("u:p@"))
        #expect(!text.contains("YWRtaW46YWRtaW4="))
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7F) })
    }
}
