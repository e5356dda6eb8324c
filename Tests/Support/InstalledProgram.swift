import Foundation

/// Programs that tests use where this host has them.
package enum InstalledProgram {
    /// The path of a program in `$PATH`.
    package static func path(of name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first(where: FileManager.default.isExecutableFile(atPath:))
    }
}
