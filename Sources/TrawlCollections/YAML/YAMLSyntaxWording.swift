extension YAMLSyntaxError {
    /// libyaml's refusal of bytes that are no text.
    init(reading problem: String, at mark: YAMLMark) {
        if problem.contains("control characters") {
            self.init(mark: mark, message: "a control character", hint: "remove it: a file is printable text")
        } else {
            self.init(mark: mark, message: "this is no UTF-8", hint: "save the file as UTF-8")
        }
    }

    /// libyaml's words for a mistake in a line, in words for somebody who never reads about YAML's grammar.
    ///
    /// - Parameters:
    ///   - problem: What libyaml says.
    ///   - mark: Where it says so.
    ///   - opened: The line where the construct began, where libyaml names one.
    ///   - text: The text of the line, by its number.
    init(_ problem: String, at mark: YAMLMark, opened: Int?, text: [Int: String]) {
        let scalars = Array((text[Int(mark.line)] ?? "").unicodeScalars)
        let character = scalars.indices.contains(Int(mark.column) - 1) ? scalars[Int(mark.column) - 1] : nil
        let indentation = scalars.prefix { $0 == " " || $0 == "\t" }
        if character == "\t" || problem.contains("tab character") || indentation.contains("\t") {
            let column = (indentation.firstIndex(of: "\t") ?? Int(mark.column) - 1) + 1
            self.init(
                mark: YAMLMark(line: Int(mark.line), column: column),
                message: "a tab; YAML is indented with spaces",
                hint: "replace it with spaces"
            )
            return
        }
        let place = opened.map { $0 == Int(mark.line) ? "" : " (it began on line \($0))" } ?? ""
        let (message, hint) = Self.wording(of: problem, character: character, place: place)
        self.init(mark: mark, message: message, hint: hint)
    }

    private static func wording(
        of problem: String,
        character: Unicode.Scalar?,
        place: String
    ) -> (message: String, hint: String?) {
        let quotes = "put a value that holds `: ` or ` #`, or begins with a sign, in quotes"
        switch problem {
        case "mapping values are not allowed in this context":
            return ("a `:` where none is expected", "check the indentation; \(quotes)")
        case "did not find expected key":
            return ("this does not fit what is above it\(place)", "check the indentation; \(quotes)")
        case "could not find expected ':'":
            return ("a key without `:`\(place)", "write `key: value`")
        case "did not find expected '-' indicator":
            return ("a list item begins with `-`\(place)", "check the indentation")
        case "did not find expected ',' or ']'":
            return ("`,` or `]` is missing\(place)", nil)
        case "did not find expected ',' or '}'":
            return ("`,` or `}` is missing\(place)", nil)
        case "did not find expected node content":
            return ("a value is missing\(place)", nil)
        case "found unexpected end of stream":
            return ("the file ends within quotes\(place)", "close the quotes")
        case "found character that cannot start any token":
            let sign = character.map { "`\(String($0))`" } ?? "this"
            return ("\(sign) cannot begin a value", quotes)
        case "did not find expected alphabetic or numeric character":
            return ("`*` or `&` cannot begin a value\(place)", quotes)
        case "block sequence entries are not allowed in this context":
            return ("a list item where none is expected", "put the list below its key, each item on a line of its own")
        case "did not find expected <document start>":
            return ("this does not belong to what is above it", "check the indentation")
        case _ where problem.hasPrefix("Maximum nesting level"):
            return ("nested more than \(YAMLReader.deepest) levels deep", nil)
        default:
            return ("no valid YAML: \(problem)\(place)", nil)
        }
    }
}
