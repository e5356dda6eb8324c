import Trawl

extension ScalarKind {
    /// A command line, which must be a plain read.
    ///
    /// ``ReadOnly`` decides; the pattern says the same to editors, and a test compares the two.
    static let command = ScalarKind(noun: "a command", form: .pureText, pattern: commandPattern) { line in
        guard line.contains(where: { $0 != " " }) else { return ScalarObjection("the command is empty") }
        return ReadOnly.objection(to: .cli(line)).map { reason in
            ScalarObjection("\(line.quoted) is refused: \(reason)", kind: .notARead)
        }
    }

    private static let commandPattern: String = {
        // Printable ASCII but for what ReadOnly forbids, and but for the pipe, which ends a stage.
        let character = #"[ -#%'-:=?-\[\]-_a-{}~]"#
        let filters = [
            "include", "exclude", "begin", "section", "count", "no-more", "json-pretty", "json", "xml", "grep", "egrep",
            "head", "last", "nz", "native",
        ]
        let filter = #"\| *(?:\#(filters.joined(separator: "|")))(?: \#(character)*)?"#
        return "^(?:show|dir)(?: \(character)*)?(?:\(filter))*$"
    }()

    static let replyFormat = choice(ReplyFormat.allCases.map(\.rawValue))

    static let modelVersion = spelled(
        "a version: a number from 1, or `latest`",
        "^(?:latest|[1-9][0-9]{0,3})$",
        form: .textOrNumber
    ) { text in
        text == "latest" || Int(text).map { (1...9999).contains($0) && String($0) == text } ?? false
    }

    /// The method of an HTTP request; anything but GET is for another version.
    static let method = ScalarKind(noun: "`GET`", form: .pureText, pattern: "^GET$") { method in
        let command = Command(.http(HTTPCommand(method: method, path: "/")))
        return ReadOnly.objection(to: command).map { ScalarObjection($0, kind: .notARead) }
    }

    /// Path and query of an HTTP request, as they go on the wire.
    static let httpPath = ScalarKind(
        noun: "a path that begins with `/`",
        form: .pureText,
        pattern: #"^(?!.*\$\{)/[!"$-~]*$"#
    ) { path in
        guard path.first == "/" else {
            let hint = path.contains("://") ? "leave scheme and host out: the inventory has them" : nil
            return ScalarObjection("\(path.quoted) is not a path: it must begin with `/`", hint: hint)
        }
        let isFine = path.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }
        guard isFine else {
            return ScalarObjection(
                "\(path.quoted) is not a path: blanks, controls, `#` and letters beyond ASCII cannot be sent",
                hint: "percent-encode them, as `%20`"
            )
        }
        return nil
    }

    /// Header fields that say whom the request goes to, who asks, and how long it is: Trawl writes them itself.
    private static let ownHeaders = [
        "authorization", "proxy-authorization", "cookie", "host", "content-length", "transfer-encoding", "connection",
    ]

    /// A header field's value; never repeated, because some carry secrets.
    static let headerValue = unrepeated("one line of text", #"^(?![^\n]*\$\{)[^\u0000-\u001f\u007f]*$"#) { text in
        !text.contains("${") && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }

    static let headerName = ScalarKind(
        noun: "a header field's name",
        form: .pureText,
        pattern: headerNamePattern
    ) { name in
        if ownHeaders.contains(name.lowercased()) {
            let isLogin = ["authorization", "cookie"].contains(name.lowercased())
            let hint = isLogin ? "who logs in is said in the inventory, under `credentials`" : "leave it out"
            return ScalarObjection("Trawl writes the header field \(name.quoted) itself", hint: hint)
        }
        let isToken =
            !name.isEmpty && name.utf8.allSatisfy { isAlphanumeric($0) || "!#$%&'*+.^_`|~-".utf8.contains($0) }
        return isToken ? nil : ScalarObjection("\(name.quoted) is not a header field's name")
    }

    private static let headerNamePattern: String = {
        // JSON Schema's patterns know no "without regard to case".
        let own = ownHeaders.map { name in
            name.map { $0 == "-" ? "-" : "[\($0)\($0.uppercased())]" }.joined()
        }
        return "^(?!(?:\(own.joined(separator: "|")))$)[A-Za-z0-9!#$%&'*+.^_`|~-]+$"
    }()
}
