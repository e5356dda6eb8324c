/// A file of either kind, for those who only want to know whether it is right.
package enum CheckedFile: Sendable {
    /// The file is a collection.
    case collection(CollectionFile)
    /// The file is an inventory.
    case inventory(Inventory)
    /// The file is a web configuration.
    case webConfiguration(WebConfiguration)

    /// Reads a file; its keys say of which kind it is.
    ///
    /// - Throws: Every mistake of the file at once, with its place.
    package init(contentsOf path: String, vocabulary: Vocabulary = .registered) throws(FileProblems) {
        let source = try SourceFile(reading: path, limit: Inventory.largest, noun: "the file")
        switch Self.kind(of: source) {
        case .inventory: self = .inventory(try Inventory(source, vocabulary: vocabulary))
        // Read again, and not from what is there: these have limits of their own.
        case .webConfiguration: self = .webConfiguration(try WebConfiguration(contentsOf: path))
        case .collection: self = .collection(try CollectionFile(contentsOf: path, vocabulary: vocabulary))
        }
    }

    /// What somebody should look at, although the file can be used.
    package var warnings: [FileProblem] {
        switch self {
        case .collection(let file): file.warnings
        case .inventory(let inventory): inventory.warnings
        case .webConfiguration: []
        }
    }

    private enum Kind {
        case collection
        case inventory
        case webConfiguration
    }

    private static let webKeys: Set = [
        "tls_server_config", "basic_auth_users", "bearer_tokens_file", "http_server_config",
    ]

    /// Collections and inventories have `devices`: a filter here, the fleet there.
    private static func kind(of source: SourceFile) -> Kind {
        var log = ProblemLog(source: source)
        guard let root = YAMLReader.read(source, mostValues: Inventory.mostValues, log: &log) else {
            // Its YAML is broken. An inventory's report is the one that is careful with passwords.
            let lines = SourceLines(source.bytes).map { source.bytes[$0] }
            if lines.contains(where: { $0.starts(with: "requests:".utf8) }) { return .collection }
            return lines.contains { line in webKeys.contains { line.starts(with: $0.utf8) } }
                ? .webConfiguration : .inventory
        }
        let keys = Set(root.entries.map(\.key))
        if keys.contains("requests") { return .collection }
        if !keys.isDisjoint(with: webKeys) { return .webConfiguration }
        return keys.isDisjoint(with: ["credentials", "defaults", "groups", "devices"]) ? .collection : .inventory
    }
}
