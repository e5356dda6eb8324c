import TrawlJSON

/// Writes JSON values as YAML that versions 1.1 and 1.2 read alike.
enum YAMLText {
    /// Past this depth values are written in flow style: further indentation helps nobody.
    private static let blockDepth = 12

    static func appendListItem(_ value: JSONSlice, to text: inout String) {
        text += "- "
        appendBlock(value, indent: 2, depth: 0, startsOnLine: true, to: &text)
    }

    /// Writes a value after a key or a dash, with the line's end.
    private static func appendBlock(
        _ value: JSONSlice,
        indent: Int,
        depth: Int,
        startsOnLine: Bool,
        to text: inout String
    ) {
        let isBlock = (value.kind == .object || value.kind == .array) && value.count > 0 && depth < blockDepth
        guard isBlock else {
            if !startsOnLine { text += " " }
            appendFlow(value, to: &text)
            text += "\n"
            return
        }
        var isFirst = startsOnLine
        if !startsOnLine { text += "\n" }
        let margin = String(repeating: " ", count: indent)
        if value.kind == .object {
            for (key, member) in merged(value.members) {
                if !isFirst { text += margin }
                isFirst = false
                text += "\(self.key(key)):"
                switch member {
                case .one(let slice):
                    appendBlock(slice, indent: indent + 2, depth: depth + 1, startsOnLine: false, to: &text)
                case .several(let slices):
                    text += "\n"
                    for slice in slices {
                        text += "\(margin)  - "
                        appendBlock(slice, indent: indent + 4, depth: depth + 2, startsOnLine: true, to: &text)
                    }
                }
            }
        } else {
            for element in value.elements {
                if !isFirst { text += margin }
                isFirst = false
                text += "- "
                appendBlock(element, indent: indent + 2, depth: depth + 1, startsOnLine: true, to: &text)
            }
        }
    }

    private static func appendFlow(_ value: JSONSlice, to text: inout String) {
        switch value.kind {
        case .object:
            var separator = ""
            text += "{"
            for (key, member) in merged(value.members) {
                text += "\(separator)\(self.key(key)): "
                separator = ", "
                switch member {
                case .one(let slice): appendFlow(slice, to: &text)
                case .several(let slices): appendFlow(slices, to: &text)
                }
            }
            text += "}"
        case .array: appendFlow(value.elements, to: &text)
        case .string: text += quoted(value.string ?? "")
        case .number: text += number(value.numberText ?? "0")
        case .bool: text += value.bool == true ? "true" : "false"
        case .null: text += "null"
        }
    }

    private static func appendFlow(_ values: [JSONSlice], to text: inout String) {
        text += "["
        for (index, value) in values.enumerated() {
            if index > 0 { text += ", " }
            appendFlow(value, to: &text)
        }
        text += "]"
    }

    private enum Member {
        case one(JSONSlice)
        case several([JSONSlice])
    }

    /// YAML refuses a key that is there twice, and NX-OS repeats keys: such a key becomes a list.
    private static func merged(_ members: [(key: String, value: JSONSlice)]) -> [(String, Member)] {
        var result: [(String, Member)] = []
        var positions: [String: Int] = [:]
        for (key, value) in members {
            guard let position = positions[key] else {
                positions[key] = result.count
                result.append((key, .one(value)))
                continue
            }
            switch result[position].1 {
            case .one(let first): result[position].1 = .several([first, value])
            case .several(let slices): result[position].1 = .several(slices + [value])
            }
        }
        return result
    }

    /// YAML 1.1 takes `1e5` for text: its numbers with an exponent need a point and a sign.
    private static func number(_ text: String) -> String {
        guard let index = text.firstIndex(where: { $0 == "e" || $0 == "E" }) else { return text }
        var mantissa = String(text[..<index])
        var exponent = String(text[text.index(after: index)...])
        if !mantissa.contains(".") { mantissa += ".0" }
        if exponent.first != "-", exponent.first != "+" { exponent = "+" + exponent }
        return "\(mantissa)e\(exponent)"
    }

    private static func key(_ name: String) -> String {
        let reserved: Set<String> = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
        guard let first = name.utf8.first, isLetter(first) || first == UInt8(ascii: "_"), name.utf8.count < 128,
            name.utf8.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D }),
            !reserved.contains(name.lowercased())
        else {
            // A key of more than 1024 characters needs YAML's explicit form: https://yaml.org/spec/1.2.2/#742-flow-mappings
            return quoted(name)
        }
        return name
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// Always in double quotes: then `no`, `1e3` and `0x10` are text in every version.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if TerminalText.isDangerous(scalar) || scalar.value & 0xFFFE == 0xFFFE || scalar.value == 0x85 {
                    result += escape(scalar)
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        let (letter, width) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
        return "\\\(letter)\(String(repeating: "0", count: width - digits.count))\(digits)"
    }
}
