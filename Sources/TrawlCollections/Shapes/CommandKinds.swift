import Trawl

extension ScalarKind {
    /// A command line of a dialect, which must be a plain read.
    ///
    /// ``ReadOnly`` decides; the pattern says the same to editors, and a test compares the two.
    static func command(of dialect: DialectName) -> ScalarKind {
        let noun = "a command"
        return ScalarKind(noun: noun, form: .pureText, pattern: commandPattern(of: dialect)) { line in
            guard line.contains(where: { $0 != " " }) else { return ScalarObjection("the command is empty") }
            return objection(to: .cli(line), on: dialect, as: line.quoted)
        }
    }

    /// A command line where changes are allowed, for editors.
    static let anyCommand = ScalarKind(
        noun: "a command",
        form: .pureText,
        pattern: #"^(?! *$)(?![^\n]*\$\{)[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$"#
    )

    private static func commandPattern(of dialect: DialectName) -> String {
        // Printable ASCII but for what ReadOnly forbids, and but for the pipe, which ends a stage.
        let character = #"[ -#%'-:=?-\[\]-_a-{}~]"#
        // The longer first: `json` begins `json-pretty` too.
        let filters = ReadOnly.filters(of: dialect).sorted { $0.count > $1.count }
        let filter = #"\| *(?:\#(filters.joined(separator: "|")))(?: \#(character)*)?"#
        let verb = "(?:show|dir)"
        let end = "(?:[ |]|$)"
        let internals = ["hardware", "system", "platform"].map { beginning(of: $0, from: 1) }.joined(separator: "|")
        let acting = [
            #"\#(verb) (?:[^|]* )?\#(beginning(of: "clear", from: 3))\#(end)"#,
            #"\#(verb) +(?:\#(internals)) (?:[^|]* )?\#(beginning(of: "clear", from: 1))\#(end)"#,
            #"\#(verb) +\#(beginning(of: "tech-support", from: 1)) (?:[^|]* )?"#
                + #"(?:\#(beginning(of: "binary", from: 1))|[^ |]*:[^ |]*)\#(end)"#,
        ].map { "(?!\($0))" }.joined()
        return "^\(acting)(?:show|dir)(?: \(character)*)?(?:\(filter))*$"
    }

    /// A pattern of a word's beginnings, at least so many letters of it, in any case.
    private static func beginning(of word: String, from shortest: Int) -> String {
        var pattern = ""
        for (place, letter) in word.enumerated().reversed() {
            let one = letter.isLetter ? "[\(letter)\(letter.uppercased())]" : String(letter)
            pattern = pattern.isEmpty || place + 1 < shortest ? one + pattern : "\(one)(?:\(pattern))?"
        }
        return pattern
    }

    /// What to do about a command that is no plain read.
    static let permission =
        "only reads are sent, unless the collection says `changes: allowed` and the command line `--allow-changes`"

    static func objection(
        to command: Command,
        on dialect: DialectName,
        as title: String
    ) -> ScalarObjection? {
        if let refusal = refusal(of: command, as: title) { return refusal }
        return ReadOnly.objection(to: command, on: dialect).map { reason in
            ScalarObjection("\(title) is refused: \(reason)", hint: permission, kind: .notARead)
        }
    }

    /// What is never sent, changes allowed or not.
    static func refusal(of command: Command, as title: String) -> ScalarObjection? {
        ReadOnly.refusal(of: command).map { ScalarObjection("\(title) is refused: \($0)", kind: .neverSent) }
    }

    static let replyFormat = choice(ReplyFormat.allCases.map(\.rawValue))

    static let modelVersion = spelled(
        "a version: a number from 1, or `latest`",
        "^(?:latest|[1-9][0-9]{0,3})$",
        form: .textOrNumber
    ) { text in
        text == "latest" || Int(text).map { (1...9999).contains($0) && String($0) == text } ?? false
    }

