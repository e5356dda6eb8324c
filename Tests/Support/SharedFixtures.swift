package import Foundation

/// Recordings of other projects beside the checkout; nothing of them is part of Trawl.
package enum SharedFixtures {
    /// The folder `shared/fixtures` in a directory above this file, or above the repository that this is a worktree of;
    /// `nil` where it is absent.
    package static let folder: URL? = {
        let checkout = URL(filePath: Checkout.root)
        // In a worktree `.git` is a file that says where the repository is.
        let link = try? String(contentsOf: checkout.appending(path: ".git"), encoding: .utf8)
        let repository = link.flatMap { $0.split(separator: "gitdir: ").last }
            .map { URL(filePath: $0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        for start in [checkout, repository].compactMap(\.self) {
            var directory = start
            while directory.path != "/" {
                let candidate = directory.appending(path: "shared/fixtures")
                if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
                directory.deleteLastPathComponent()
            }
        }
        return nil
    }()

    package static var isPresent: Bool { folder != nil }

    package static func bytes(_ path: String) throws -> [UInt8] {
        guard let folder else { return [] }
        return [UInt8](try Data(contentsOf: folder.appending(path: path)))
    }

    /// Every file below a folder that the predicate takes, as paths from the fixtures' root, sorted.
    package static func files(below path: String, where wanted: (String) -> Bool) -> [String] {
        guard let folder, let paths = FileManager.default.subpaths(atPath: folder.appending(path: path).path) else {
            return []
        }
        return paths.map { "\(path)/\($0)" }.filter(wanted).sorted()
    }
}
