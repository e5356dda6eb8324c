/// A JSON text that was read once: its bytes, and a word for each token of it.
///
/// Values are indices into the words. Keys are strings in front of their values.
final class JSONTape: Sendable {
    let bytes: [UInt8]
    let words: ContiguousArray<UInt64>
    /// How many invalid UTF-8 sequences and halves of surrogate pairs read as U+FFFD.
    let replacedSequences: Int

    /// Reads a text, strictly as RFC 8259 asks.
    init(parsing text: [UInt8], maximumDepth: Int) throws(JSONError) {
        guard text.count <= JSONWord.longestText else {
            throw JSONError(offset: JSONWord.longestText, reason: "longer than 512 MiB")
        }
        bytes = text
        var failure: JSONError?
        var outgrown: ContiguousArray<UInt64>?
        var replaced = 0
        // EOS answers have a token every eleven bytes or so. Scanning straight into the array saves a copy, and the
        // page faults of a second large allocation, which cost as much as the scan itself.
        let estimate = text.count / 8 + 16
        let scanned = unsafe ContiguousArray<UInt64>(unsafeUninitializedCapacity: estimate) { words, count in
            unsafe text.withUnsafeBufferPointer { buffer in
                guard var scanner = unsafe JSONScanner(buffer, lending: words) else {
                    failure = JSONError(offset: 0, reason: "not JSON: the text is empty")
                    return
                }
                do throws(JSONError) {
                    try scanner.scan(maximumDepth: maximumDepth)
                } catch {
                    failure = error
                }
                replaced = scanner.replacedSequences
                outgrown = scanner.outgrown()
                count = outgrown == nil ? scanner.used : 0
            }
        }
        if let failure { throw failure }
        // A text of a few long strings leaves most of the estimate empty, and a reply may be kept for long.
        words = outgrown ?? (scanned.count < estimate / 4 ? ContiguousArray(scanned[...]) : scanned)
        replacedSequences = replaced
    }

    /// The word at an index.
    @inline(__always)
    func word(_ index: Int) -> JSONWord { JSONWord(raw: words[index]) }

    /// The index after a value.
    @inline(__always)
    func index(after value: Int) -> Int { value + word(value).stride }

    /// Members of an object or elements of an array.
    @inline(__always)
    func count(of container: Int) -> Int { Int(truncatingIfNeeded: words[container + 1] >> 32) }

    /// The bytes of a value, quotes and brackets included.
    func extent(of value: Int) -> Range<Int> {
        let word = word(value)
        if word.isContainer { return word.offset..<Int(words[value + 1] & 0xFFFF_FFFF) }
        return word.kind == JSONWord.string ? (word.offset - 1)..<(word.range.upperBound + 1) : word.range
    }

    /// The bytes of a scalar, without quotes.
    @inline(__always)
    func token<Result>(_ word: JSONWord, _ body: (Span<UInt8>) -> Result) -> Result {
        unsafe bytes.withUnsafeBufferPointer { text in
            unsafe body(Span(_unsafeElements: UnsafeBufferPointer(rebasing: text[word.range])))
        }
    }

    /// The text of the string at an index.
    func string(_ index: Int) -> String {
        let word = word(index)
        guard word.isElaborate else { return token(word, JSONNumber.text) }
        return token(word, JSONText.string)
    }

    /// The text of the number at an index, as it is spelt.
    func string(unescaped index: Int) -> String { token(word(index), JSONNumber.text) }

    /// Whether a value is `null`.
    @inline(__always)
    func isNull(_ value: Int) -> Bool { word(value).kind == JSONWord.null }

    /// The truth value, or `nil` for anything else.
    @inline(__always)
    func bool(_ value: Int) -> Bool? {
        let word = word(value)
        return word.kind == JSONWord.bool ? word.length == 4 : nil
    }

