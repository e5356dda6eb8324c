/// The one pass over a text: checks every byte of it and leaves the words of a tape.
///
/// It keeps no stack: an open container's words remember its parent until they are filled in, so depth costs neither
/// memory nor recursion. Offsets are checked against `end` before each read; that is what makes the type `@safe`.
@safe struct JSONScanner: ~Copyable {
    let base: UnsafePointer<UInt8>
    let end: Int
    var position = 0
    /// Whether whitespace or text to repair was met in the innermost open container.
    var needsRewriting = false
    var replacedSequences = 0

    /// The words: in the lent buffer, or in one of the scanner's own once that is full.
    private var words: UnsafeMutablePointer<UInt64>
    private var capacity: Int
    private var ownsWords = false
    /// How many words there are.
    private(set) var used = 0

    /// Starts at the beginning of a text, or is `nil` where that is empty; both buffers must outlive the scanner.
    init?(_ text: UnsafeBufferPointer<UInt8>, lending buffer: UnsafeMutableBufferPointer<UInt64>) {
        guard !text.isEmpty, let base = text.baseAddress, let words = buffer.baseAddress else { return nil }
        unsafe self.base = base
        end = text.count
        unsafe self.words = words
        capacity = buffer.count
    }

    deinit {
        if ownsWords { unsafe words.deallocate() }
    }

    /// The words, where the lent buffer was too small for them.
    func outgrown() -> ContiguousArray<UInt64>? {
        guard ownsWords else { return nil }
        return unsafe ContiguousArray(UnsafeBufferPointer(start: words, count: used))
    }

