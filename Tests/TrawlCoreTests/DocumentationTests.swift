import Foundation
import Testing
import TrawlCore

/// Compares docs/errors.md with the codes themselves.
///
/// To write its tables anew after a change: `TRAWL_RECORD=1 swift test --filter DocumentationTests`, then read the diff.
@Suite(.timeLimit(.minutes(1)))
struct DocumentationTests {
    private static let page = URL(filePath: #filePath)
        .deletingLastPathComponent()
        .appending(path: "../../docs/errors.md")
        .standardized

    private static let (begin, end) = ("<!-- codes: written by DocumentationTests -->\n", "<!-- /codes -->")

    @Test func `docs/errors.md lists every code with its meaning and its hint`() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let opening = try #require(text.range(of: Self.begin))
        let closing = try #require(text.range(of: Self.end))
        let written = text[opening.upperBound..<closing.lowerBound]
        if ProcessInfo.processInfo.environment["TRAWL_RECORD"] != nil {
            let page = text[..<opening.upperBound] + Self.tables + text[closing.lowerBound...]
            try String(page).write(to: Self.page, atomically: true, encoding: .utf8)
        } else {
            #expect(written == Self.tables)
        }
    }

    @Test func `the list of all codes has each declared code once`() throws {
        let source = Self.page.deletingLastPathComponent().appending(path: "../Sources/TrawlCore/ErrorCodes.swift")
        let lines = try String(contentsOf: source.standardized, encoding: .utf8).split(separator: "\n")
        let declared = lines.count { $0.contains("public static let ") && $0.contains("= Self(") }
        let names = DeviceError.Code.all.map(\.name)
        #expect(names.count == declared)
        #expect(Set(names).count == names.count)
    }

    @Test func `every class has a code`() {
        let classes = Set(DeviceError.Code.all.map(\.errorClass))
        #expect(classes == Set(ErrorClass.allCases))
    }

    /// A table a class, in the order of the classes' first codes.
    private static var tables: String {
        var classes: [ErrorClass] = []
        for code in DeviceError.Code.all where !classes.contains(code.errorClass) { classes.append(code.errorClass) }
        return classes.map(table).joined() + "\n"
    }

    private static func table(of errorClass: ErrorClass) -> String {
        let rows = DeviceError.Code.all.filter { $0.errorClass == errorClass }.map { code in
            let cells = ["`\(code.name)`", code.summary, code.isTransient ? "yes" : "no", code.hint ?? ""]
            return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
        }
        let heading = "\n### `\(errorClass.rawValue)`\n\n"
        return heading + "| code | what happened | tried again | hint |\n|---|---|---|---|\n" + rows.joined()
    }
}
