/// The lines of a file that a message must not repeat.
///
/// Found in the text and not in the tree, because a file whose YAML is broken has no tree, and its report shows a line
/// all the same.
enum SecretLines {
    /// Lines of a collection with header fields that carry secrets, where somebody wrote one all the same.
    static func find(inCollection source: SourceFile) -> [ClosedRange<Int>] {
        var hidden: [ClosedRange<Int>] = []
        for (index, line) in source.bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
        where headers.contains(where: { contains($0, in: line) }) {
            hidden.append(index + 1...index + 1)
        }
        return hidden
    }

    private static let headers = [
        "authorization", "cookie", "token", "api-key", "apikey", "password", "secret",
    ].map { Array($0.utf8) }

    /// The block under `credentials` of an inventory, and every other line that looks as if it held a secret.
    static func find(inInventory source: SourceFile) -> [ClosedRange<Int>] {
        var hidden: [ClosedRange<Int>] = []
        var start: Int?
        var number = 0
        for line in source.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            let startsKey = line.first.map { $0 > 0x20 && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "-") } ?? false
            if startsKey {
                if let begin = start { hidden.append(begin...(number - 1)) }
                start = opensSecrets(line) ? number : nil
            }
            if start == nil, mayHoldSecret(line) { hidden.append(number...number) }
        }
        if let start { hidden.append(start...number) }
        return hidden
    }

    /// The key of the block, and a file that is one flow mapping, which may hold it anywhere.
    private static func opensSecrets(_ line: ArraySlice<UInt8>) -> Bool {
        line.first == UInt8(ascii: "{") || contains(credential, in: line.prefix(credential.count + 1))
    }

    private static let credential = Array("credential".utf8)

    /// Words that stand beside secrets, and the signs of a URL with a user and a password.
    private static let words = ["password", "passwd", "secret", "enable", "://", "@"].map { Array($0.utf8) }

    private static func mayHoldSecret(_ line: ArraySlice<UInt8>) -> Bool {
        words.contains { contains($0, in: line) }
    }

    private static func contains(_ word: [UInt8], in line: ArraySlice<UInt8>) -> Bool {
        guard line.count >= word.count else { return false }
        var index = line.startIndex
        let last = line.endIndex - word.count
        while index <= last {
            // ASCII letters differ in one bit between the cases.
            if (0..<word.count).allSatisfy({ line[index + $0] | 0x20 == word[$0] | 0x20 }) { return true }
            index += 1
        }
        return false
    }
}
