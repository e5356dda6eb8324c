import Foundation
import TestSupport
import Testing
import TrawlJSON

@testable import TrawlMetrics

/// The dashboard and the alert rules use metrics that there are, and Prometheus takes them.
@Suite(.timeLimit(.minutes(1)))
struct DashboardTests {
    private static let folder = "docs/dashboards"

    /// What the standard sets give, and what Trawl tells about itself, as its sources spell it.
    private static func known() throws -> Set<String> {
        var names = Set(StandardMetricSet.all.flatMap { $0.definitions(from: "") }.map(\.family.name))
        for path in Checkout.files(below: "Sources", withExtension: "swift") {
            for match in try Checkout.text(of: path).matches(of: #/"(trawl_[a-z0-9_]+)"/#) {
                names.insert(String(match.1))
            }
        }
        return names
    }

    private static func dashboard() throws -> JSONSlice {
        try JSONSlice(parsing: Array(Checkout.text(of: "\(folder)/trawl-fabric.json").utf8))
    }

    private static func expressions() throws -> [String] {
        let panels = try dashboard()["panels"]?.elements ?? []
        return panels.flatMap { $0["targets"]?.elements ?? [] }.compactMap { $0["expr"]?.string }
    }

    @Test(arguments: ["trawl-fabric.json", "alerts.yaml", "alerts.test.yaml"])
    func `every metric that is used exists`(file: String) throws {
        let known = try Self.known()
        let text = try Checkout.text(of: "\(Self.folder)/\(file)")
        let used = Set(text.matches(of: #/\b(?:switch|trawl)_[a-z0-9_]+/#).map { String($0.0) })
        #expect(used.count > 20)
        #expect(used.subtracting(known) == [])
    }

    @Test func `the dashboard's panels are told apart and have something to show`() throws {
        let panels = try #require(try Self.dashboard()["panels"]?.elements)
        #expect(Set(panels.compactMap { $0["id"]?.int }).count == panels.count)
        for panel in panels where panel["type"]?.string != "row" {
            #expect(panel["targets"]?.count ?? 0 > 0 && panel["title"]?.string?.isEmpty == false)
        }
    }

    @Test(.enabled(if: PromTool.isPresent, "promtool")) func `Prometheus reads every expression of the dashboard`()
        async throws
    {
        var rules = "groups:\n  - name: dashboard\n    rules:\n"
        for (index, expression) in try Self.expressions().enumerated() {
            let filled = expression.replacing("$__rate_interval", with: "5m").replacing(#/\$[a-z]+/#, with: ".*")
            rules += "      - record: panel:\(index)\n        expr: '\(filled)'\n"
        }
        try await Sandbox.with { sandbox in
            let path = try sandbox.write(rules, to: "panels.yaml")
            let result = try await sandbox.run(["/usr/bin/promtool", "check", "rules", path])
            #expect(result.status == 0, "\(result.stdout)\(result.stderr)")
        }
    }

    @Test(.enabled(if: PromTool.isPresent, "promtool"))
    func `Prometheus takes the alerts, and each fires when it should`() async throws {
        let folder = "\(Checkout.root)/\(Self.folder)"
        try await Sandbox.with { sandbox in
            for command in [
                ["check", "rules", "\(folder)/alerts.yaml"], ["test", "rules", "\(folder)/alerts.test.yaml"],
            ] {
                let result = try await sandbox.run(["/usr/bin/promtool"] + command)
                #expect(result.status == 0, "\(result.stdout)\(result.stderr)")
            }
        }
    }

    @Test func `every alert has a test`() throws {
        let rules = try Checkout.text(of: "\(Self.folder)/alerts.yaml").matches(of: #/- alert: (\w+)/#).map {
            String($0.1)
        }
        let tests = try Checkout.text(of: "\(Self.folder)/alerts.test.yaml").matches(of: #/alertname: (\w+)/#)
        #expect(Set(rules) == Set(tests.map { String($0.1) }))
        #expect(rules.count > 20 && Set(rules).count == rules.count)
    }
}
