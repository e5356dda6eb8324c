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
            guard http.method == "GET" else { return "`\(http.method)` may change the device; only GET is sent" }
            return http.body == nil ? nil : "a GET with a body is no plain read"
        case .cli(let line):
            return objection(toLine: line)
        }
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
