import Foundation
import TestSupport
import Testing
import TrawlCore

/// Compares docs/faults.md with the catalogue, and the catalogue with the tests that it names.
///
/// To write its tables anew after a change: `TRAWL_RECORD=1 swift test --filter FaultCatalogueTests`, then read the diff.
@Suite(.timeLimit(.minutes(1)))
struct FaultCatalogueTests {
    private static let page = "docs/faults.md"
    private static let (begin, end) = ("<!-- rows: written by FaultCatalogueTests -->\n", "<!-- /rows -->")

    private static let sections = FaultSection.all.map { ($0.name, Set($0.cases().map(\.row))) }
        .map { (name: $0, rows: $1) }
    private static let cases = Dictionary(grouping: FaultSection.all.flatMap { $0.cases() }, by: \.row)

    @Test func `every row of the catalogue is there once`() {
        #expect(FaultCatalogue.rows.map(\.number) == Array(1...144))
    }

    @Test func `every row says who shows it`() throws {
        let tests = try Self.tests()
        for row in FaultCatalogue.rows {
            for proof in row.proofs {
                switch proof {
                case .cases:
                    #expect(Self.cases[row.number] != nil || row.number == 119, "row \(row.number) has no case")
                case .test(let suite, let name):
                    #expect(tests[suite]?.contains(name) == true, "row \(row.number): no test `\(name)` in \(suite)")
                case .scaleOut, .notYet: break
                }
            }
            if Self.cases[row.number] != nil {
                #expect(row.proofs.contains(.cases), "row \(row.number) hides its cases")
            }
        }
    }

    @Test func `docs/faults.md shows the catalogue`() throws {
        let text = try Checkout.text(of: Self.page)
        let opening = try #require(text.range(of: Self.begin))
        let closing = try #require(text.range(of: Self.end))
        if ProcessInfo.processInfo.environment["TRAWL_RECORD"] != nil {
            let page = text[..<opening.upperBound] + Self.tables + text[closing.lowerBound...]
            try String(page).write(toFile: "\(Checkout.root)/\(Self.page)", atomically: true, encoding: .utf8)
        } else {
            let written = String(text[opening.upperBound..<closing.lowerBound])
            let difference = difference(of: written, from: Self.tables)
            #expect(difference == nil, "\(difference ?? "")")
        }
    }

    /// The names of the tests in each suite, as the sources have them.
    private static func tests() throws -> [String: Set<String>] {
        var tests: [String: Set<String>] = [:]
        for path in Checkout.files(below: "Tests", withExtension: "swift") where path.hasSuffix("Tests.swift") {
            let suite = String(path.split(separator: "/").last?.dropLast(".swift".count) ?? "")
            let names = try Checkout.text(of: path).matches(of: #/func `([^`]+)`/#).map { String($0.output.1) }
            tests[suite, default: []].formUnion(names)
        }
        return tests
    }

    // MARK: The page

    private static var tables: String {
        let rows = FaultCatalogue.rows
        let counts = [
            "\(rows.count { $0.proofs.contains { [.cases].contains($0) || $0.isTest } }) rows are tested",
            "\(rows.count { $0.proofs == [.scaleOut] }) is about several instances",
            "\(rows.count { $0.proofs.allSatisfy(\.isMissing) }) not tested yet",
        ]
        return "\n" + counts.joined(separator: ", ") + ".\n" + FaultCatalogue.parts.map(table).joined() + "\n"
    }

    private static func table(of part: (title: String, rows: [FaultRow])) -> String {
        let rows = part.rows.map { row in
            let cells = ["\(row.number)", row.fault, outcome(of: row), status(of: row), proof(of: row)]
            return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
        }
        let heading = "\n### \(part.title)\n\n"
        return heading + "| | what is wrong | what comes of it | exit | tested by |\n|---|---|---|---|---|\n"
            + rows.joined()
    }

    /// What the cases expect, in their order, and what the row adds.
    private static func outcome(of row: FaultRow) -> String {
        var parts: [String] = []
        for fault in cases[row.number] ?? [] {
            let part =
                switch fault.expected {
                case .ok: fault.attempts > 1 ? "ok at the \(fault.attempts == 2 ? "second" : "third") try" : "ok"
                case .failed(let code):
                    "`\(code.errorClass.rawValue) / \(code.name)`"
                        + (fault.attempts > 1 ? ", \(fault.attempts) tries" : "")
                }
            if !parts.contains(part) { parts.append(part) }
        }
        if !row.outcome.isEmpty { parts.append(row.outcome) }
        return parts.joined(separator: "; ")
    }

    private static func status(of row: FaultRow) -> String {
        let outcomes = Set((cases[row.number] ?? []).map { $0.expected == .ok ? "0" : "3" })
        return outcomes.isEmpty || row.proofs != [.cases] ? row.status : outcomes.sorted().joined(separator: " or ")
    }

    private static func proof(of row: FaultRow) -> String {
        row.proofs.map { proof in
            switch proof {
            case .cases:
                let sections = sections.filter { $0.rows.contains(row.number) }.map(\.name)
                return sections.isEmpty ? "FaultSectionTests" : "FaultSectionTests: \(sections.joined(separator: ", "))"
            case .test(let suite, let name): return "\(suite): \(name)"
            case .scaleOut: return "scale-out"
            case .notYet(let why): return "not yet: \(why)"
            }
        }.joined(separator: "; ")
    }
}

extension FaultRow.Proof {
    fileprivate var isTest: Bool {
        if case .test = self { true } else { false }
    }

    fileprivate var isMissing: Bool {
        if case .notYet = self { true } else { false }
    }
}
