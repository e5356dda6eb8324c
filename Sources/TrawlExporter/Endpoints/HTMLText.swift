/// A page that is put together from text, all of which is escaped.
struct HTMLText {
    private(set) var text = ""

    /// Appends markup as it stands; nothing that anybody else has written.
    mutating func markup(_ markup: StaticString) {
        text += "\(markup)"
    }

    /// Appends text.
    mutating func plain(_ plain: String) {
        for scalar in plain.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            // Neither a control character nor a change of the writing's direction has a place on a page.
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
                "\u{2066}"..."\u{2069}":
                text += "\u{FFFD}"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    /// Appends a table; the columns that are named as numbers are set to the right.
    mutating func table(_ heads: [String], numbers: Set<Int> = [], rows: [[String]]) {
        markup("<div class=scroll><table><thead><tr>")
        for (index, head) in heads.enumerated() {
            if numbers.contains(index) { markup("<th class=n>") } else { markup("<th>") }
            plain(head)
        }
        markup("</thead><tbody>\n")
        for row in rows {
            markup("<tr>")
            for (index, cell) in row.enumerated() {
                if numbers.contains(index) { markup("<td class=n>") } else { markup("<td>") }
                plain(cell)
            }
            markup("\n")
        }
        markup("</tbody></table></div>\n")
    }
}
