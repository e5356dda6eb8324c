import Foundation

/// Recordings of other projects beside the checkout; nothing of them is part of Trawl.
enum SharedFixtures {
    /// The folder `shared/fixtures` in a directory above this file; `nil` where it is absent.
    static let folder: URL? = {
        var directory = URL(filePath: #filePath).deletingLastPathComponent()
        while directory.path != "/" {
            let candidate = directory.appending(path: "shared/fixtures")
            if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
            directory.deleteLastPathComponent()
        }
        return nil
    }()

    static var isPresent: Bool { folder != nil }

    static func bytes(_ path: String) throws -> [UInt8] {
        guard let folder else { return [] }
        return [UInt8](try Data(contentsOf: folder.appending(path: path)))
    }

    /// Every file below a folder that the predicate takes, as paths from the fixtures' root, sorted.
    static func files(below path: String, where wanted: (String) -> Bool) -> [String] {
        guard let folder, let paths = FileManager.default.subpaths(atPath: folder.appending(path: path).path) else {
            return []
        }
        return paths.map { "\(path)/\($0)" }.filter(wanted).sorted()
    }
}
