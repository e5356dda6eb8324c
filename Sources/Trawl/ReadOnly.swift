public import TrawlCore

/// Which commands are plainly reads.
///
/// Everything else is refused before a byte leaves, unless changes are allowed; some of it even then.
public enum ReadOnly: Sendable {
    /// Why a command is no plain read; `nil` for one that is.
    ///
    /// A plain read is `show …` or `dir …` in lower case and plain ASCII, on one line, without separators, redirections
    /// or pipes to anything but a display filter of that dialect; or a GET.
    public static func objection(to command: Command, on dialect: DialectName) -> String? {
        if let refusal = refusal(of: command) { return refusal }
        if command.input != nil { return "it has an `input`, and no read asks back" }
        return switch command.content {
        case .http(let http): objection(toHTTP: http) ?? objection(toPath: http.path, on: dialect)
        case .cli(let line): objection(toLine: line, on: dialect)
        }
    }

    /// Why a command is never sent, although changes are allowed; `nil` for one that could be.
    ///
    /// It would not arrive as the one command or request that it looks like.
    public static func refusal(of command: Command) -> String? {
        switch command.content {
        case .http(let http):
            return refusal(ofHTTP: http)
        case .cli(let line):
            let isOneLine = line.unicodeScalars.allSatisfy {
                !isControl($0) && $0.value != 0x2028 && $0.value != 0x2029
            }
            guard isOneLine else { return "it holds a control character or a line break" }
            guard line.unicodeScalars.contains(where: { $0 != " " && $0 != "\u{A0}" }) else { return "it is empty" }
            return nil
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
    }

    // MARK: HTTP

    /// The methods that an API may understand; another spelling would reach the device as it stands.
    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]

    /// Header fields by which a request brings a second one along.
    private static let framing: Set<String> = ["transfer-encoding", "content-length"]

    /// Header fields by which a GET becomes something else.
    ///
    /// In lower case with `-`: some servers take `_` for the same.
    package static let methodOverrides = [
        "x-http-method-override", "x-http-verb-override", "x-http-method", "x-method-override", "x-method",
    ]

