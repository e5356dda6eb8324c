import Foundation
import TestSupport

/// The Python that reads what we write, where there is one: `$TRAWL_PYTHON`, else `python3`.
enum Python {
    static let path: String? = {
        let environment = ProcessInfo.processInfo.environment
        if let chosen = environment["TRAWL_PYTHON"], !chosen.isEmpty { return chosen }
        let directories = (environment["PATH"] ?? "").split(separator: ":")
        return directories.map { "\($0)/python3" }.first(where: FileManager.default.isExecutableFile(atPath:))
    }()

    /// Whether a module is installed.
    static func imports(_ module: String) async throws -> Bool {
        guard let path else { return false }
        return try await Sandbox.with { try await $0.run([path, "-c", "import \(module)"]).status == 0 }
    }
}
