import Trawl

extension ScalarKind {
    /// The check of a kind that a reader function decides; a number without `unit` is taken for one in it, in a hint.
    static func readable(
        _ noun: String,
        _ pattern: String,
        forgetting unit: String? = nil,
        by read: @escaping @Sendable (String) -> Bool
    ) -> ScalarKind {
        ScalarKind(noun: noun, form: .pureText, pattern: pattern) { text in
            guard !read(text) else { return nil }
            let meant = unit.map { text + $0 }.flatMap { read($0) ? "did you mean `\($0)`?" : nil }
            return ScalarObjection("\(text.quoted) is not \(noun)", hint: meant)
        }
    }

    /// A kind of which every character must be of some set.
    static func spelled(
        _ noun: String,
        _ pattern: String,
        form: Form = .text,
        hint: String? = nil,
        by isFine: @escaping @Sendable (String) -> Bool
    ) -> ScalarKind {
        ScalarKind(noun: noun, form: form, pattern: pattern) { text in
            isFine(text) ? nil : ScalarObjection("\(text.quoted) is not \(noun)", hint: hint)
        }
    }

    static let duration = readable("a duration such as `30s`", "^\(Quantity.durationPattern)$", forgetting: "s") {
        Duration(written: $0) != nil
    }

    static let durationOrNone = readable(
        "a duration such as `10m`, or `none`",
        "^(?:none|\(Quantity.durationPattern))$",
        forgetting: "s"
    ) {
        $0 == "none" || Duration(written: $0) != nil
    }

    static let durationRange = readable(
        "a range of durations such as `500ms..10s`",
        #"^\#(Quantity.durationPattern)\.\.\#(Quantity.durationPattern)$"#
    ) { Duration.range(written: $0) != nil }

    static let rate = readable("a rate such as `10/s`", "^\(Quantity.ratePattern)$") { Rate(written: $0) != nil }

    static let byteCount = readable("a size such as `16MiB`", "^\(Quantity.sizePattern)$") {
        ByteCount.written($0) != nil
    }

    static let boolean = ScalarKind(noun: "`true` or `false`", form: .boolean)

    static func integer(_ range: ClosedRange<Int>) -> ScalarKind {
        ScalarKind(noun: "a whole number from \(range.lowerBound) to \(range.upperBound)", form: .integer(range))
    }

    static func integer(_ range: ClosedRange<Int>, or word: String) -> ScalarKind {
        let noun = "a whole number from \(range.lowerBound) to \(range.upperBound), or `\(word)`"
        return ScalarKind(noun: noun, form: .integerOr(range, word))
    }

    static func choice(_ words: [String]) -> ScalarKind {
        let list = words.map { "`\($0)`" }
        let noun = list.count > 1 ? list.dropLast().joined(separator: ", ") + " or " + list[list.count - 1] : list[0]
        return ScalarKind(noun: noun, form: .choice(words))
    }

    /// One line of text.
    static let line = spelled("one line of text", #"^(?![^\n]*\$\{)[^\u0000-\u001f\u007f]*$"#) { text in
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }

    /// Any text, over several lines too.
    static let prose = ScalarKind(noun: "text", pattern: #"^(?![\s\S]*\$\{)[\s\S]*$"#)

    /// A path of a file.
    static let path = spelled("the path of a file", #"^(?![^\n]*\$\{)[^\u0000-\u001f\u007f]+$"#) { text in
        !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }

    /// The name of a credential, a group or a collection.
    static func name(_ noun: String) -> ScalarKind {
        spelled(noun, "^[A-Za-z0-9][A-Za-z0-9._-]*$", hint: "letters, digits, `.`, `_` and `-`") { isName($0) }
    }

    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isAlphanumeric(first) else { return false }
        return text.utf8.allSatisfy { isAlphanumeric($0) || ".-_".utf8.contains($0) }
    }

    static let requestName = spelled(
        "a request's name",
        "^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$",
        hint: "letters and digits, with single `-` between them"
    ) { text in
        text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy(isAlphanumeric) }
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    /// A key of a device's labels: what Prometheus takes as a label name, and not `name`, which means the device's.
    static let labelKey = ScalarKind(
        noun: "a label name",
        form: .pureText,
        pattern: "^(?!name$)[A-Za-z_][A-Za-z0-9_]*$"
    ) { text in
        if text == "name" {
            return ScalarObjection("`name` cannot be a label: it means the device's own name")
        }
        return isLabelName(text)
            ? nil
            : ScalarObjection("\(text.quoted) is not a label name", hint: "letters, digits and `_`, no digit first")
    }

    /// A key of a filter: a label's, or `name`.
    static let filterKey = spelled(
        "a label name",
        "^[A-Za-z_][A-Za-z0-9_]*$",
        form: .pureText,
        hint: "letters, digits and `_`, no digit first"
    ) { isLabelName($0) }

    private static func isLabelName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return text.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "_") }
    }
}
