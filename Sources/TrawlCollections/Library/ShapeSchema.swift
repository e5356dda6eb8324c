extension Shape {
    /// The members of the JSON Schema that says what this shape says.
    var schema: [(String, SchemaValue)] {
        switch self {
        case .scalar(let kind):
            return kind.schema
        case .list(let shape, let needsItems):
            let least: [(String, SchemaValue)] = needsItems ? [("minItems", .number(1))] : []
            return [("type", .text("array")), ("items", .object(shape.schema))] + least
        case .mapping(let shape):
            return shape.schema
        case .dictionary(let shape):
            return shape.schema
        case .either(let shapes):
            return [("anyOf", .list(shapes.map { .object($0.schema) }))]
        case .refused(let objection):
            return [("description", .text(objection.message)), ("not", .object([]))]
        }
    }
}

extension MappingShape {
    fileprivate var schema: [(String, SchemaValue)] {
        let properties = keys.map { key in
            let description = [("description", SchemaValue.text(key.summary))]
            let members = key.shape.schema
            let isDescribed = members.contains { $0.0 == "description" }
            return (key.name, SchemaValue.object((isDescribed ? [] : description) + members))
        }
        let type: SchemaValue = mayBeEmpty ? .list([.text("object"), .text("null")]) : .text("object")
        var members: [(String, SchemaValue)] = [
            ("type", type), ("properties", .object(properties)), ("additionalProperties", .raw("false")),
        ]
        if !required.isEmpty { members.append(("required", .list(required.map { .text($0) }))) }
        if !atLeastOne.isEmpty {
            let choices = atLeastOne.map { SchemaValue.object([("required", .list([.text($0)]))]) }
            members.append(("anyOf", .list(choices)))
        }
        if isChoice { members += [("minProperties", .number(1)), ("maxProperties", .number(1))] }
        return members
    }
}

extension DictionaryShape {
    fileprivate var schema: [(String, SchemaValue)] {
        let least: [(String, SchemaValue)] = needsEntries ? [("minProperties", .number(1))] : []
        return [
            ("type", .text("object")),
            ("propertyNames", .object(key.schema.filter { $0.0 == "pattern" })),
            ("additionalProperties", .object(value.schema)),
        ] + least
    }
}

extension ScalarKind {
    fileprivate var schema: [(String, SchemaValue)] {
        let pattern: [(String, SchemaValue)] = self.pattern.map { [("pattern", .text($0))] } ?? []
        switch form {
        case .text:
            // Editors read `01` as a number and `on` as a truth; the loader takes both as they are written.
            return [("type", .list(["string", "number", "boolean"].map { .text($0) }))] + pattern
        case .pureText:
            return [("type", .text("string"))] + pattern
        case .textOrNumber:
            return [("type", .list(["string", "integer"].map { .text($0) })), ("minimum", .number(1))] + pattern
        case .integer(let range):
            return [
                ("type", .text("integer")), ("minimum", .number(range.lowerBound)),
                ("maximum", .number(range.upperBound)),
            ]
        case .integerOr(let range, let word):
            let number: [(String, SchemaValue)] = [
                ("type", .text("integer")), ("minimum", .number(range.lowerBound)),
                ("maximum", .number(range.upperBound)),
            ]
            return [("anyOf", .list([.object(number), .object([("enum", .list([.text(word)]))])]))]
        case .boolean:
            return [("type", .text("boolean"))]
        case .choice(let words):
            // A word such as `1.2` or `true` is read as a number or a truth where it has no quotes.
            let values = words.flatMap { word in
                Double(word) != nil || word == "true" ? [SchemaValue.text(word), .raw(word)] : [.text(word)]
            }
            return [("enum", .list(values))]
        }
    }
}