    /// The whole number in a type's range, or `nil` for anything else.
    @inline(__always)
    func integer<Integer: FixedWidthInteger>(_ value: Int, as type: Integer.Type) -> Integer? {
        let word = word(value)
        guard word.kind == JSONWord.number else { return nil }
        return token(word) { JSONNumber.integer($0, isElaborate: word.isElaborate, as: type) }
    }

    /// The nearest Double, or `nil` for anything else.
    @inline(__always)
    func double(_ value: Int) -> Double? {
        let word = word(value)
        guard word.kind == JSONWord.number else { return nil }
        return token(word, JSONNumber.double)
    }

    /// Whether the string at an index has this UTF-8; no Unicode normalisation, as RFC 8259 compares.
    func string(_ index: Int, equals text: Span<UInt8>) -> Bool {
        let word = word(index)
        if word.isElaborate || word.needsRewriting {
            let found = string(index)
            return JSONText.isEqual(found.utf8.span, text)
        }
        return word.length == text.count && token(word) { JSONText.isEqual($0, text) }
    }

    /// The value of an object's first member with a key, by going through them.
    func firstValue(of object: Int, key: Span<UInt8>) -> Int? {
        firstValue(among: (object + 2)..<index(after: object), key: key)
    }

    /// The value of the first of some members with a key; the range begins and ends where members do.
    func firstValue(among members: Range<Int>, key: Span<UInt8>) -> Int? {
        // Equal for every plain key of this length, whatever its offset.
        let shape = JSONWord(kind: JSONWord.string, offset: 0, length: key.count).raw
        let elaborate = JSONWord.isElaborate | JSONWord.needsRewriting
        return unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe words.withUnsafeBufferPointer { words in
                unsafe key.withUnsafeBufferPointer { key in
                    var index = members.lowerBound
                    while index < members.upperBound {
                        let word = unsafe words[index]
                        if word & JSONWord.shapeMask == shape {
                            let token = unsafe UnsafeBufferPointer(rebasing: bytes[JSONWord(raw: word).range])
                            if unsafe JSONText.isEqual(token, key) { return index + 1 }
                        } else if word & elaborate != 0, unsafe string(index, equals: Span(_unsafeElements: key)) {
                            return index + 1
                        }
                        let value = JSONWord(raw: unsafe words[index + 1])
                        index += 1 + value.stride
                    }
                    return nil
                }
            }
        }
    }

    /// Appends a value without the whitespace between its tokens, repaired where its strings need it.
    func write(_ value: Int, to output: inout [UInt8]) {
        let extent = extent(of: value)
        guard word(value).needsRewriting else {
            output.append(contentsOf: bytes[extent])
            return
        }
        output.reserveCapacity(output.count + extent.count)
        /// Where the bytes begin that are still to be appended as they came.
        var start = extent.lowerBound
        /// Between a token and the next: brackets, quotes, commas, colons and the whitespace to leave out.
        var gap = extent.lowerBound
        var index = value
        let end = self.index(after: value)
        while index < end {
            let word = word(index)
            if word.isContainer, word.needsRewriting {
                index += 2
                continue
            }
            let token = word.isContainer ? self.extent(of: index) : word.range
            start = append(from: start, skippingWhitespaceIn: gap..<token.lowerBound, to: &output)
            if word.needsRewriting {
                output.append(contentsOf: bytes[start..<token.lowerBound])
                self.token(word) { JSONText.appendRepaired($0, to: &output) }
                start = token.upperBound
            }
            gap = token.upperBound
            index += word.stride
        }
        start = append(from: start, skippingWhitespaceIn: gap..<extent.upperBound, to: &output)
        output.append(contentsOf: bytes[start..<extent.upperBound])
    }

    /// Appends what comes before the last whitespace of a gap, and gives where the bytes after it begin.
    @inline(__always)
    private func append(from start: Int, skippingWhitespaceIn gap: Range<Int>, to output: inout [UInt8]) -> Int {
        var start = start
        for position in gap where bytes[position] <= 0x20 {
            if start < position { output.append(contentsOf: bytes[start..<position]) }
            start = position + 1
        }
        return start
    }
}
