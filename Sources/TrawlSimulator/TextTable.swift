/// Columns of text as switches print them: left-aligned, padded to a width, cut by nothing.
enum TextTable {
    /// A line whose cells are padded to the widths; the last one is not.
    static func line(_ cells: [String], widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            line += cell
            if index < cells.count - 1, index < widths.count {
                line += String(repeating: " ", count: max(1, widths[index] - cell.count))
            }
        }
        return line
    }

    /// A heading and rows.
    static func text(_ heading: [String], widths: [Int], rows: [[String]]) -> String {
        ([heading] + rows).map { line($0, widths: widths) + "\n" }.joined()
    }
}

/// What follows a `|` on a command line.
struct OutputFilter: Sendable {
    /// The command before the first `|`.
    let command: String
    private let stages: [[String]]

    init(_ line: String) {
        let parts = line.split(separator: "|", omittingEmptySubsequences: false)
        command = String(parts[0])
        stages = parts.dropFirst().map { $0.split(separator: " ").map(String.init) }
    }

    /// Whether text is filtered at all.
    var isEmpty: Bool { stages.isEmpty }

    /// Whether the only stages ask for JSON.
    var asksForJSON: Bool { stages.allSatisfy { ["json", "no-more"].contains($0.first ?? "") } && !stages.isEmpty }

    /// The text after every stage; `nil` where a stage is unknown.
    func apply(to text: String) -> String? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        for stage in stages {
            guard let verb = stage.first else { return nil }
            let pattern = stage.dropFirst().joined(separator: " ")
            switch verb {
            case "no-more", "json": break
            case "include", "grep", "inc", "i": lines = lines.filter { $0.contains(pattern) }
            case "exclude", "exc": lines = lines.filter { !$0.contains(pattern) }
            case "begin": lines = Array(lines.drop { !$0.contains(pattern) })
            case "section", "sec": lines = Self.sections(of: lines, naming: pattern)
            default: return nil
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The blocks whose heading names the pattern: the heading and the indented lines below it.
    private static func sections(of lines: [String], naming pattern: String) -> [String] {
        var isInside = false
        return lines.filter { line in
            if line.first != " " { isInside = line.contains(pattern) }
            return isInside || line.contains(pattern)
        }
    }
}
