import Trawl

/// Where in an inventory's text a device's `tls.pin` goes.
struct PinEditor {
    /// Some bytes, and what takes their place.
    struct Edit {
        var range: Range<Int>
        var text: String
    }

    private let source: SourceFile
    private let lines: [Range<Int>]

    init(source: SourceFile) {
        self.source = source
        lines = Array(SourceLines(source.bytes))
    }

    /// The edit that writes a pin into a device's own entry; `nil` where the entry is not written in a known way.
    func edit(writing pin: CertificateFingerprint, into entry: YAMLEntry) -> Edit? {
        let value = "\"\(pin)\""
        guard let tls = entry.value.entry("tls") else { return add("tls: { pin: \(value) }", to: entry) }
        guard let old = tls.value.entry("pin") else { return add("pin: \(value)", to: tls) }
        guard let start = offset(of: old.value.mark), old.value.mark.length > 0 else { return nil }
        let end = offset(inLineOf: old.value.mark, columns: Int(old.value.mark.length), from: start)
        return Edit(range: start..<end, text: value)
    }

    /// Applies edits that do not overlap.
    func apply(_ edits: [Edit]) -> [UInt8] {
        var bytes = source.bytes
        for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
            bytes.replaceSubrange(edit.range, with: edit.text.utf8)
        }
        return bytes
    }

    /// Puts a key and its value first into the mapping that an entry has, or is to have.
    private func add(_ member: String, to entry: YAMLEntry) -> Edit? {
        guard let start = offset(of: entry.value.mark) else { return nil }
        switch entry.value.content {
        case .mapping(let entries) where start < source.bytes.count && source.bytes[start] == UInt8(ascii: "{"):
            let next = start + 1
            let isSpaced = next < source.bytes.count && Self.isBlank(source.bytes[next])
            let separator = entries.isEmpty ? "" : ","
            return Edit(range: next..<next, text: " \(member)\(separator)\(isSpaced ? "" : " ")")
        case .mapping(let entries):
            guard let first = entries.first, let place = offset(of: first.keyMark) else { return nil }
            let line = lines[Int(first.keyMark.line) - 1]
            // Anything but blanks before the key, and its line is not its own.
            guard source.bytes[line.lowerBound..<place].allSatisfy({ $0 == 0x20 }) else { return nil }
            let indentation = String(repeating: " ", count: place - line.lowerBound)
            return Edit(range: place..<place, text: "\(member)\(lineBreak(after: line))\(indentation)")
        case .scalar where entry.value.isNothing:
            let end = offset(inLineOf: entry.value.mark, columns: writtenLength(of: entry.value), from: start)
            let isSpaced = start > 0 && Self.isBlank(source.bytes[start - 1])
            return Edit(range: start..<end, text: "\(isSpaced ? "" : " "){ \(member) }")
        default:
            return nil
        }
    }

    /// How much a value that means nothing takes: none, `~` or `null`.
    private func writtenLength(of node: YAMLNode) -> Int { node.text?.unicodeScalars.count ?? 0 }

    private func lineBreak(after line: Range<Int>) -> String {
        let rest = source.bytes[line.upperBound...].prefix(2)
        return rest.elementsEqual([0x0D, 0x0A]) ? "\r\n" : "\n"
    }

    private func offset(of mark: YAMLMark) -> Int? {
        let number = Int(mark.line) - 1
        guard lines.indices.contains(number) else { return nil }
        return offset(inLineOf: mark, columns: Int(mark.column) - 1, from: lines[number].lowerBound)
    }

    /// The place some scalars further on in a line.
    private func offset(inLineOf mark: YAMLMark, columns: Int, from start: Int) -> Int {
        let end = lines[Int(mark.line) - 1].upperBound
        var (index, left) = (start, columns)
        while index < end {
            let isContinuation = source.bytes[index] & 0xC0 == 0x80
            if !isContinuation {
                guard left > 0 else { break }
                left -= 1
            }
            index += 1
        }
        return index
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
