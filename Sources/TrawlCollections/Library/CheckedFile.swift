/// A file of either kind, for those who only want to know whether it is right.
package enum CheckedFile: Sendable {
    /// The file is a collection.
    case collection(CollectionFile)
    /// The file is an inventory.
    case inventory(Inventory)

    /// Reads a file; its keys say of which kind it is.
    ///
    /// - Throws: Every mistake of the file at once, with its place.
    package init(contentsOf path: String, vocabulary: Vocabulary = .registered) throws(FileProblems) {
        let source = try SourceFile(reading: path, limit: Inventory.largest, noun: "the file")
        if Self.isInventory(source) {
            self = .inventory(try Inventory(source, vocabulary: vocabulary))
        } else {
            // Read again, and not from what is there: a collection has a limit of its own.
            self = .collection(try CollectionFile(contentsOf: path, vocabulary: vocabulary))
        }
    }

    /// What somebody should look at, although the file can be used.
    package var warnings: [FileProblem] {
        switch self {
        case .collection(let file): file.warnings
        case .inventory(let inventory): inventory.warnings
        }
    }

    /// Both kinds have `devices`: a filter here, the fleet there.
    private static func isInventory(_ source: SourceFile) -> Bool {
        var log = ProblemLog(source: source)
        guard let root = YAMLReader.read(source, mostValues: Inventory.mostValues, log: &log) else {
            // Its YAML is broken. An inventory's report is the one that is careful with passwords.
            return !SourceLines(source.bytes).contains { source.bytes[$0].starts(with: "requests:".utf8) }
        }
        let keys = Set(root.entries.map(\.key))
        if keys.contains("requests") { return false }
        return !keys.isDisjoint(with: ["credentials", "defaults", "groups", "devices"])
    }
}
