import FoundationEssentials
import Testing

@testable import TrawlCollections

/// A file under Fixtures; its name says whether it is a collection or an inventory.
struct Fixture: Sendable, CustomTestStringConvertible {
    var directory: String
    var name: String

    var testDescription: String { name }
    var isInventory: Bool { name.hasPrefix("inventory-") }
    var path: String { "\(directory)/\(name).yaml" }

    /// The directory of the package.
    static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    static let valid = all(in: "valid")
    static let invalid = all(in: "invalid")

    /// The collections that ship with Trawl.
    static let shipped = all(at: root + "/collections")

    private static func all(in kind: String) -> [Fixture] {
        all(at: root + "/Tests/TrawlCollectionsTests/Fixtures/" + kind)
    }

    private static func all(at directory: String) -> [Fixture] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.sorted()
            .map { Fixture(directory: directory, name: String($0.dropLast(5))) }
    }

    /// The file under a path that does not depend on where the checkout is.
    ///
    /// Git keeps no mode but "executable", so the mode is part of the name.
    func source() throws -> SourceFile {
        let bytes = try #require(FileManager.default.contents(atPath: path))
        return SourceFile(path: "\(name).yaml", bytes: Array(bytes), mode: name.contains("open-") ? 0o644 : 0o600)
    }

    /// Loads the file; warnings and mistakes are both in the report.
    func report() throws -> FileProblems {
        let source = try source()
        do throws(FileProblems) {
            if isInventory { return FileProblems(try Inventory(source, vocabulary: .fixed).warnings) }
            return FileProblems(try CollectionFile(source, vocabulary: .fixed).warnings)
        } catch {
            return error
        }
    }
}

/// The lines in which two texts differ, as `diff` shows them.
func difference(_ expected: String, _ found: String) -> String {
    let (old, new) = (expected.split(separator: "\n"), found.split(separator: "\n"))
    return new.difference(from: old).map { change in
        switch change {
        case .insert(let offset, let line, _): "found    \(offset + 1): \(line)"
        case .remove(let offset, let line, _): "expected \(offset + 1): \(line)"
        }
    }.joined(separator: "\n")
}

/// Reads a collection from text.
func collection(_ text: String, path: String = "test.yaml") throws(FileProblems) -> CollectionFile {
    try CollectionFile(SourceFile(path: path, bytes: Array(text.utf8)), vocabulary: .fixed)
}

/// Reads an inventory from text, as from a file that only its owner may read.
func inventory(_ text: String, path: String = "test.yaml") throws(FileProblems) -> Inventory {
    try Inventory(SourceFile(path: path, bytes: Array(text.utf8), mode: 0o600), vocabulary: .fixed)
}
