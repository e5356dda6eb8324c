public import TrawlCore

/// Which commands are plainly reads.
///
/// Everything else is refused before a byte leaves.
public enum ReadOnly: Sendable {
    /// Why a command is no plain read; `nil` for one that is.
    ///
    /// A plain read is `show …` or `dir …` in lower case and plain ASCII, on one line, without separators, redirections
    /// or pipes to anything but a display filter; or a GET.
    public static func objection(to command: Command) -> String? {
        switch command.content {
        case .http(let http):
            return objection(toHTTP: http)
        case .cli(let line):
            return objection(toLine: line)
        }
    }

    /// Header fields by which a GET becomes something else, or brings a second request along.
    private static let fields: Set<String> = [
        "x-http-method-override", "x-http-method", "x-method-override", "transfer-encoding", "content-length",
    ]

    private static func objection(toHTTP http: HTTPCommand) -> String? {
        guard http.method == "GET" else { return "`\(http.method)` may change the device; only GET is sent" }
        guard http.body == nil else { return "a GET with a body is no plain read" }
        guard http.path.first == "/", http.path.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else {
            return "the path does not begin with `/`, or holds a blank or a character that is no plain ASCII"
        }
        for field in http.headers {
            let isName = field.name.utf8.allSatisfy { (0x21..<0x7F).contains($0) && $0 != UInt8(ascii: ":") }
            guard !field.name.isEmpty, isName, field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                return "a header field holds a line break or another character that could begin a second request"
            }
            guard !fields.contains(field.name.lowercased()) else {
                return "header field `\(field.name)` can turn a GET into something else"
            }
        }
        return nil
    }

    /// What may follow a pipe: filters of the device's own display, none of which writes or runs anything.
    private static let filters: Set<String> = [
        "include", "exclude", "begin", "section", "count", "no-more", "json", "xml", "grep", "egrep", "head", "last",
        "nz", "json-pretty", "native",
    ]

    private static func objection(toLine line: String) -> String? {
        guard line.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
            return "it holds a character that is no plain ASCII, or a line break"
        }
        let forbidden: [Character] = [";", "`", "$", "&", ">", "<", "\\"]
        if let character = line.first(where: { forbidden.contains($0) }) {
            return "`\(character)` can redirect, separate or substitute on a device"
        }
        let stages = line.split(separator: "|", omittingEmptySubsequences: false)
            .map { $0.split(separator: " ").map(String.init) }
        guard let verb = stages.first?.first, line.first != " " else {
            return "it is empty, or begins with a blank"
        }
        guard verb == "show" || verb == "dir" else {
            return "`\(verb)` is not plainly a read; only `show …` and `dir …` are sent"
        }
        for stage in stages.dropFirst() {
            guard let filter = stage.first else { return "a pipe leads nowhere" }
            guard filters.contains(filter) else { return "`| \(filter)` is not a plain display filter" }
        }
        return nil
    }
}
