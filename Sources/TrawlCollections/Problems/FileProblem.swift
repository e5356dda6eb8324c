import Trawl

/// One mistake in a collection or inventory file: where it is, what it is, and one thing to try.
public struct FileProblem: Error, Sendable, Hashable {
    /// Whether the file can still be used.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        /// The file is refused.
        case error
        /// The file is used; somebody should look at it.
        case warning
    }

    /// What sort of mistake it is, for callers that treat some of them differently.
    public enum Kind: Sendable, Hashable, CaseIterable {
        /// The file does not say what such a file must say.
        case invalid
        /// The file asks for something that is not plainly a read.
        ///
        /// Where all problems are of this kind, `trawl` stops for safety (exit status 5).
        case notARead
        /// The file asks for something that is never sent, as it would not arrive as the one command that it looks like.
        case neverSent
    }

    /// The file's path, as it was given.
    public var file: String
    /// The line, counted from 1; 0 where the whole file is meant.
    public var line: Int
    /// The column in Unicode scalars, counted from 1; 0 where the whole file is meant.
    public var column: Int
    /// How many scalars are meant; 0 means up to the end of the line.
    public var length: Int
    /// What is wrong, in one line.
    public var message: String
    /// One thing to try; `nil` rather than a guess.
    public var hint: String?
    /// Whether the file can still be used.
    public var severity: Severity
    /// What sort of mistake it is.
    public var kind: Kind
    /// The text of the line; `nil` where it may hold a secret, or where no line is meant.
    public var excerpt: String?

    /// Makes a problem; by default an error about the file as a whole.
    public init(
        file: String,
        line: Int = 0,
        column: Int = 0,
        length: Int = 0,
        message: String,
        hint: String? = nil,
        severity: Severity = .error,
        kind: Kind = .invalid,
        excerpt: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.length = length
        self.message = message
        self.hint = hint
        self.severity = severity
        self.kind = kind
        self.excerpt = excerpt
    }
}

extension FileProblem: CustomStringConvertible {
    /// The problem as a compiler would show it: place, message, the line with a caret, the hint.
    public var description: String {
        let place = line > 0 ? ":\(line):\(column)" : ""
        var lines = ["\(file.escapingControls)\(place): \(severity.rawValue): \(message.escapingControls)"]
        if let excerpt, line > 0 {
            lines += Self.marked(excerpt, line: line, column: column, length: length)
        }
        if let hint { lines.append("  hint: \(hint.escapingControls)") }
        return lines.joined(separator: "\n")
    }

    /// The most of one line that is shown: a file may be a single line of megabytes.
    private static let widestExcerpt = 110

    private static func marked(_ excerpt: String, line: Int, column: Int, length: Int) -> [String] {
        let scalars = Array(excerpt.unicodeScalars.prefix(column + widestExcerpt))
        let start = min(max(column - 1, 0), scalars.count)
        let first = start < widestExcerpt - 30 ? 0 : start - 40
        let shown = scalars[first..<min(scalars.count, first + widestExcerpt)]
        let end = length == 0 ? shown.endIndex : min(start + length, shown.endIndex)
        let text = { (part: ArraySlice<Unicode.Scalar>) in
            String(String.UnicodeScalarView(part)).escapingControls
        }
        let lead = (first > 0 ? "…" : "") + text(shown[first..<start])
        let meant = text(shown[start..<max(start, end)])
        let rest = text(shown[max(start, end)...]) + (shown.endIndex < scalars.count ? "…" : "")
        let number = String(line)
        let gutter = String(repeating: " ", count: max(0, 5 - number.count)) + number
        let blank = String(repeating: " ", count: gutter.count)
        let carets = String(repeating: "^", count: max(1, DisplayWidth.columns(of: meant)))
        return [
            "\(gutter) | \(lead)\(meant)\(rest)",
            "\(blank) | \(String(repeating: " ", count: DisplayWidth.columns(of: lead)))\(carets)",
        ]
    }
}
