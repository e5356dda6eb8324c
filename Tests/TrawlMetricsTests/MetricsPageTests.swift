import Foundation
import TestSupport
import Testing
import TrawlModels

@testable import TrawlMetrics

/// Compares docs/metrics.md with the standard sets themselves.
///
/// To write its tables anew after a change: `TRAWL_RECORD=1 swift test --filter MetricsPageTests`, then read the diff.
@Suite(.timeLimit(.minutes(1)))
struct MetricsPageTests {
    private static let (begin, end) = ("<!-- metrics: written by MetricsPageTests -->\n", "<!-- /metrics -->")

    @Test func `docs/metrics.md lists every standard metric`() throws {
        let text = try Checkout.text(of: "docs/metrics.md")
        let opening = try #require(text.range(of: Self.begin))
        let closing = try #require(text.range(of: Self.end))
        if ProcessInfo.processInfo.environment["TRAWL_RECORD"] != nil {
            let page = text[..<opening.upperBound] + Self.tables + text[closing.lowerBound...]
            try Data(page.utf8).write(to: URL(filePath: "\(Checkout.root)/docs/metrics.md"))
        } else {
            let written = String(text[opening.upperBound..<closing.lowerBound])
            #expect(written == Self.tables, "\(difference(of: written, from: Self.tables) ?? "")")
        }
    }

    private static var tables: String {
        StandardMetricSet.all.map { set in
            let rows = set.definitions(from: "").map { definition in
                let family = definition.family
                var labels = definition.labels.map { "`\($0.name)`" }
                if family.kind == .stateset { labels.append("`\(family.name)`") }
                let cells = [
                    "`\(family.name)`", family.kind.rawValue, family.unit ?? "", labels.joined(separator: ", "),
                    family.help,
                ]
                return "| " + cells.joined(separator: " | ") + " |\n"
            }
            let heading =
                "\n### `\(set.model.name)`\n\n| metric | type | unit | labels | what |\n|---|---|---|---|---|\n"
            return heading + rows.joined()
        }.joined() + "\n"
    }
}
