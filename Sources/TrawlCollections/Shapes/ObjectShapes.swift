import Trawl

/// What stands under `nxapi-rest`.
extension Shape {
    static let objects = Shape.either([
        .scalar(.objects),
        .mapping(
            MappingShape(
                keys: [
                    KeyShape(
                        "objects",
                        "All objects of a class, as `class/l1PhysIf`, or one, as `mo/sys/intf/phys-[eth1/1]`.",
                        .scalar(.objects)
                    ),
                    KeyShape(
                        "query",
                        "Options of the query, such as `rsp-subtree: full`.",
                        .dictionary(
                            DictionaryShape(
                                noun: "a mapping of options",
                                key: .objectOption,
                                value: .scalar(.objectOptionValue)
                            )
                        )
                    ),
                    KeyShape(
                        "page_size",
                        "Objects of one answer, where there are more in several; all at once without it.",
                        .scalar(.integer(1...100_000))
                    ),
                    KeyShape("format", "How the answer is read; `json` without it.", .scalar(.replyFormat)),
                ],
                required: ["objects"]
            )
        ),
    ])
}

extension ScalarKind {
    static let objects: ScalarKind = {
        let inner = #"[^?#%\\\u0000-\u0020\u007f-\uffff]"#
        let edge = #"[^/?#%\\\u0000-\u0020\u007f-\uffff]"#
        return spelled(
            "`class/NAME` or `mo/NAME`",
            #"^(?!.*\$\{)(?:class/[A-Za-z0-9]+|mo/(?!(?:.*/)?\.{1,2}(?:/|$))\#(edge)(?:\#(inner)*\#(edge))?)$"#,
            form: .pureText,
            hint: "such as `class/l1PhysIf` or `mo/sys/intf/phys-[eth1/1]`"
        ) { !$0.hasPrefix("/") && ManagedObjects($0) != nil }
    }()

    static let objectOption = named("query option", Command.objectOptions)

    static let objectOptionValue = spelled("one line of text", #"^(?!.*\$\{)[^\u0000-\u001f\u007f]+$"#) { text in
        !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
}
