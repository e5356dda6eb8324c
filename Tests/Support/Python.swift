import Foundation

/// The Python that reads what we write, where there is one: `$TRAWL_PYTHON`, else `python3`.
package enum Python {
    /// Its path.
    package static let path: String? = {
        let chosen = ProcessInfo.processInfo.environment["TRAWL_PYTHON"] ?? ""
        return chosen.isEmpty ? InstalledProgram.path(of: "python3") : chosen
    }()

    /// Whether a module is installed.
    package static func imports(_ module: String) async throws -> Bool {
        guard let path else { return false }
        return try await Sandbox.with { try await $0.run([path, "-c", "import \(module)"]).status == 0 }
    }
}