    private static func refusal(ofHTTP http: HTTPCommand) -> String? {
        guard methods.contains(http.method) else { return "its method is none that HTTP has" }
        guard http.path.first == "/", http.path.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else {
            return "the path does not begin with `/`, or holds a blank or a character that is no plain ASCII"
        }
        guard !hasDotSegment(http.path) else { return "`.` or `..` in the path would make it another path" }
        for field in http.headers {
            let isName = field.name.utf8.allSatisfy { (0x21..<0x7F).contains($0) && $0 != UInt8(ascii: ":") }
            guard !field.name.isEmpty, isName, field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                return "a header field holds a line break or another character that could begin a second request"
            }
            guard !framing.contains(field.name.lowercased()) else {
                return "header field `\(field.name)` could begin a second request"
            }
        }
        return nil
    }

    /// Whether a part of the path is `.` or `..`, in whatever spelling: what is checked would not be what arrives.
    private static func hasDotSegment(_ path: String) -> Bool {
        var plain = path.prefix { $0 != "?" && $0 != "#" }.lowercased()
        // Some servers decode twice.
        while plain.contains("%25") { plain = plain.replacing("%25", with: "%") }
        plain = plain.replacing("%2e", with: ".").replacing("%2f", with: "/").replacing("%5c", with: "/")
            .replacing("\\", with: "/").replacing("%3b", with: ";")
        // Some take what follows a `;` for a parameter of the part, and not for its name.
        return plain.split(separator: "/").map { $0.prefix { $0 != ";" } }.contains { $0 == "." || $0 == ".." }
    }

    /// Why a GET of this path is no plain read of this API.
    private static func objection(toPath path: String, on dialect: DialectName) -> String? {
        if dialect == .nxapiREST { return objection(toObjects: path) }
        guard dialect == .junos else { return nil }
        let rpc = path.dropFirst().prefix { $0 != "/" && $0 != "?" }
        let isName = rpc.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        // Junos runs any RPC for a GET, `request-reboot` too.
        guard isName, rpc.hasPrefix("get-") else { return "`\(rpc)` is not plainly a read; only RPCs `get-…` are sent" }
        return nil
    }

    /// Why a GET of this path of NX-API REST is no plain read of objects.
    private static func objection(toObjects path: String) -> String? {
        guard ["/class/", "/mo/"].contains(where: path.hasPrefix) else {
            return "only `class/…` and `mo/…` are plainly reads"
        }
        guard !path.lowercased().contains("subscription=") else { return "a subscription stays on the device" }
        return nil
    }

    private static func objection(toHTTP http: HTTPCommand) -> String? {
        guard http.method == "GET" else { return "it may change the device; only GET is sent" }
        guard http.body == nil else { return "a GET with a body is no plain read" }
        if let field = http.headers.first(where: { isMethodOverride($0.name) }) {
            return "header field `\(field.name)` can turn a GET into something else"
        }
        return objection(toTarget: http.path)
    }

    private static func isMethodOverride(_ name: String) -> Bool {
        methodOverrides.contains(name.lowercased().replacing("_", with: "-"))
    }

    /// Why a GET of this path and query acts on devices that are known to run what a GET names.
    private static func objection(toTarget target: String) -> String? {
        let plain = target.lowercased().replacing("%2f", with: "/").replacing("%5f", with: "_")
        if let query = plain.firstIndex(of: "?").map({ plain[$0...].dropFirst() }),
            query.split(separator: "&").contains(where: { $0.hasPrefix("_method=") })
        {
            return "`_method` in the query can turn a GET into something else"
        }
        let parts = plain.prefix { $0 != "?" }.split(separator: "/")
        if parts.first == "rpc", let rpc = parts.dropFirst().first, !rpc.hasPrefix("get-") {
            return "`/rpc/\(rpc)` may run something on a Junos device; only RPCs `get-…` are sent"
        }
        // IOS runs the command that the path names: `/level/15/exec/-/reload/CR`.
        if parts.first == "level", ["exec", "configure"].contains(parts.dropFirst(2).first ?? "") {
            return "`/level/…` runs a command line on an IOS device"
        }
        return nil
    }

    // MARK: Command lines

    /// What may follow a pipe: filters of the device's own display, none of which writes or runs anything.
    ///
    /// EOS hands a word that it does not know to its shell, so that each platform has its own list: `last` is a filter
    /// of NX-OS, and a program of EOS.
    public static func filters(of dialect: DialectName) -> [String] {
        switch dialect {
        case .nxapi:
            common + ["count", "end", "last", "json-pretty", "xml", "human", "wc"]
        case .eapi:
            common + ["nz"]
        default:
            common
        }
    }

    private static let common = [
        "include", "exclude", "begin", "section", "grep", "egrep", "head", "json", "no-more",
    ]

    /// What redirects, separates, substitutes or escapes on a device.
    private static let forbidden: Set<Unicode.Scalar> = [";", "`", "$", "&", ">", "<", "\\"]

    private static func objection(toLine line: String, on dialect: DialectName) -> String? {
        guard line.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
            return "it holds a character that is no plain ASCII"
        }
        if let character = line.unicodeScalars.first(where: forbidden.contains) {
            return "`\(character)` can redirect, separate or substitute on a device"
        }
        let stages = line.split(separator: "|", omittingEmptySubsequences: false)
            .map { $0.split(separator: " ").map(String.init) }
        guard let words = stages.first, let verb = words.first, line.first != " " else {
            return "it is empty, or begins with a blank"
        }
        guard verb == "show" || verb == "dir" else {
            return "`\(verb)` is not plainly a read; only `show …` and `dir …` are sent, written out"
        }
        if let word = actingWord(in: words) { return "`\(verb) … \(word)` acts on the device" }
        let filters = filters(of: dialect)
        for stage in stages.dropFirst() {
            guard let filter = stage.first else { return "a pipe leads nowhere" }
            guard filters.contains(filter) else { return "`| \(filter)` is not a plain display filter of \(dialect)" }
        }
        return nil
    }

    /// The word by which a `show` does something: some of NX-OS clear the counters that they show, and
    /// `show tech-support … binary` writes a file.
    ///
    /// A device takes any beginning of a word that stands for itself, in any case.
    private static func actingWord(in words: [String]) -> String? {
        let words = words.dropFirst().map { $0.lowercased() }
        guard let subject = words.first else { return nil }
        // Names of VRFs and the like may be a letter or two; among a device's internals there are none.
        let internals = ["hardware", "system", "platform"].contains { $0.hasPrefix(subject) }
        let shortest = internals ? 1 : 3
        if let word = words.first(where: { $0.count >= shortest && "clear".hasPrefix($0) }) { return word }
        guard "tech-support".hasPrefix(subject) else { return nil }
        return words.dropFirst().first { "binary".hasPrefix($0) || $0.contains(":") }
    }
}
