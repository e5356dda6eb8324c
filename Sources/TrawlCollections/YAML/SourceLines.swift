/// The lines of a text as libyaml counts them: they end at LF, CR, both, and at Unicode's NEL, LS and PS.
///
/// Counted otherwise, the excerpt of a problem would be another line than the one its number names, and a line that
/// must stay hidden would not be it.
struct SourceLines: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var start = 0
    private var isAtEnd = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next line without its end; a text that ends with a line break has an empty last line.
    mutating func next() -> Range<Int>? {
        guard !isAtEnd else { return nil }
        let first = start
        var index = start
        while index < bytes.count {
            // Most bytes begin no line break.
            let byte = bytes[index]
            guard byte == 0x0A || byte == 0x0D || byte == 0xC2 || byte == 0xE2 else {
                index += 1
                continue
            }
            let length = Self.breakLength(in: bytes, at: index)
            if length > 0 {
                start = index + length
                return first..<index
            }
            index += 1
        }
        isAtEnd = true
        return first..<index
    }

    /// How many bytes the line break at an index has; 0 where there is none.
    static func breakLength(in bytes: [UInt8], at index: Int) -> Int {
        switch bytes[index] {
        case 0x0A: 1
        case 0x0D: index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
        case 0xC2: index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 2 : 0
        case 0xE2:
            index + 2 < bytes.count && bytes[index + 1] == 0x80 && (0xA8...0xA9).contains(bytes[index + 2]) ? 3 : 0
        default: 0
        }
    }
}
