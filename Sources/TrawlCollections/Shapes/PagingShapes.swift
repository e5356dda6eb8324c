import Trawl

/// What stands under `paging` of an `http` command.
extension Shape {
    static let paging = Shape.either([
        .scalar(.choice([HTTPPaging.Style.link.rawValue])),
        .mapping(
            MappingShape(
                keys: [
                    KeyShape(
                        "by",
                        "How the next page is named: `link` by the answer, `offset` and `page` in the query.",
                        .scalar(.choice(HTTPPaging.Style.allCases.map(\.rawValue)))
                    ),
                    KeyShape("size", "Items of one page; 100 without it.", .scalar(.integer(1...100_000))),
                    KeyShape(
                        "parameter",
                        "The query's parameter that moves; `offset` or `page` without it.",
                        .scalar(.queryParameter)
                    ),
                    KeyShape(
                        "size_parameter",
                        "The query's parameter for the size; `limit` or `size` without it.",
                        .scalar(.queryParameter)
                    ),
                    KeyShape("first", "The number of the first page; 0 without it.", .scalar(.integer(0...1))),
                    KeyShape(
                        "items",
                        "The list's key in the answer; the only list without it.",
                        .scalar(.itemsKey)
                    ),
                    KeyShape("most", "The most pages; 100 without it.", .scalar(.integer(1...10_000))),
                ],
                required: ["by"]
            )
        ),
    ])
}

extension ScalarKind {
    static let queryParameter = spelled("a parameter of a query", "^[A-Za-z0-9_.$-]+$", form: .pureText) { text in
        !text.isEmpty && text.utf8.allSatisfy { isAlphanumeric($0) || "_.$-".utf8.contains($0) }
    }

    static let itemsKey = spelled(
        "a key, or keys with dots between them",
        #"^[A-Za-z0-9_@:-]+(?:\.[A-Za-z0-9_@:-]+)*$"#,
        form: .pureText
    ) { text in
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { key in
            !key.isEmpty && key.utf8.allSatisfy { isAlphanumeric($0) || "_@:-".utf8.contains($0) }
        }
    }
}
