package import Trawl

/// The names that a file may use because something speaks or reads them.
package struct Vocabulary: Sendable {
    /// The dialects, in the order of the documentation.
    package var dialects: [DialectName]
    /// Where a dialect's API listens when nobody says.
    package var defaultPort: @Sendable (DialectName, Device.Scheme) -> Int
    /// The normalised models.
    package var models: [any NormalizedModel.Type]

    /// Makes a vocabulary.
    package init(
        dialects: [DialectName],
        defaultPort: @escaping @Sendable (DialectName, Device.Scheme) -> Int,
        models: [any NormalizedModel.Type]
    ) {
        self.dialects = dialects
        self.defaultPort = defaultPort
        self.models = models
    }

    /// What this build speaks and reads.
    package static let registered = Vocabulary(
        dialects: DialectRegistry.all.map(\.name),
        defaultPort: { name, scheme in
            DialectRegistry.dialect(named: name)?.defaultPort(for: scheme) ?? (scheme == .https ? 443 : 80)
        },
        models: ModelRegistry.all
    )

    /// Dialects that are announced; those that exist by now are no longer in it.
    var laterDialects: [String] {
        let names = Set(dialects.map(\.rawValue))
        return ["nxapi-rest", "restconf", "nvue", "junos"].filter { !names.contains($0) }
    }

    /// What is said about an announced dialect.
    func objection(toLater dialect: String) -> ScalarObjection {
        .later(
            "dialect `\(dialect)`",
            hint: "this version speaks " + dialects.map { "`\($0)`" }.joined(separator: ", ")
        )
    }

    /// The model of this name.
    func model(named name: String) -> (any NormalizedModel.Type)? {
        models.first { $0.name == name }
    }
}

extension ScalarKind {
    /// A dialect's name.
    static func dialect(_ vocabulary: Vocabulary) -> ScalarKind {
        let names = vocabulary.dialects.map(\.rawValue)
        return named("dialect", names) { name in
            vocabulary.laterDialects.contains(name) ? vocabulary.objection(toLater: name) : nil
        }
    }

    /// A model's name.
    static func model(_ vocabulary: Vocabulary) -> ScalarKind {
        named("model", vocabulary.models.map { $0.name })
    }

    /// The name of a model's argument; whether the model knows it is told by the request as a whole.
    static let argumentName = ScalarKind(
        noun: "an argument's name",
        form: .pureText,
        pattern: "^[a-z][a-z0-9_]*$"
    ) { text in
        text.wholeMatch(of: /[a-z][a-z0-9_]*/) == nil
            ? ScalarObjection("\(text.quoted) is not an argument's name", hint: "small letters, digits and `_`") : nil
    }

    private static func named(
        _ noun: String,
        _ names: [String],
        otherwise: @escaping @Sendable (String) -> ScalarObjection? = { _ in nil }
    ) -> ScalarKind {
        let pattern = "^(?:" + names.joined(separator: "|") + ")$"
        return ScalarKind(noun: "the name of a \(noun)", form: .pureText, pattern: pattern) { name in
            guard !names.contains(name) else { return nil }
            let hint = Suggestion.hint(for: name, among: names, noun: "known \(noun)s")
            return otherwise(name) ?? ScalarObjection("unknown \(noun) \(name.quoted)", hint: hint)
        }
    }
}
