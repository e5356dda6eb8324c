import TrawlJSON

extension RowPlace.Finding {
    /// What a label shows; several values with commas between them.
    var text: String? {
        switch self {
        case .missing: nil
        case .text(let text): text
        case .integer(let number): String(number)
        case .value(let value) where value.kind == .array:
            value.elements.compactMap(\.plainText).joined(separator: ",")
        case .value(let value): value.plainText
        }
    }
}

extension JSONSlice {
    fileprivate var plainText: String? {
        switch kind {
        // NX-OS fills the columns of its tables with blanks.
        case .string: string?.withoutBlanksAround
        case .number: numberText
        case .bool: bool == true ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}

extension String {
    fileprivate var withoutBlanksAround: String {
        guard utf8.first == UInt8(ascii: " ") || utf8.last == UInt8(ascii: " ") else { return self }
        let start = unicodeScalars.firstIndex { $0 != " " } ?? unicodeScalars.endIndex
        let text = String(unicodeScalars[start...])
        guard let end = text.unicodeScalars.lastIndex(where: { $0 != " " }) else { return "" }
        return String(text.unicodeScalars[...end])
    }

    /// As much of the text as fits, with an ellipsis.
    func cut(toBytes limit: Int) -> String {
        var cut = ""
        var left = limit - 3
        for scalar in unicodeScalars {
            let length = scalar.utf8.count
            guard length <= left else { break }
            cut.unicodeScalars.append(scalar)
            left -= length
        }
        return cut + "…"
    }
}
