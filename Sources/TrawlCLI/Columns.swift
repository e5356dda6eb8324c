import Trawl
import TrawlOutputs

/// Plain columns for listings.
enum Columns {
    static func aligned(_ rows: [[String]]) -> [String] {
        let rows = rows.map { $0.map(TerminalText.escape) }
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { $0.count > column ? DisplayWidth.columns(of: $0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : DisplayWidth.pad(cell, to: widths[column], right: false)
            }
            return cells.joined(separator: "  ")
        }
    }
}
