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
        (words, replacedSequences) = try unsafe text.withUnsafeBufferPointer {
            (buffer) throws(JSONError) -> (ContiguousArray<UInt64>, Int) in
            guard let base = buffer.baseAddress else {
                throw JSONError(offset: 0, reason: "not JSON: the text is empty")
            }
            var scanner = unsafe JSONScanner(buffer, base: base)
            try scanner.scan(maximumDepth: maximumDepth)
            return (scanner.tape(), scanner.replacedSequences)
        }
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
            let utf8 = found.utf8.span
            return utf8.count == text.count && utf8.indices.allSatisfy { utf8[$0] == text[$0] }
        }
        guard word.length == text.count else { return false }
        return token(word) { token in token.indices.allSatisfy { token[$0] == text[$0] } }
    }

    /// The value of an object's first member with a key, by going through them.
    func firstValue(of object: Int, key: Span<UInt8>) -> Int? {
        let end = index(after: object)
        // Equal for every plain key of this length, whatever its offset.
        let shape = JSONWord(kind: JSONWord.string, offset: 0, length: key.count).raw
        var index = object + 2
        while index < end {
            let word = words[index]
            if word & JSONWord.shapeMask == shape {
                if string(index, equals: key) { return index + 1 }
            } else if word & (JSONWord.isElaborate | JSONWord.needsRewriting) != 0, string(index, equals: key) {
                return index + 1
            }
            index = self.index(after: index + 1)
        }
        return nil
    }

    /// Appends a value without the whitespace between its tokens, repaired where its strings need it.
    func write(_ value: Int, to output: inout [UInt8]) {
        let extent = extent(of: value)
        guard word(value).needsRewriting else {
            output.append(contentsOf: bytes[extent])
            return
        }
        var position = extent.lowerBound
        var index = value
        let end = self.index(after: value)
        while index < end {
            let word = word(index)
            if word.isContainer, word.needsRewriting {
                index += 2
                continue
            }
            let token = word.isContainer ? self.extent(of: index) : word.range
            appendStructure(position..<token.lowerBound, to: &output)
            if word.needsRewriting {
                self.token(word) { JSONText.appendRepaired($0, to: &output) }
            } else {
                output.append(contentsOf: bytes[token])
            }
            position = token.upperBound
            index += word.stride
        }
        appendStructure(position..<extent.upperBound, to: &output)
    }

    /// Appends what stands between tokens: brackets, quotes, commas and colons, but no whitespace.
    private func appendStructure(_ range: Range<Int>, to output: inout [UInt8]) {
        for position in range where bytes[position] > 0x20 { output.append(bytes[position]) }
    }
}
