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

    /// The model of this name.
    func model(named name: String) -> (any NormalizedModel.Type)? {
        models.first { $0.name == name }
    }
}

extension ScalarKind {
    /// A dialect's name.
    static func dialect(_ vocabulary: Vocabulary) -> ScalarKind {
        named("dialect", vocabulary.dialects.map(\.rawValue) + [DialectName.auto.rawValue])
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

    static func named(_ noun: String, _ names: [String]) -> ScalarKind {
        let pattern = "^(?:" + names.joined(separator: "|") + ")$"
        return ScalarKind(noun: "the name of a \(noun)", form: .pureText, pattern: pattern) { name in
            guard !names.contains(name) else { return nil }
            let hint = Suggestion.hint(for: name, among: names, noun: "known \(noun)s")
            return ScalarObjection("unknown \(noun) \(name.quoted)", hint: hint)
        }
    }
}
