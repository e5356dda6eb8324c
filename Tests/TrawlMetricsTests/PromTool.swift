import Foundation
import TestSupport

@testable import TrawlMetrics

/// Prometheus' own judge of metrics.
enum PromTool {
    static let isPresent = FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool")

    /// What `promtool check metrics` says about series; nothing where they are fine.
    static func complaints(about groups: [SampleGroup]) async throws -> String {
        var text = ""
        for group in groups {
            let type = group.family.kind == .counter ? "counter" : "gauge"
            text += "# HELP \(group.family.name) \(group.family.help)\n# TYPE \(group.family.name) \(type)\n"
            for row in group.rows {
                let labels = row.labels.map { label in
                    let value = label.value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
                        "\n",
                        with: "\\n"
                    )
                    return "\(label.name)=\"\(value)\""
                }
                text += "\(group.family.name){\(labels.joined(separator: ","))} \(row.value.text)\n"
            }
        }
        return try await Sandbox.with { sandbox in
            let result = try await sandbox.run(["/usr/bin/promtool", "check", "metrics"], input: text)
            return result.status == 0
                ? result.stdout + result.stderr : "\(result.status): \(result.stdout)\(result.stderr)"
        }
    }
}
