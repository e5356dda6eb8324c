import Foundation

/// The directories that tests read beside their own.
package enum Checkout {
    /// The root of the repository.
    package static let root: String = {
        var directory = URL(filePath: #filePath).deletingLastPathComponent()
        while directory.path != "/" {
            if FileManager.default.fileExists(atPath: directory.appending(path: "Package.swift").path) { break }
            directory.deleteLastPathComponent()
        }
        return directory.path
    }()

    /// Every file below a directory of the repository with an extension, as paths from the root, sorted.
    package static func files(below directory: String, withExtension suffix: String) -> [String] {
        let paths = FileManager.default.subpaths(atPath: "\(root)/\(directory)") ?? []
        return paths.filter { $0.hasSuffix(".\(suffix)") }.map { "\(directory)/\($0)" }.sorted()
    }

    /// The text of a file of the repository.
    package static func text(of path: String) throws -> String {
        try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
    }
}
