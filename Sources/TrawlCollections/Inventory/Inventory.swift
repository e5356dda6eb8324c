import FoundationEssentials
public import Trawl

/// An inventory file, read and checked: the devices, and where the passwords of their credentials are.
///
/// No password is read until ``resolvingSecrets(for:prompt:warn:)`` is called.
public struct Inventory: Sendable {
    /// The file's path, as it was given.
    public var path: String
    /// The devices in the file's order; their credentials have names and users, and empty passwords.
    public var devices: [Device]
    /// Where each credential's passwords come from, by the credential's name.
    public var credentialSources: [String: CredentialSources]
    /// What somebody should look at, although the file can be used.
    public var warnings: [FileProblem]

    /// The names of the credentials whose password somebody is asked for.
    public var promptedCredentials: Set<String> {
        Set(credentialSources.filter { $0.value.password == .prompt }.keys)
    }

    /// The files that passwords are read from.
    public var passwordFiles: [String] {
        let paths = credentialSources.values.flatMap { [$0.password, $0.enable] }.compactMap { source in
            if case .file(let path)? = source { path } else { nil as String? }
        }
        return Set(paths).sorted()
    }

    /// Reads an inventory file.
    ///
    /// - Throws: Every mistake of the file at once, with its place.
    public init(contentsOf path: String) throws(FileProblems) {
        try self.init(contentsOf: path, vocabulary: .registered)
    }

    /// The largest inventory file: a hundred thousand devices and more.
    static let largest = 32 << 20

    /// More than an inventory of that size has when it is written by hand or by a program; a bound on memory.
    static let mostValues = 1_000_000

    package init(contentsOf path: String, vocabulary: Vocabulary) throws(FileProblems) {
        let source = try SourceFile(reading: path, limit: Self.largest, noun: "the inventory")
        try self.init(source, vocabulary: vocabulary)
    }

    init(_ source: SourceFile, vocabulary: Vocabulary) throws(FileProblems) {
        var log = ProblemLog(source: source)
        var reader = InventoryReader(vocabulary: vocabulary, source: source)
        if let root = YAMLReader.read(source, mostValues: Self.mostValues, log: &log) {
            let shape = Shape.inventory(vocabulary)
            let top = YAMLMark(line: Int(root.mark.line), column: Int(root.mark.column))
            shape.check(root, as: "the inventory", keyMark: top, log: &log)
            reader.read(root, log: &log)
        }
        let report = log.report(hiding: SecretLines.inInventory)
        guard !log.hasErrors else { throw report }
        path = source.path
        devices = reader.devices
        credentialSources = reader.credentials
        warnings = report.problems
    }
}
