import TrawlCore

/// Which columns a table has, how wide they are, and which of them fit.
struct TableLayout {
    struct Column {
        let name: String
        var width: Int
        var isNumber: Bool
    }

    /// Columns with their final widths.
    struct Fitted {
        let columns: [Column]
        /// How many columns found no place.
        let hiddenColumns: Int

        /// One line of the table; no spaces at its end.
        func line(_ value: (Column) -> String) -> String {
            var line = columns.map { column in
                let value = DisplayWidth.cut(value(column), to: column.width)
                return DisplayWidth.pad(value, to: column.width, right: column.isNumber)
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// More than any terminal shows; a device with very many keys costs no more than this.
    private static let maximumColumns = 200
    private static let gap = 2
    /// A column is cut to this before another one goes.
    private static let narrowest = 20
    /// A column that is wider than this is a text and no value.
    private static let longest = 60

    private var columns: [Column] = []
    private var positions: [String: Int] = [:]
    private var uncounted: Set<String> = []

    /// Takes note of a cell.
    mutating func note(_ name: String, _ value: String, isNumber: Bool) {
        let width = DisplayWidth.columns(of: value)
        if let position = positions[name] {
            columns[position].width = max(columns[position].width, width)
            // `-` stands for a missing number and turns no column around.
            columns[position].isNumber = columns[position].isNumber && (isNumber || value == "-")
        } else if columns.count < Self.maximumColumns {
            positions[name] = columns.count
            columns.append(Column(name: name, width: max(width, DisplayWidth.columns(of: name)), isNumber: isNumber))
        } else if uncounted.count < 10_000 {
            uncounted.insert(name)
        }
    }

    /// The columns from the left that have a place in `width`, the longest ones cut.
    func fitted(to width: Int?) -> Fitted {
        guard let width else { return Fitted(columns: columns, hiddenColumns: uncounted.count) }
        // Long texts, banners above all, come last: they would take the place of what tells devices apart.
        let columns = columns.filter { $0.width <= Self.longest } + columns.filter { $0.width > Self.longest }
        var shown: [Column] = []
        var used = -Self.gap
        for column in columns {
            used += Self.gap + min(column.width, Self.narrowest)
            if used > width, !shown.isEmpty { break }
            shown.append(column)
        }
        let space = width - Self.gap * (shown.count - 1)
        let cap = Self.cap(for: shown.map(\.width), within: space)
        for index in shown.indices { shown[index].width = min(shown[index].width, cap) }
        // What dividing left over goes to the first that was cut.
        let rest = space - shown.reduce(0) { $0 + $1.width }
        if rest > 0, let index = shown.indices.first(where: { columns[$0].width > shown[$0].width }) {
            shown[index].width = min(columns[index].width, shown[index].width + rest)
        }
        return Fitted(columns: shown, hiddenColumns: columns.count - shown.count + uncounted.count)
    }

    /// The largest width such that columns cut to it fit: short ones keep theirs and give the long ones their rest.
    private static func cap(for widths: [Int], within space: Int) -> Int {
        var space = space
        var left = widths.count
        for width in widths.sorted() {
            guard width * left > space else {
                space -= width
                left -= 1
                continue
            }
            return max(1, space / max(1, left))
        }
        return .max
    }
}
