import Trawl

/// JSON Schema for the files, for editors: draft 2020-12, written from the same tables that the loader checks with.
package enum CollectionSchema {
    /// The schema of a collection file.
    package static var collection: String { collection(.registered) }

    /// The schema of an inventory file.
    package static var inventory: String { inventory(.registered) }

    /// The schema of a collection file that uses the words of a vocabulary.
    package static func collection(_ vocabulary: Vocabulary) -> String {
        let allowing = SchemaValue.object([
            (
                "properties",
                .object([("changes", .object([("const", .text(ChangePolicy.allowed.rawValue))]))])
            ), ("required", .list([.text("changes")])),
        ])
        return document(
            [
                ("if", allowing), ("then", .object(Shape.collection(vocabulary, changes: true).schema)),
                ("else", .object(Shape.collection(vocabulary).schema)),
            ],
            title: "Trawl collection"
        )
    }

    /// The schema of an inventory file that uses the words of a vocabulary.
    package static func inventory(_ vocabulary: Vocabulary) -> String {
        document(Shape.inventory(vocabulary).schema, title: "Trawl inventory")
    }

    /// The schema of a web configuration file.
    package static var webConfiguration: String {
        document(Shape.webConfiguration.schema, title: "Trawl web configuration")
    }

    private static func document(_ members: [(String, SchemaValue)], title: String) -> String {
        let head: [(String, SchemaValue)] = [
            ("$schema", .text("https://json-schema.org/draft/2020-12/schema")), ("title", .text(title)),
        ]
        return SchemaValue.object(head + members).rendered(indentation: 0) + "\n"
    }
}

/// A piece of a JSON document whose keys keep their order.
indirect enum SchemaValue: Sendable {
    case text(String)
    case number(Int)
    /// A piece of JSON as it is.
    case raw(String)
    case list([SchemaValue])
    case object([(String, SchemaValue)])

    /// The document's text, two blanks a level.
    func rendered(indentation: Int) -> String {
        let inner = String(repeating: "  ", count: indentation + 1)
        let outer = String(repeating: "  ", count: indentation)
        switch self {
        case .text(let text):
            return Self.quoted(text)
        case .number(let number):
            return String(number)
        case .raw(let text):
            return text
        case .list(let items):
            return "[" + items.map { $0.rendered(indentation: indentation + 1) }.joined(separator: ", ") + "]"
        case .object(let members):
            guard !members.isEmpty else { return "{}" }
            let lines = members.map { "\(inner)\(Self.quoted($0.0)): \($0.1.rendered(indentation: indentation + 1))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