    /// The method of an HTTP request that is a read.
    static let method = ScalarKind(noun: "`GET`", form: .pureText, pattern: "^GET$") { method in
        objection(to: Command(.http(HTTPCommand(method: method, path: "/"))), on: .http, as: method.quoted)
    }

    /// The method of an HTTP request where changes are allowed, for editors.
    static let anyMethod = ScalarKind(
        noun: "a method of HTTP",
        form: .pureText,
        pattern: "^(?:GET|HEAD|POST|PUT|PATCH|DELETE)$"
    )

    /// A body, which no read has.
    static let body = ScalarKind(noun: "nothing", pattern: "^(?!)") { body in
        objection(to: Command(.http(HTTPCommand(path: "/", body: body))), on: .http, as: "a body")
    }

    /// What answers a prompt, which no read has; it may be a password.
    static let input: ScalarKind = {
        var kind = ScalarKind(noun: "nothing", pattern: "^(?!)") { input in
            objection(to: Command(.cli("show version"), input: Secret(input)), on: .eapi, as: "an input")
        }
        kind.isSecret = true
        return kind
    }()

    /// What answers a prompt where changes are allowed, for editors.
    static let anyInput = ScalarKind.prose

    /// A body where changes are allowed, for editors.
    static let anyBody = ScalarKind.prose

    /// Path and query of an HTTP request that is a read, as they go on the wire.
    ///
    /// The pattern knows the plain spellings of what ``ReadOnly`` refuses, and not the odd ones.
    static let httpPath = ScalarKind(
        noun: "a path that begins with `/`",
        form: .pureText,
        pattern: #"^(?!.*\$\{)(?![^?]*/\.{1,2}(?:[/?;]|$))(?!/rpc/(?!get-))/[!"$-~]*$"#
    ) { path in
        notAPath(path) ?? objection(to: .get(path), on: .http, as: path.quoted)
    }

    /// Path and query of an HTTP request where changes are allowed.
    static let anyPath = ScalarKind(
        noun: "a path that begins with `/`",
        form: .pureText,
        pattern: #"^(?!.*\$\{)(?![^?]*/\.{1,2}(?:[/?;]|$))/[!"$-~]*$"#
    ) { path in
        notAPath(path) ?? refusal(of: .get(path), as: path.quoted)
    }

    private static func notAPath(_ path: String) -> ScalarObjection? {
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
        pattern: headerNamePattern(without: ownHeaders + ReadOnly.methodOverrides)
    ) { name in
        if ownHeaders.contains(name.lowercased().replacing("_", with: "-")) {
            let isLogin = ["authorization", "cookie"].contains(name.lowercased())
            let hint = isLogin ? "who logs in is said in the inventory, under `credentials`" : "leave it out"
            return ScalarObjection("Trawl writes the header field \(name.quoted) itself", hint: hint)
        }
        let isToken =
            !name.isEmpty && name.utf8.allSatisfy { isAlphanumeric($0) || "!#$%&'*+.^_`|~-".utf8.contains($0) }
        guard isToken else { return ScalarObjection("\(name.quoted) is not a header field's name") }
        let command = HTTPCommand(path: "/", headers: [HTTPField(name, "")])
        return objection(to: Command(.http(command)), on: .http, as: name.quoted)
    }

    /// The name of a header field where changes are allowed, for editors.
    static let anyHeaderName = ScalarKind(
        noun: "a header field's name",
        form: .pureText,
        pattern: headerNamePattern(without: ownHeaders)
    )

    static func headerNamePattern(without names: [String]) -> String {
        // JSON Schema's patterns know no "without regard to case".
        let refused = names.map { name in
            name.map { $0 == "-" ? "[-_]" : "[\($0)\($0.uppercased())]" }.joined()
        }
        return "^(?!(?:\(refused.joined(separator: "|")))$)[A-Za-z0-9!#$%&'*+.^_`|~-]+$"
    }
}