    /// Reads the whole text as one value.
    mutating func scan(maximumDepth: Int) throws(JSONError) {
        try skipMark()
        skipWhitespace()
        var depth = 0
        var parent = -1
        var isObject = false
        var count = 0
        values: while true {
            let start = position
            switch peek() {
            case UInt8(ascii: "\""):
                let flags = try scanString()
                append(JSONWord(kind: JSONWord.string, flags: flags, offset: start + 1, length: position - start - 2))
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let flags = try scanNumber()
                append(JSONWord(kind: JSONWord.number, flags: flags, offset: start, length: position - start))
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard depth < maximumDepth else {
                    throw JSONError(
                        offset: start,
                        reason: "nested deeper than \(maximumDepth) levels",
                        isTooDeep: true
                    )
                }
                depth += 1
                open(parent: parent, count: count, isObject: isObject)
                parent = used - 2
                isObject = peek() == UInt8(ascii: "{")
                count = 0
                position += 1
                skipWhitespace()
                if peek() != (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    if isObject { try scanKey(isFirst: true) }
                    continue values
                }
                position += 1
                depth -= 1
                (parent, count, isObject) = close(parent, count: count, isObject: isObject)
            case UInt8(ascii: "t"): try scanLiteral("true", kind: JSONWord.bool)
            case UInt8(ascii: "f"): try scanLiteral("false", kind: JSONWord.bool)
            case UInt8(ascii: "n"): try scanLiteral("null", kind: JSONWord.null)
            default: throw unexpected("a value")
            }

            while parent >= 0 {
                count += 1
                skipWhitespace()
                let next = peek()
                if next == UInt8(ascii: ",") {
                    position += 1
                    skipWhitespace()
                    if isObject { try scanKey(isFirst: false) }
                    continue values
                }
                guard next == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    throw unexpected(isObject ? "`,` or `}`" : "`,` or `]`")
                }
                position += 1
                depth -= 1
                (parent, count, isObject) = close(parent, count: count, isObject: isObject)
            }
            break
        }
        skipWhitespace()
        guard position == end else { throw unexpected("the end of the text") }
    }

    /// The byte at the position; 0, which no token begins with, at the end.
    @inline(__always)
    func peek() -> UInt8 {
        position < end ? unsafe base[position] : 0
    }

    /// Appends a word.
    @inline(__always)
    mutating func append(_ word: JSONWord) {
        if used == capacity { grow() }
        unsafe words[used] = word.raw
        used += 1
    }

    @inline(__always)
    private mutating func skipWhitespace() {
        // Every token starts above the space, and most answers have a single one between tokens, or none.
        while position < end, unsafe base[position] <= 0x20 {
            switch unsafe base[position] {
            case 0x20, 0x0A, 0x0D, 0x09:
                position += 1
                needsRewriting = true
            default: return
            }
        }
    }

    private mutating func scanKey(isFirst: Bool) throws(JSONError) {
        let start = position
        guard peek() == UInt8(ascii: "\"") else { throw unexpected(isFirst ? "a key or `}`" : "a key") }
        let flags = try scanString()
        append(JSONWord(kind: JSONWord.string, flags: flags, offset: start + 1, length: position - start - 2))
        skipWhitespace()
        guard peek() == UInt8(ascii: ":") else { throw unexpected("`:`") }
        position += 1
        skipWhitespace()
    }

    private mutating func scanLiteral(_ literal: StaticString, kind: UInt64) throws(JSONError) {
        let length = literal.utf8CodeUnitCount
        let start = position
        for step in 0..<length {
            guard start + step < end, unsafe base[start + step] == literal.utf8Start[step] else {
                position = start + step
                throw unexpected("`\(literal)`")
            }
        }
        position = start + length
        append(JSONWord(kind: kind, offset: start, length: length))
    }

    /// Begins a container at the position; its words hold the parent's state until ``close(_:count:isObject:)``.
    private mutating func open(parent: Int, count: Int, isObject: Bool) {
        let state = (isObject ? 1 : 0) | (needsRewriting ? 2 : 0)
        append(JSONWord(raw: UInt64(bitPattern: Int64(parent)) << 32 | UInt64(position)))
        append(JSONWord(raw: UInt64(count) << 32 | UInt64(state)))
        needsRewriting = false
    }

    /// Fills in the words of a container that ends at the position, and gives back the parent's state.
    @inline(__always)
    private mutating func close(_ index: Int, count: Int, isObject: Bool) -> (parent: Int, count: Int, isObject: Bool) {
        let first = unsafe words[index]
        let second = unsafe words[index + 1]
        unsafe words[index] =
            JSONWord(
                kind: isObject ? JSONWord.object : JSONWord.array,
                flags: needsRewriting ? JSONWord.needsRewriting : 0,
                offset: Int(first & 0xFFFF_FFFF),
                length: used - index
            ).raw
        unsafe words[index + 1] = UInt64(count) << 32 | UInt64(position)
        needsRewriting = needsRewriting || second & 2 != 0
        return (Int(Int64(bitPattern: first) >> 32), Int(second >> 32), second & 1 != 0)
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity * 2)
        unsafe larger.update(from: words, count: used)
        if ownsWords { unsafe words.deallocate() }
        ownsWords = true
        unsafe words = larger
        capacity *= 2
    }

    /// Skips a UTF-8 byte order mark, and says so where the text is UTF-16 or UTF-32.
    private mutating func skipMark() throws(JSONError) {
        let first = unsafe base[0]
        let second = end > 1 ? unsafe base[1] : 1
        if first == 0xEF, end >= 3, second == 0xBB, unsafe base[2] == 0xBF {
            position = 3
        } else if (first == 0xFE && second == 0xFF) || (first == 0xFF && second == 0xFE) || first == 0 || second == 0 {
            throw JSONError(offset: 0, reason: "not JSON: the text looks like UTF-16, and JSON is UTF-8")
        }
    }

    /// The error that something else was expected at the position.
    @inline(never)
    func unexpected(_ expected: String) -> JSONError {
        let found =
            if position >= end {
                "the end of the text"
            } else if (0x21...0x7E).contains(peek()) {
                "`\(Unicode.Scalar(peek()))`"
            } else {
                "byte 0x" + String(peek(), radix: 16, uppercase: true)
            }
        return JSONError(offset: position, reason: "expected \(expected), found \(found)")
    }
}
