import Trawl

/// What stands under the keys of the dialects whose commands are paths: `restconf`, `nvue`, `junos`.
extension Shape {
    static let restconf = resource(
        .restconfPath,
        "path",
        "The data, such as `ietf-interfaces:interfaces`; keys as `interface[name=Ethernet1/1]`.",
        [
            KeyShape("depth", "How many levels, or `unbounded`; all without it.", .scalar(.depth)),
            KeyShape("fields", "Which parts, as `name;state(mtu)`; all without it.", .scalar(.fields)),
            KeyShape(
                "content",
                "Configuration, state or both; `all` without it.",
                .scalar(.choice(RESTCONFContent.allCases.map(\.rawValue)))
            ),
        ]
    )

    static let nvue = resource(
        .nvuePath,
        "path",
        "The object below `/nvue_v1`, such as `/interface`.",
        [
            KeyShape(
                "rev",
                "`operational`, `applied`, `startup`, `pending` or a number; the device's choice without it.",
                .scalar(.nvueRevision)
            ),
            KeyShape("filled", "Whether defaults are shown.", .scalar(.boolean)),
        ]
    )

    static func junos(changes: Bool) -> Shape {
        resource(
            changes ? .anyRPC : .rpc,
            "rpc",
            "The RPC, such as `get-interface-information`.",
            [
                KeyShape(
                    "arguments",
                    "The RPC's arguments; one that stands alone, such as `terse`, has the value `\"\"`.",
                    .dictionary(
                        DictionaryShape(noun: "a mapping of arguments", key: .rpcArgument, value: .scalar(.rpcValue))
                    )
                )
            ]
        )
    }

    private static func resource(_ kind: ScalarKind, _ key: String, _ summary: String, _ keys: [KeyShape]) -> Shape {
        let format = KeyShape("format", "How the answer is read; `json` without it.", .scalar(.replyFormat))
        let mapping = MappingShape(keys: [KeyShape(key, summary, .scalar(kind))] + keys + [format], required: [key])
        return .either([.scalar(kind), .mapping(mapping)])
    }
}

extension ScalarKind {
    /// A path that ``RESTCONFPath`` reads.
    static let restconfPath = ScalarKind(
        noun: "a RESTCONF path",
        form: .pureText,
        pattern: restconfPattern
    ) { text in
        do throws(RESTCONFPath.Mistake) {
            _ = try RESTCONFPath(text)
            return nil
        } catch {
            return ScalarObjection(
                "\(text.quoted) is not a RESTCONF path: \(error.reason)",
                hint: "such as `ietf-interfaces:interfaces` or `openconfig-interfaces:interfaces/interface[name=et1]`"
            )
        }
    }

    private static let restconfPattern: String = {
        let name = "[A-Za-z_][A-Za-z0-9_.-]*"
        let visible = #"\u0000-\u001f\u007f"#
        let quoted = #"(?:'[^'\#(visible)]*'|"[^"\#(visible)]*"|[^\]'"\#(visible)][^\]\#(visible)]*|(?=\]))"#
        let key = #"\[(?:\#(name)(?::\#(name))?=)?\#(quoted)\]"#
        let segment = #"\#(name)(?::\#(name))?(?:=[^/?#\[\#(visible)]+|(?:\#(key))+)?"#
        return #"^(?!.*\$\{)/?\#(segment)(?:/\#(segment))*$"#
    }()

    static let depth = spelled(
        "a depth: a number from 1 to 65535, or `unbounded`",
        "^(?:unbounded|[1-9][0-9]{0,4})$",
        form: .textOrNumber
    ) { text in
        text == "unbounded" || Int(text).map { (1...65_535).contains($0) && String($0) == text } ?? false
    }

    static let fields = spelled(
        "fields such as `name;state(oper-status;mtu)`",
        "^[A-Za-z0-9_.:/;()-]+$",
        form: .pureText
    ) { text in
        !text.isEmpty && text.utf8.allSatisfy { isAlphanumeric($0) || "_.:/;()-".utf8.contains($0) }
    }

    static let nvuePath = ScalarKind(
        noun: "an NVUE path such as `/interface/swp1`",
        form: .pureText,
        pattern: #"^(?!.*\$\{)(?!.*/\.{1,2}(?:[/;]|$))/[!"$-.0-\>@-~][!"$-\>@-~]*$"#
    ) { text in
        guard text.first == "/", text != "/" else {
            return ScalarObjection("\(text.quoted) is not an NVUE path: it must begin with `/`, and name an object")
        }
        let isPlain = text.utf8.dropFirst().allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }
        guard isPlain, !text.contains("?"), !text.hasPrefix("//") else {
            return ScalarObjection(
                "\(text.quoted) is not an NVUE path: it holds `?`, `#`, `//`, a blank or a letter beyond ASCII",
                hint: "`rev` and `filled` are keys of their own; a `/` within a name is `%2F`"
            )
        }
        return refusal(of: .get(text), as: text.quoted)
    }

    static let nvueRevision = spelled(
        "a revision: `operational`, `applied`, `startup`, `pending` or a number",
        "^(?:operational|applied|startup|pending|[1-9][0-9]{0,8})$",
        form: .textOrNumber
    ) { text in
        ["operational", "applied", "startup", "pending"].contains(text)
            || Int(text).map { (1...999_999_999).contains($0) && String($0) == text } ?? false
    }

    /// An RPC that is plainly a read.
    static let rpc = ScalarKind(noun: "an RPC", form: .pureText, pattern: "^get-[a-z0-9-]*$") { text in
        let isName = text.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard isName else {
            return ScalarObjection(
                "\(text.quoted) is not an RPC's name: it holds more than small letters, digits and `-`",
                hint: "arguments have a key of their own: `{ rpc: …, arguments: { … } }`"
            )
        }
        return objection(to: .get("/" + text), on: .junos, as: text.quoted)
    }

    /// An RPC where changes are allowed, for editors.
    static let anyRPC = ScalarKind(noun: "an RPC", form: .pureText, pattern: "^[a-z0-9-]+$")

    static let rpcArgument = spelled("an argument's name", "^[A-Za-z_][A-Za-z0-9_.-]*$", form: .pureText) { text in
        guard let first = text.utf8.first, isAlphanumeric(first) || first == 0x5F else { return false }
        return !(0x30...0x39).contains(first)
            && text.utf8.allSatisfy { isAlphanumeric($0) || "_.-".utf8.contains($0) }
    }

    static let rpcValue = spelled("one line of text", #"^(?!.*\$\{)[^\u0000-\u001f\u007f]*$"#) { text in
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
}
